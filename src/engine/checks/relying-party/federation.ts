import type { CheckEntry } from '../check.ts';

/** What is checked where users of another identity provider log in. OpenID Connect Core §5.7 */
export const federationChecks = {
  'rp.account-key': {
    kind: 'check',
    title: 'Account found by issuer, subject',
    stops: 'Stops whoever writes your address into a profile elsewhere from logging in as you.',
    refusal: 'no account here belongs to that issuer and subject',
    mend: 'Have the account linked to the issuer and subject of the login, never to an e-mail address.',
    specs: ['oidc-core#5.7', 'asvs-5.0.0#10.5'],
    group: 'Relying party',
    switchable: true,
    naive: 'The account is found by its e-mail address.',
  },
} as const satisfies Record<string, CheckEntry>;
