import { expect, test } from 'vitest';
import { played, set } from '../../tests/labs/played.ts';
import wrongToken from './lab.ts';

const SENT = ['id-token-refused', 'all-refused'];

test('by sending a reader sees each token refused where it does not belong, and taken where it does', async () => {
  expect(await played(wrongToken)).toEqual({ ends: 'each-in-its-place', goals: SENT });
});

test('five checks stand between an ID token and the invoices, and each of them is enough', async () => {
  const off = ['jwt.type', 'jwt.audience', 'jwt.required-claims', 'gateway.scope', 'api.scope'] as const;
  expect(await played(wrongToken, { off })).toEqual({ ends: 'one-taken', goals: ['id-token-taken'] });
  for (const on of off)
    expect((await played(wrongToken, { off: off.filter((check) => check !== on) })).goals, on).not.toContain('id-token-taken');
});

test('a token that does not work where it belongs is told so', async () => {
  expect((await played(wrongToken, { edits: [set('api#0', 'header Authorization', null)] })).ends).toBe('not-in-its-place');
});
