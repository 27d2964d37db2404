import { expect, test } from 'vitest';
import { played, playedOnTheClock, set } from '../../tests/labs/played.ts';
import keys from './lab.ts';

const SENT = ['password-copied', 'not-in-address', 'no-user', 'slowed'];

test('by sending a reader sees what copies of a password and of a key are worth', async () => {
  expect(await played(keys)).toEqual({ ends: 'both-copied', goals: SENT });
});

test('a wrong password is refused for that alone, and its copy is worth as little', async () => {
  expect(await played(keys, { edits: [set('password#0', 'header Authorization', 'Basic YWxpY2U6d29uZGVyTGFuZA==')] })).toEqual({
    ends: 'one-copied',
    goals: ['not-in-address', 'no-user', 'slowed', 'wrong-password'],
  });
});

test('after an hour the key of before is rotated out', async () => {
  expect(await playedOnTheClock(keys, { 7: 3600 })).toContain('rotated-out');
});

test('a key reaches data of users only where neither gateway nor API asks for a user', async () => {
  expect((await played(keys, { off: ['gateway.api-key-reach'] })).ends).toBe('both-copied');
  expect((await played(keys, { off: ['gateway.api-key-reach', 'api.user-token'] })).ends).toBe('users-read');
});
