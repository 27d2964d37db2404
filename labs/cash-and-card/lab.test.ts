import { describe, expect, test } from 'vitest';
import { runPlay } from '#engine/player/run.ts';
import { header } from '#engine/http/message.ts';
import { played, set } from '../../tests/labs/played.ts';
import cash from './lab.ts';

describe.each([0, 1, 2])('stage %i', (stage) => {
  const off = cash.attack?.stages[stage]?.off ?? [];

  test('the bearer token is spent in any case, the bound one with its defense off', async () => {
    expect(await played(cash, { stage })).toEqual({ ends: 'card-refused', goals: ['cash-spent', 'card-refused'] });
    expect(await played(cash, { stage, off })).toEqual({ ends: 'card-spent', goals: ['cash-spent', 'card-spent'] });
  });
});

test('a token that was bound to nothing is called so, whoever reads with it', async () => {
  const withoutProof = ['get-card#0', 'get-card#1'].map((message) => set(message, 'header DPoP', null));
  expect((await played(cash, { stage: 1, edits: withoutProof })).ends).toBe('unbound-spent');
});

test('a proof that was used before is refused, although its key is the right one', async () => {
  const { trace } = await runPlay(cash);
  const used = trace.exchanges.find(({ key }) => key === 'use-card#1');
  const proof = used && header(used.request, 'dpop');
  const { trace: tried } = await runPlay(cash, { edits: [set('card-stolen#0', 'header DPoP', proof ?? '')] });
  const failed = tried.exchanges.find(({ key }) => key === 'card-stolen#0')?.checks.filter(({ outcome }) => outcome === 'failed');
  expect(failed?.map(({ check }) => check)).toEqual(['dpop.replay']);
});
