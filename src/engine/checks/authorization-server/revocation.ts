import type { CheckEntry } from '../check.ts';

export const revocationChecks = {
  'revocation.client': {
    kind: 'check',
    title: 'Token belongs to this client',
    stops: 'Stops one client from logging out the users of another.',
    refusal: 'the token was issued to another client',
    mend: 'Revoke tokens with the client that they were issued to.',
    specs: ['rfc7009#2.1'],
    group: 'Authorization server: exchange, introspection, revocation, logout',
    switchable: true,
  },
  'revocation.notice': {
    kind: 'check',
    title: 'Revocation notice comes from issuer',
    stops: 'Stops a stranger from having good tokens refused.',
    refusal: 'the notice is not from the issuer, or not for this party',
    mend: 'Let the issuer sign the notice, for the one party that it is sent to.',
    specs: ['rfc7009#3', 'rfc8725#3.11', 'asvs-5.0.0#9.1'],
    group: 'Authorization server: exchange, introspection, revocation, logout',
    switchable: true,
  },
  'revocation.cascade': {
    kind: 'duty',
    title: 'Revoked grant takes its tokens',
    stops: 'Stops the access tokens of a login from outliving it.',
    refusal: 'access tokens go on after what they came from was revoked',
    mend: 'Revoke every token of a grant together with it.',
    specs: ['rfc7009#2.1'],
    group: 'Authorization server: exchange, introspection, revocation, logout',
    switchable: true,
  },
} as const satisfies Record<string, CheckEntry>;
