import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { curlScript } from './curl-script.ts';
import { sampleTrace } from '../views.fixture.ts';

/** What a shell would call curl with, one list of words a request. */
function calls(script: string, env: Readonly<Record<string, string>> = {}): string[][] {
  const spy = String.raw`curl() { for word in "$@"; do printf '%s\037' "$word"; done; printf '\036'; }`;
  const out = execFileSync('/bin/sh', ['-c', `${spy}\n${script}`], { encoding: 'utf8', env: { PATH: '/usr/bin:/bin', ...env } });
  return out
    .split('\u001e')
    .slice(0, -1)
    .map((call) => call.split('\u001f').slice(0, -1));
}

test('a shell sends every request as it was sent, in order', () => {
  const sent = calls(curlScript(sampleTrace(), 'A run'));
  expect(sent.map((words) => words.find((word) => word.startsWith('https://')))).toEqual([
    'https://as.lab.test/token',
    'https://api.lab.test/invoices?page=1',
    'https://as.lab.test/jwks',
  ]);
  expect(sent[0]).toContain('grant_type=authorization_code&code=c0de&code_verifier=v3r1f13r');
  expect(sent[1]).toContain('Authorization: Bearer t0ken');
});

test('a variable sends the requests of a party to another server', () => {
  const [, call] = calls(curlScript(sampleTrace(), 'A run'), { GATEWAY: 'http://127.0.0.1:4001' });
  expect(call).toContain('http://127.0.0.1:4001/invoices?page=1');
});

test('nothing that a message or a title holds is run by the shell', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }).filter((one) => !/[\u0000\ud800-\udfff\u001e\u001f]/.test(one)),
      (text) => {
        const request = { method: 'GET', url: `https://api.lab.test/${text}`, headers: [['X-Name', text]] as const, body: '' };
        const sent = calls(curlScript(sampleTrace({ request, edited: [text, '\necho no', '$(echo no)'] }), `${text}\necho no`));
        expect(sent).toHaveLength(3);
        expect(sent[1]).toContain(`https://api.lab.test/${text}`);
      },
    ),
    { numRuns: 40 },
  );
});

test('an address that only begins like one of the lab is left as it is, and what is no HTTP is no command', () => {
  const to = (url: string): string[][] =>
    calls(curlScript(sampleTrace({ request: { method: 'GET', url, headers: [], body: '' } }), 'A run'));
  expect(to('https://api.lab.test.evil.example/x')[1]).toContain('https://api.lab.test.evil.example/x');
  expect(to('test.lab.ledger:/callback')).toHaveLength(2);
});
