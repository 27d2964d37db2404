import { expect, test } from 'vitest';
import { played, playedOnTheClock, set } from '../../tests/labs/played.ts';
import introspection from './lab.ts';

const SENT = ['asked-once', 'window', 'window-closed', 'not-told', 'told-nothing'];

test('by sending a reader sees one question serve two calls, and a revoked token end late', async () => {
  expect(await played(introspection)).toEqual({ ends: 'ended-late', goals: SENT });
});

test('a minute later the gateway asks before it answers', async () => {
  const goals = await playedOnTheClock(introspection, { 10: 60 });
  expect([goals.includes('shorter-window'), goals.includes('window')]).toEqual([true, false]);
});

test('a verdict that is believed for ever keeps a revoked token alive', async () => {
  expect((await played(introspection, { off: ['gateway.cache-bounded'] })).ends).toBe('lives-on');
});

test('who gave back another token has revoked nothing', async () => {
  expect((await played(introspection, { edits: [set('revoke#0', 'form token', 'x')] })).ends).toBe('not-revoked');
});

test('a call that fails for another reason does not show when the token ended', async () => {
  expect((await played(introspection, { edits: [set('later#0', 'header Authorization', null)] })).ends).toBe('not-seen');
});
