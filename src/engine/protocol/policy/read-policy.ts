import { z } from 'zod';
import { parseStrictJson } from '../../http/strict-json.ts';
import type { Policy } from './policy.ts';

const name = z.string().min(1).max(100);
const names = z.array(name).max(50);

const who = {
  owner: z.literal(true).optional(),
  service: z.literal(true).optional(),
  departments: names.optional(),
  roles: names.optional(),
  clients: names.optional(),
  actors: names.optional(),
};

const line = z.strictObject(who);
const lines = z.array(line).max(50);
const fieldLines = z.array(z.strictObject({ ...who, fields: names })).max(50);

/** One shape for the policies of all APIs. */
const POLICY = z.strictObject({
  objects: lines,
  functions: z.record(name, lines),
  read: fieldLines,
  write: fieldLines,
  amounts: z.array(z.strictObject({ ...who, upTo: z.number().min(0).max(1_000_000) })).max(50),
  actors: names,
  zone: names,
}) satisfies z.ZodType<Policy>;

/** A policy that was read, or what is wrong with it, each with the place: "amounts.0.upTo: …". */
export type ReadPolicy = { readonly ok: true; readonly policy: Policy } | { readonly ok: false; readonly errors: readonly string[] };

/**
 * Reads a policy that a learner has edited, as JSON. A member it does not know is an error, not a
 * rule that silently does nothing. Never throws.
 */
export function readPolicy(text: string): ReadPolicy {
  const parsed = parseStrictJson(text, { maxDepth: 6 });
  if (!parsed.ok) return { ok: false, errors: [`This is not JSON that can be read: ${parsed.reason}.`] };
  const read = POLICY.safeParse(parsed.value);
  if (read.success) return { ok: true, policy: read.data };
  return { ok: false, errors: read.error.issues.slice(0, 10).map(({ path, message }) => `${path.join('.') || 'policy'}: ${message}`) };
}
