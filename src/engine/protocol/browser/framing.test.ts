import { expect, test } from 'vitest';
import type { Header } from '../../http/message.ts';
import { mayBeFramed } from './framing.ts';

const OWN = 'https://as.lab.test';
const EVIL = 'https://evil.lab.test';
const csp = (value: string): Header => ['Content-Security-Policy', value];

test.each([
  [[], EVIL, true],
  [[csp("frame-ancestors 'none'")], OWN, false],
  [[csp("frame-ancestors 'self'")], OWN, true],
  [[csp("frame-ancestors 'self'")], EVIL, false],
  [[csp("default-src 'none'; Frame-Ancestors https://app.lab.test")], 'https://app.lab.test', true],
  [[csp('frame-ancestors https://app.lab.test')], EVIL, false],
  [[csp('frame-ancestors *.lab.test')], EVIL, true],
  [[csp('frame-ancestors *.app.lab.test')], EVIL, false],
  [[csp('frame-ancestors *'), csp("frame-ancestors 'none'")], EVIL, false],
  [[csp('frame-ancestors')], EVIL, false],
  [[csp('frame-ancestors *'), ['X-Frame-Options', 'DENY']], EVIL, true],
  [[['X-Frame-Options', 'deny']], OWN, false],
  [[['X-Frame-Options', 'SAMEORIGIN']], OWN, true],
  [[['X-Frame-Options', 'SAMEORIGIN']], EVIL, false],
  [[['X-Frame-Options', 'SAMEORIGIN, DENY']], OWN, false],
  [[['X-Frame-Options', 'SAMEORIGIN, sameorigin']], OWN, true],
  [
    [
      ['X-Frame-Options', 'ALLOWALL'],
      ['X-Frame-Options', 'SAMEORIGIN'],
    ],
    OWN,
    false,
  ],
  [[['X-Frame-Options', 'ALLOWALL']], EVIL, true],
] as readonly (readonly [readonly Header[], string, boolean])[])('%j framed by %s: %s', (headers, ancestor, allowed) => {
  expect(mayBeFramed({ status: 200, headers, body: '' }, OWN, ancestor).passed).toBe(allowed);
});
