import { expect, test } from 'vitest';
import { played, set } from '../../tests/labs/played.ts';
import sso from './lab.ts';

const SENT = ['no-second-login', 'login-required'];

test('by sending a reader sees one login serve two apps, and end', async () => {
  expect(await played(sso)).toEqual({ ends: 'all-over', goals: SENT });
});

test('without the cookie of the authorization server the second app needs a password', async () => {
  expect((await played(sso, { edits: [set('expenses#1', 'header Cookie', null)] })).goals).not.toContain('no-second-login');
});

test('an app that asked for a fresh login notices an old one', async () => {
  expect((await played(sso, { edits: [set('fresh#1', 'query max_age', null)] })).goals).toContain('old-login-noticed');
});

test('without the hint alice is asked, and says yes', async () => {
  expect(await played(sso, { edits: [set('log-out#0', 'query id_token_hint', null)] })).toEqual({
    ends: 'all-over',
    goals: [...SENT, 'asked-first'],
  });
});

test('after the logout she is sent to no other site', async () => {
  const elsewhere = set('log-out#0', 'query post_logout_redirect_uri', 'https://evil.lab.test/');
  expect((await played(sso, { edits: [elsewhere] })).goals).toContain('nowhere-else');
});

test('where no app is told, the Expenses app still greets alice, and reads nothing', async () => {
  expect(await played(sso, { off: ['logout.clients-told'] })).toEqual({ ends: 'name-left', goals: [...SENT, 'still-greeted'] });
});

test('where access tokens outlive the logout, the app that was told has none to use', async () => {
  expect(await played(sso, { off: ['revocation.cascade'] })).toEqual({ ends: 'all-over', goals: SENT });
});

test('where no app is told and access tokens outlive the logout, the Expenses app reads on', async () => {
  const off = ['revocation.cascade', 'logout.clients-told'] as const;
  expect(await played(sso, { off })).toEqual({ ends: 'reads-on', goals: [...SENT, 'reads-on'] });
});

test('another browser cannot bring the answer to a login that this one began', async () => {
  expect((await played(sso, { edits: [set('ledger#5', 'header Cookie', 'x=y')] })).ends).toBe('no-login');
});

test('a logout that went astray has ended nothing', async () => {
  expect((await played(sso, { edits: [set('log-out#0', 'header Cookie', 'x=y')] })).ends).toBe('still-logged-in');
});
