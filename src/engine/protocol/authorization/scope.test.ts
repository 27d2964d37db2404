import { expect, test } from 'vitest';
import { formatScope, parseScope, scopeAllowed, scopeIncludes, scopeNarrower } from './scope.ts';

test('scopes are read once each, in order, whatever the spaces', () => {
  expect(parseScope('openid  profile openid ')).toEqual(['openid', 'profile']);
  expect(parseScope(undefined)).toEqual([]);
  expect(formatScope(['openid', 'profile'])).toBe('openid profile');
});

test('a client may ask for what it is registered for, and for nothing else', () => {
  expect(scopeAllowed(['openid'], ['openid', 'profile']).passed).toBe(true);
  expect(scopeAllowed(['openid', 'admin'], ['openid', 'profile'])).toEqual({
    passed: false,
    expected: 'only of [openid, profile]',
    received: '[openid, admin]',
  });
});

test('a refresh may narrow the scope, and never widen it', () => {
  expect(scopeNarrower(['invoice_read'], ['invoice_read', 'invoice_write']).passed).toBe(true);
  expect(scopeNarrower(['invoice_write'], ['invoice_read']).passed).toBe(false);
  expect(scopeNarrower([], ['invoice_read']).passed).toBe(false);
});

test('a route finds its scope among whole words only', () => {
  expect(scopeIncludes(parseScope('invoice_read openid'), 'invoice_read').passed).toBe(true);
  expect(scopeIncludes(parseScope('invoice_read_all'), 'invoice_read').passed).toBe(false);
});
