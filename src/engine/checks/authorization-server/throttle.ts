import type { CheckEntry } from '../check.ts';

export const throttleChecks = {
  'client.throttle': {
    kind: 'check',
    title: 'Few failed secrets a client',
    stops: "Stops a guesser from trying a client's secret again and again.",
    refusal: 'too many wrong secrets came for this client',
    mend: 'Wait as long as Retry-After says, then send the right secret.',
    specs: ['rfc6749#2.3.1', 'rfc6749#10.10'],
    group: 'Authorization server: client authentication',
    switchable: true,
  },
  'login.throttle': {
    kind: 'check',
    title: 'Few failed logins an account',
    stops: 'Stops a guesser from trying a password list on an account.',
    refusal: 'too many wrong passwords came for this account',
    mend: 'Wait as long as Retry-After says, then log in.',
    specs: ['rfc6749#10.10', 'owasp-api-2023#API2'],
    group: 'Authorization server: authorize, login, consent',
    switchable: true,
  },
} as const satisfies Record<string, CheckEntry>;
