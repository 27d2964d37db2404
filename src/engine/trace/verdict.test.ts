import { expect, test } from 'vitest';
import type { Exchange, Trace } from './trace.ts';
import { answerGist } from './exchange.ts';
import { verdictOf } from './verdict.ts';
import { sampleTrace } from './views.fixture.ts';

const second = (trace: Trace): Exchange => {
  const [, exchange] = trace.exchanges;
  if (!exchange) throw new Error('The sample has two messages.');
  return exchange;
};

test('a refusal names the party and the reason of the first failed check', () => {
  const trace = sampleTrace();
  const verdict = verdictOf(second(trace), trace);
  expect(verdict).toMatchObject({ tone: 'refused', firstFailed: { check: 'jwt.audience' } });
  expect(verdict.sentence).toMatch(/^Gateway refused: the token is meant for/);
});

test('a message that was let through because a check is off says so', () => {
  const trace = sampleTrace({
    response: { status: 200, headers: [], body: '[]' },
    checks: [{ check: 'jwt.audience', party: 'gateway', outcome: 'switched-off', wouldHave: 'failed' }],
  });
  expect(verdictOf(second(trace), trace)).toMatchObject({
    tone: 'accepted',
    sentence: 'Gateway accepted, because a check is off that would have said: the token is meant for someone else',
  });
});

test('a reason of this very case stands in place of the sentence of the check', () => {
  const trace = sampleTrace({
    response: { status: 400, headers: [], body: '' },
    checks: [{ check: 'token.code-fresh', party: 'gateway', outcome: 'failed', refusal: 'the code is missing' }],
  });
  expect(verdictOf(second(trace), trace).sentence).toBe('Gateway refused: the code is missing');
});

test('an accepted message counts its checks', () => {
  const trace = sampleTrace();
  const [first] = trace.exchanges;
  expect(first && verdictOf(first, trace).sentence).toBe('Authorization server accepted: 200 access_token, 1 check passed');
});

test('a message that was not delivered tells why', () => {
  const trace = sampleTrace({ response: undefined, failure: 'Nobody answers at https://x.example.', checks: [] });
  expect(verdictOf(second(trace), trace)).toEqual({ tone: 'refused', sentence: 'Nobody answers at https://x.example.' });
});

test('a redirect is named by what it carries', () => {
  const answered = (location: string): string =>
    answerGist(second(sampleTrace({ response: { status: 303, headers: [['Location', location]], body: '' } })));
  expect(answered('https://app.lab.test/callback?code=abc&state=s')).toBe('303 code');
  expect(answered('https://app.lab.test/callback?error=access_denied')).toBe('303 access_denied');
  expect(answered('/consent?request=1')).toBe('303 to /consent');
});
