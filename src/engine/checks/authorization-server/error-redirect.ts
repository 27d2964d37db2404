import type { CheckEntry } from '../check.ts';

/** What is checked before an error is sent to a client. RFC 9700 §4.11.2 */
export const errorRedirectChecks = {
  'authorize.error-redirect-trusted': {
    kind: 'check',
    title: 'Errors redirect to trusted clients only',
    stops: 'Stops a stranger from having our address lead people to theirs.',
    refusal: 'nobody has vetted this app, so no error is sent to its address',
    mend: 'Have the app vetted, or send it a request that is right.',
    specs: ['rfc9700#4.11.2'],
    group: 'Authorization server: authorize, login, consent',
    switchable: true,
  },
} as const satisfies Record<string, CheckEntry>;
