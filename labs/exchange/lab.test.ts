import { expect, test } from 'vitest';
import { played, set } from '../../tests/labs/played.ts';
import exchange from './lab.ts';

test('by sending a reader sees a payment in the name of alice, and what a leaked token is worth', async () => {
  expect(await played(exchange)).toEqual({ ends: 'accepted-narrowly', goals: ['chain-named', 'leak-refused'] });
});

test.each([
  ['form scope', 'payment_write invoice_write', 'wider-refused'],
  ['form audience', 'https://evil.lab.test', 'target-refused'],
] as const)('%s set to %s is refused', async (place, value, goal) => {
  expect(await played(exchange, { edits: [set('second-exchange#0', place, value)] })).toEqual({ ends: 'not-accepted', goals: [goal] });
});

test('a wider token is given where nobody compares', async () => {
  const edits = [set('second-exchange#0', 'form scope', 'payment_write invoice_write')];
  expect((await played(exchange, { edits, off: ['exchange.scope-narrower'] })).ends).toBe('accepted-widely');
});

test('without a record of actors the payment is accepted, and says nobody acted', async () => {
  expect((await played(exchange, { off: ['exchange.actor-chain'] })).goals).toEqual(['leak-refused', 'accepted-without-trace']);
});

test('where the gateway does not look at aud, a leaked token opens what its scope does', async () => {
  const off = ['jwt.audience'] as const;
  expect((await played(exchange, { off })).ends).toBe('accepted-narrowly');
  const edits = [set('second-exchange#0', 'form scope', 'payment_write invoice_read')];
  expect((await played(exchange, { off, edits })).ends).toBe('leak-used');
});
