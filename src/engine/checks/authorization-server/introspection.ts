import type { CheckEntry } from '../check.ts';

export const introspectionChecks = {
  'introspection.caller': {
    kind: 'check',
    title: 'Caller is authenticated',
    stops: 'Stops anybody from trying tokens until one turns out to be good.',
    refusal: 'nobody who may ask about tokens has proven to be asking',
    mend: "Send the resource server's own credentials with the request.",
    specs: ['rfc7662#2.1', 'rfc7662#2.3', 'rfc7662#4', 'rfc9701#5'],
    group: 'Authorization server: exchange, introspection, revocation, logout',
    switchable: true,
  },
  'introspection.audience': {
    kind: 'check',
    title: 'Token is meant for caller',
    stops: 'Stops one API from learning what a token for another API opens.',
    refusal: 'the token is not meant for whoever asks about it',
    mend: 'Ask about tokens that were sent to you.',
    specs: ['rfc7662#2.2', 'rfc7662#4', 'rfc9701#5'],
    group: 'Authorization server: exchange, introspection, revocation, logout',
    switchable: true,
  },
} as const satisfies Record<string, CheckEntry>;
