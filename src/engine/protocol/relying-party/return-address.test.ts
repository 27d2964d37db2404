import { expect, test } from 'vitest';
import { returnIsLocal } from './return-address.ts';

test.each(['/', '/expenses', '/expenses?month=10#sum', '/..//x', '/%2F%2Fevil.lab.test', '/@evil.lab.test'])(
  '%s stays in the app',
  (address) => {
    expect(returnIsLocal(address).passed).toBe(true);
  },
);

test.each([
  'https://evil.lab.test/',
  '//evil.lab.test',
  '///evil.lab.test',
  '/\\evil.lab.test',
  '\\\\evil.lab.test',
  '/\t/evil.lab.test',
  '/\n/evil.lab.test',
  '/sum\r\nSet-Cookie: a=1',
  '/sum\u0000',
  '/sum\u0085',
  'javascript:alert(1)',
  'evil.lab.test',
  '',
])('%j leads out of it', (address) => {
  expect(returnIsLocal(address).passed).toBe(false);
});
