import { expect, test } from 'vitest';
import type { Edit, SignatureChoice } from '#engine/player/edits/edits.ts';
import { played, setInAnswer } from '../../tests/labs/played.ts';
import onThePath from './lab.ts';

const carol = (signature: SignatureChoice): Edit => ({
  message: 'redeem#0',
  of: 'answer',
  kind: 'jwt',
  place: { part: 'json', name: 'id_token', index: 0 },
  header: {},
  claims: { sub: { kind: 'json', value: 'carol' } },
  signature,
});

const invoices = (amount: number): Edit => ({
  message: 'read#0',
  of: 'answer',
  kind: 'text',
  place: { part: 'body' },
  value: JSON.stringify({ invoices: [{ id: 'inv-1001', amount }] }),
});

test('whose answers nobody changes, the app reads what was sent', async () => {
  expect(await played(onThePath)).toEqual({ ends: 'as-sent', goals: [] });
});

test.each([
  ['another issuer in the metadata', setInAnswer('discover#0', 'issuer', 'https://evil.lab.test'), 'noticed', ['issuer-noticed']],
  ['another token endpoint', setInAnswer('discover#0', 'token_endpoint', 'https://evil.lab.test/token'), 'caught', ['caught']],
  ['another authorization endpoint', setInAnswer('discover#0', 'authorization_endpoint', 'https://evil.lab.test/'), 'no-code', []],
  ['carol in the ID token, with the old signature', carol('keep'), 'noticed', ['identity-noticed']],
  ['carol in the ID token, signed by the attacker', carol('attacker'), 'noticed', ['identity-noticed']],
  ['no ID token', setInAnswer('redeem#0', 'id_token', null), 'noticed', []],
  ['another access token', setInAnswer('redeem#0', 'access_token', 'another'), 'noticed', ['swap-noticed']],
  ['another subject at UserInfo', setInAnswer('who#0', 'sub', 'carol'), 'noticed', ['subject-noticed']],
  ['another name at UserInfo', setInAnswer('who#0', 'name', 'Carol'), 'changed-taken', []],
  ['another amount', invoices(1), 'changed-taken', ['amount-taken']],
] as const)('%s', async (_what, edit, ends, goals) => {
  expect(await played(onThePath, { edits: [edit] })).toEqual({ ends, goals });
});

test('with the checks off, the app takes who the attacker says', async () => {
  const { ends } = await played(onThePath, { edits: [carol('attacker')], off: onThePath.switches });
  expect(ends).toBe('changed-taken');
});
