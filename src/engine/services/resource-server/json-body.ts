import { isJsonObject, parseStrictJson } from '../../http/strict-json.ts';
import type { JsonObject } from '../../http/strict-json.ts';
import { failed, passed } from '../../protocol/finding.ts';
import type { Finding } from '../../protocol/finding.ts';

/** Is the body strict JSON, no member twice, neither deep nor large? RFC 8259 §4 */
export function bodyIsStrictJson(body: string): Finding {
  const parsed = parseStrictJson(body, { maxDepth: 4, maxBytes: 4096 });
  const expected = 'strict JSON, each member once';
  return parsed.ok ? passed('strict JSON', expected) : failed(expected, parsed.reason);
}

/**
 * The JSON object in a body, as `JSON.parse` reads it: of two equal members it takes the last. The
 * strict rule stands before it. Undefined where there is no object.
 */
export function readBody(body: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a value is an amount of money: above 0, at most a million euros, in whole cents. */
export function isAmount(value: unknown): value is number {
  return typeof value === 'number' && value > 0 && value <= 1_000_000 && Math.round(value * 100) / 100 === value;
}
