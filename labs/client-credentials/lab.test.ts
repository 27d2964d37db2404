import { expect, test } from 'vitest';
import type { ClaimValue, Edit, SignatureChoice } from '#engine/player/edits/edits.ts';
import { played, set } from '../../tests/labs/played.ts';
import machines from './lab.ts';

const SENT = ['secret-copied', 'assertion-once', 'handshake-ended', 'no-user'];

const asserting = (claims: Readonly<Record<string, ClaimValue>>, signature: SignatureChoice = 'issuer'): Edit => ({
  message: 'signature#0',
  kind: 'jwt',
  place: { part: 'form', name: 'client_assertion', index: 0 },
  header: {},
  claims,
  signature,
});

test('by sending a reader sees which copy is worth something', async () => {
  expect(await played(machines)).toEqual({ ends: 'secret-copied', goals: SENT });
});

test('an assertion for somebody else is refused for that alone, where its client signs it', async () => {
  const elsewhere = { aud: { kind: 'json', value: 'https://evil.lab.test' } } as const;
  expect((await played(machines, { edits: [asserting(elsewhere)] })).goals).toContain('wrong-audience');
  expect((await played(machines, { edits: [asserting(elsewhere, 'keep')] })).goals).not.toContain('wrong-audience');
});

test.each(['client.assertion-once', 'mtls.possession'] as const)('without %s another copy is worth a token', async (check) => {
  expect((await played(machines, { off: [check] })).ends).toBe('more-copied');
});

test('a machine that is given a refresh token is found out', async () => {
  expect((await played(machines, { off: ['token.no-refresh-for-machines'] })).goals).toContain('refresh-given');
});

test('a second way to prove itself is refused, and then there is no secret to copy', async () => {
  expect((await played(machines, { edits: [set('secret#0', 'header Authorization', 'Basic YTpi')] })).ends).toBe('nothing-copied');
});
