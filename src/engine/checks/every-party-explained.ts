import type { Explanation } from './check.ts';
import type { everyPartyChecks } from './every-party.ts';

export const everyPartyExplained = {
  'http.message-size': {
    group: 'Every party',
    stops: 'Stops messages so large that reading them costs more than answering.',
    mend: 'Send less in one message.',
  },
  'http.path-known': {
    group: 'Every party',
    stops: 'Stops a party from answering at addresses that nobody has thought about.',
    mend: 'Use an address that the metadata or the documentation of this party names.',
  },
  'http.method': {
    group: 'Every party',
    stops: 'Stops methods that a path was never written for.',
    mend: 'Use a method named in the Allow header.',
  },
  'http.parameter-once': {
    group: 'Every party',
    stops: 'Stops two readers of one request from choosing two different values.',
    mend: 'Send each parameter once.',
  },
  'http.json-strict': {
    group: 'Every party',
    stops: 'Stops JSON that one reader takes one way and the next reader another.',
    mend: 'Write valid JSON with each member named once.',
  },
  'http.no-store': {
    group: 'Every party',
    stops: 'Stops tokens and personal data from staying behind in a cache.',
    mend: 'Send Cache-Control: no-store with every answer that holds a secret.',
  },
  'http.escape-html': {
    group: 'Every party',
    stops: 'Stops text from a request from becoming script in a page.',
    mend: 'Escape every value before you put it into HTML.',
  },
  'http.no-referrer': {
    group: 'Every party',
    stops: "Stops a page's address, with the code in it, from reaching the next site.",
    mend: 'Send Referrer-Policy: no-referrer with pages whose address holds a secret.',
  },
  'http.session-cookie': {
    group: 'Every party',
    stops: 'Stops scripts, plain connections and other sites from using the session cookie.',
    mend: 'Set the cookie with a __Host- name, Secure, HttpOnly and SameSite.',
  },
} as const satisfies Record<keyof typeof everyPartyChecks, Explanation>;
