import { expect, test } from 'vitest';
import wycheproof from './wycheproof-crypto.json' with { type: 'json' };
import encryption from './wycheproof-encryption.json' with { type: 'json' };
import key from './wycheproof-key.json' with { type: 'json' };
import signature from './wycheproof-signature.json' with { type: 'json' };

const results = new Map(
  Object.entries({ encryption, key, signature }).flatMap(([file, { groups }]) =>
    groups.flatMap(({ tests }) => tests.map(({ tcId, result }) => [`${file} ${tcId}`, result] as const)),
  ),
);

test('Wycheproof JOSE: each case of its mixed file is one that another test here asks for, with the same result', () => {
  const same = wycheproof.same.flatMap(({ from, to, file, as }) =>
    Array.from({ length: to - from + 1 }, (_, index) => ({ tcId: from + index, result: results.get(`${file} ${as + index}`) })),
  );
  expect(same.map(({ tcId }) => tcId)).toEqual(Array.from({ length: wycheproof.numberOfTests }, (_, index) => index + 1));
  for (const { tcId, result } of same) expect(result, String(tcId)).toBe(wycheproof.valid.includes(tcId) ? 'valid' : 'invalid');
});
