import { z } from 'zod/mini';
import { isBrought } from '../../checks/catalogue.ts';
import { fetchChecks } from '../../checks/fetch-checks.ts';
import { FURTHEST_MOVE } from '../player-view.ts';
import { LONGEST_RUN, OWN_COUNT, OWN_HEADERS, OWN_METHOD, OWN_SIZE, OWN_TEXT, tooMuchOwn } from '../own/own-limits.ts';
import type { OwnMessage } from '../own/own-message.ts';
import type { LabState } from '../player-view.ts';

const text = z.string().check(z.maxLength(OWN_TEXT));
const name = z.string().check(z.maxLength(200));
const claim = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('json'), value: z.json() }),
  z.strictObject({ kind: z.literal('time'), inSeconds: z.number() }),
  z.strictObject({ kind: z.literal('absent') }),
]);
const index = z.int().check(z.gte(0), z.lte(100));
const of = z.optional(z.literal('answer'));
const place = z.discriminatedUnion('part', [
  z.strictObject({ part: z.literal('method') }),
  z.strictObject({ part: z.literal('url') }),
  z.strictObject({ part: z.literal('body') }),
  z.strictObject({ part: z.literal('query'), name, index }),
  z.strictObject({ part: z.literal('header'), name, index }),
  z.strictObject({ part: z.literal('form'), name, index }),
  z.strictObject({ part: z.literal('status') }),
  z.strictObject({ part: z.literal('location'), name, index }),
  z.strictObject({ part: z.literal('json'), name, index }),
]);
const edit = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('text'), message: name, of, place, value: z.nullable(text) }),
  z.strictObject({
    kind: z.literal('jwt'),
    message: name,
    of,
    place,
    header: z.record(name, claim),
    claims: z.record(name, claim),
    signature: z.enum(['keep', 'issuer', 'attacker', 'none', 'hmac-public-key']),
  }),
]);
const position = z.int().check(z.gte(0), z.lte(LONGEST_RUN));
const own = z.strictObject({
  at: position,
  identity: z.optional(name),
  request: z.strictObject({
    method: z.string().check(z.maxLength(OWN_METHOD)),
    url: text,
    headers: z.array(z.tuple([text, text])).check(z.maxLength(OWN_HEADERS)),
    body: z.string().check(z.maxLength(OWN_SIZE)),
  }),
});

function inOrder(messages: readonly { readonly at: number }[]): boolean {
  return messages.every(({ at }, index) => at > (messages[index - 1]?.at ?? -1));
}

const stateSchema = z.strictObject({
  lab: z.string().check(z.regex(/^[a-z0-9-]{1,60}$/)),
  stage: z.int().check(z.gte(0), z.lte(20)),
  edits: z.array(edit).check(z.maxLength(200)),
  off: z.array(name).check(z.maxLength(200)),
  clock: z.array(z.strictObject({ position, seconds: z.number().check(z.gt(0), z.lte(FURTHEST_MOVE)) })).check(z.maxLength(200)),
  // Links from before there were any have none.
  own: z._default(
    z
      .array(own)
      .check(z.maxLength(OWN_COUNT), z.refine(inOrder))
      .check(z.refine((messages) => tooMuchOwn(messages as readonly OwnMessage[]) === undefined)),
    [],
  ),
  position,
});

/**
 * Data from outside as the state of a lab, or undefined where it is none. Bounds are part of the schema.
 * Rejects where the checks or certificates that it names cannot be fetched.
 */
export async function readState(data: unknown): Promise<LabState | undefined> {
  const parsed = stateSchema.safeParse(data);
  if (!parsed.success) return undefined;
  const { off, own: messages } = parsed.data;
  await fetchChecks(off);
  const presented = messages.flatMap(({ identity }) => identity ?? []);
  return off.every(isBrought) && (await areIdentities(presented)) ? (parsed.data as LabState) : undefined;
}

async function areIdentities(names: readonly string[]): Promise<boolean> {
  if (names.length === 0) return true;
  const { IDENTITY_KEYS } = await import('../../world/certificates/identity-keys.ts');
  return names.every((one) => Object.hasOwn(IDENTITY_KEYS, one));
}
