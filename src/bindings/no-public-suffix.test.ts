import { expect, test } from 'vitest';
import { getDomain } from './no-public-suffix.ts';

test('a host of the lab belongs to lab.test', () => {
  expect(getDomain('invoices.internal.lab.test')).toBe('lab.test');
});

test.each(['test', 'localhost', '127.0.0.1', '[::1]', ''])('%j has no registrable domain', (host) => {
  expect(getDomain(host)).toBeNull();
});
