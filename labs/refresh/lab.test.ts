import { expect, test } from 'vitest';
import { played, playedOnTheClock, set } from '../../tests/labs/played.ts';
import refresh from './lab.ts';

test('by sending a reader sees a token expire and be renewed, and a copy end its family', async () => {
  expect(await played(refresh)).toEqual({ ends: 'three-ends', goals: ['renewed', 'family-ended'] });
});

test('a smaller scope is granted', async () => {
  expect((await played(refresh, { edits: [set('renew#0', 'form scope', 'openid')] })).goals).toContain('narrower');
});

test('a larger scope is refused, and then the copy is the first to come', async () => {
  const wider = await played(refresh, { edits: [set('renew#0', 'form scope', 'openid invoice_write')] });
  expect(wider).toEqual({ ends: 'copy-renewed', goals: ['wider-refused'] });
});

test('a refresh token that lay idle for 30 days is refused for its age; one that is missing is not', async () => {
  expect(await playedOnTheClock(refresh, { 8: 30 * 86_400 })).toContain('idle');
  expect((await played(refresh, { edits: [set('renew#0', 'form refresh_token', null)] })).goals).toEqual([]);
});

test('where refresh tokens may be used again, attacker and app renew side by side', async () => {
  const { ends, goals } = await played(refresh, { off: ['token.refresh-once'] });
  expect([ends, goals.includes('thief-renews'), goals.includes('family-ended')]).toEqual(['copy-renewed', true, false]);
});

test('an app that did not get in again has nothing to give back', async () => {
  expect((await played(refresh, { edits: [set('redeem-again#0', 'form code', 'x')] })).ends).toBe('ended-otherwise');
});
