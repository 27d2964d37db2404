import type { CheckFacts } from './check.ts';

export const everyPartyChecks = {
  'http.message-size': {
    kind: 'check',
    title: 'Message within the size limit',
    refusal: 'the message is larger than this party takes',
    specs: ['rfc9110#15.5.14'],
    switchable: false,
  },
  'http.path-known': {
    kind: 'check',
    title: 'Path leads somewhere',
    refusal: 'there is nothing at this address',
    specs: ['rfc9110#15.5.5'],
    switchable: false,
  },
  'http.method': {
    kind: 'check',
    title: 'Method allowed on this path',
    refusal: 'this path does not answer that method',
    specs: ['rfc9110#15.5.6', 'asvs-5.0.0#4.1'],
    switchable: true,
  },
  'http.parameter-once': {
    kind: 'check',
    title: 'Each parameter sent once',
    refusal: 'a parameter was sent more than once',
    specs: ['rfc6749#3.1', 'rfc6749#3.2', 'asvs-5.0.0#15.3'],
    switchable: true,
  },
  'http.json-strict': {
    kind: 'check',
    title: 'JSON has no duplicate members',
    refusal: 'the JSON names the same member twice, or cannot be read',
    specs: ['rfc8259#4', 'asvs-5.0.0#1.5'],
    switchable: true,
  },
  'http.no-store': {
    kind: 'duty',
    title: 'Secrets never cached',
    refusal: 'an answer with secrets may be kept in a cache',
    specs: ['rfc6749#5.1', 'asvs-5.0.0#14.3'],
    switchable: true,
  },
  'http.escape-html': {
    kind: 'duty',
    title: 'Pages escape what they echo',
    refusal: 'a page shows what it was sent without escaping it',
    specs: ['draft-ietf-oauth-v2-1#7.12', 'rfc6749#10.14'],
    switchable: true,
  },
  'http.no-referrer': {
    kind: 'duty',
    title: 'Pages with secrets send no referrer',
    refusal: 'a page with secrets in its address tells it to the next site',
    specs: ['rfc9700#4.2.4', 'asvs-5.0.0#3.4'],
    switchable: true,
  },
  'http.session-cookie': {
    kind: 'duty',
    title: 'Session cookies are locked down',
    refusal: 'the session cookie can be read or sent where it must not be',
    specs: ['draft-ietf-oauth-browser-based-apps#6.1.3.2', 'asvs-5.0.0#3.3'],
    switchable: true,
  },
} as const satisfies Record<string, CheckFacts>;
