import { expect, test } from 'vitest';
import { ownAsCommand } from './own-as-command.ts';

const request = {
  method: 'POST',
  url: 'https://as.lab.test/token?a=b&c',
  headers: [
    ['Content-Type', 'application/x-www-form-urlencoded'],
    ['Content-Length', '11'],
  ],
  body: "scope='read'",
} as const;

test('a message of the reader’s own is one line of the terminal, whose body may be changed', () => {
  expect(ownAsCommand({ at: 0, request })).toBe(
    String.raw`curl -i -X 'POST' 'https://as.lab.test/token?a=b&c' -H 'Content-Type: application/x-www-form-urlencoded' --data-raw 'scope='\''read'\'''`,
  );
});

test('a certificate that was presented is presented again', () => {
  expect(ownAsCommand({ at: 0, request, identity: 'payroll' })).toMatch(/ --cert ~\/certs\/payroll\.pem --key ~\/certs\/payroll\.key$/);
});
