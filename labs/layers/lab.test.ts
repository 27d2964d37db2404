import { expect, test } from 'vitest';
import type { ClaimValue, Edit } from '#engine/player/edits/edits.ts';
import { played } from '../../tests/labs/played.ts';
import layers from './lab.ts';

const SENT = ['gateway-decides', 'api-decides'];

const claims = (message: string, changes: Readonly<Record<string, ClaimValue>>): Edit => ({
  message,
  kind: 'jwt',
  place: { part: 'header', name: 'Authorization', index: 0 },
  header: {},
  claims: changes,
  signature: 'issuer',
});

const amount = (euros: number): Edit => ({
  message: 'large-amount#0',
  kind: 'text',
  place: { part: 'body' },
  value: JSON.stringify({ customer: 'C-204', amount: euros }),
});

test('by sending a reader sees one call refused by the gateway and three by the API', async () => {
  expect(await played(layers)).toEqual({ ends: 'only-her-own', goals: SENT });
});

test('the API asks for the scope that the gateway forgot, and where both forget nobody does', async () => {
  expect(await played(layers, { off: ['gateway.scope'] })).toEqual({ ends: 'only-her-own', goals: ['api-decides', 'second-line'] });
  expect((await played(layers, { off: ['gateway.scope', 'api.scope'] })).ends).toBe('another-answered');
});

test('a claim opens what no scope does', async () => {
  const finance = claims('other-department#0', { department: { kind: 'json', value: 'Finance' } });
  expect((await played(layers, { edits: [finance] })).goals).toContain('claim-decides');
});

test.each([
  [1000, false],
  [5000, true],
  [5001, false],
])('%i euros count as found: %s', async (euros, found) => {
  expect((await played(layers, { edits: [amount(euros)] })).goals.includes('amount-found')).toBe(found);
});
