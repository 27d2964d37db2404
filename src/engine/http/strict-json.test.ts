import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isJsonObject, parseStrictJson } from './strict-json.ts';

test('what JSON.stringify writes is read as JSON.parse reads it', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 5 }), (text) => {
      const strict = parseStrictJson(text);
      if (strict.ok) expect(strict.value).toEqual(JSON.parse(text));
      else expect(strict.reason).toMatch(/appears twice/);
    }),
  );
});

test('a text that JSON.parse refuses is refused, and nothing throws', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const strict = parseStrictJson(text);
      let parses = true;
      try {
        JSON.parse(text);
      } catch {
        parses = false;
      }
      if (!parses) expect(strict.ok).toBe(false);
    }),
    { numRuns: 500 },
  );
});

test('a member named twice is refused, even where one name is escaped', () => {
  expect(parseStrictJson('{"sub":"bob","sub":"alice"}')).toEqual({ ok: false, reason: 'member "sub" appears twice' });
  expect(parseStrictJson('{"sub":"bob","s\\u0075b":"alice"}').ok).toBe(false);
  expect(parseStrictJson('[{"sub":1},{"sub":2}]').ok).toBe(true);
});

test('a member named __proto__ stays a plain member', () => {
  const parsed = parseStrictJson('{"__proto__":{"admin":true}}');
  expect(parsed.ok && isJsonObject(parsed.value) && Object.hasOwn(parsed.value, '__proto__') && parsed.value['admin'] === undefined).toBe(
    true,
  );
});

test('a byte order mark, too many levels and too many bytes are refused with the reason', () => {
  expect(parseStrictJson('\uFEFF{}')).toEqual({ ok: false, reason: 'it starts with a byte order mark' });
  expect(parseStrictJson('[[[]]]', { maxDepth: 2 })).toEqual({ ok: false, reason: 'nested deeper than 2' });
  expect(parseStrictJson('"éé"', { maxBytes: 5 })).toEqual({ ok: false, reason: 'larger than 5 bytes' });
  expect(parseStrictJson('['.repeat(60_000)).ok).toBe(false);
});

test.each(['', '{', '[1,]', '{"a":1,}', '01', '1.', '+1', 'NaN', "'a'", '"\u0001"', '"\\x"', '"\\u12"', '{} {}', 'nul', '-', '\u00A0{}'])(
  '%j is not JSON',
  (text) => {
    expect(parseStrictJson(text).ok).toBe(false);
  },
);
