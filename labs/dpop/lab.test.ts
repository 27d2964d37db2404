import { expect, test } from 'vitest';
import type { ClaimValue, Edit, SignatureChoice } from '#engine/player/edits/edits.ts';
import { played } from '../../tests/labs/played.ts';
import dpop from './lab.ts';

const SENT = ['replay-refused', 'address-refused'];

const proof = (claims: Readonly<Record<string, ClaimValue>>, signature: SignatureChoice = 'issuer'): Edit => ({
  message: 'own#0',
  kind: 'jwt',
  place: { part: 'header', name: 'DPoP', index: 0 },
  header: {},
  claims,
  signature,
});

test('by sending a reader sees that a proof counts once, and where it was made for', async () => {
  expect(await played(dpop)).toEqual({ ends: 'proofs-hold', goals: SENT });
});

test.each([
  ['method-alone', proof({ htm: { kind: 'json', value: 'POST' } })],
  ['token-alone', proof({ ath: { kind: 'json', value: 'of-another-token' } })],
  ['time-alone', proof({ iat: { kind: 'time', inSeconds: -600 } })],
  ['key-alone', proof({}, 'attacker')],
])('%s', async (goal, edit) => {
  expect(await played(dpop, { edits: [edit] })).toEqual({ ends: 'app-refused', goals: [...SENT, goal] });
});

test('a proof with a wrong nonce is made anew', async () => {
  expect((await played(dpop, { edits: [proof({ nonce: { kind: 'json', value: 'another' } })] })).ends).toBe('proofs-hold');
});

test('the last message needs two checks off, and each of them alone stops it', async () => {
  const off = ['dpop.issued-at', 'dpop.nonce'] as const;
  expect((await played(dpop, { off })).ends).toBe('proof-used');
  for (const on of off) expect((await played(dpop, { off: off.filter((check) => check !== on) })).ends).toBe('proofs-hold');
});
