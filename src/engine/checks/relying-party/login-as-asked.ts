import type { CheckEntry } from '../check.ts';

/** What a client that asked for a certain login checks of the ID token. OpenID Connect Core §3.1.3.7 */
export const loginAsAskedChecks = {
  'rp.id-token-auth': {
    kind: 'check',
    title: 'Login recent, strong as asked',
    stops: 'Stops an old or weak login from passing for the one the client asked for.',
    refusal: 'the login is older or weaker than the client asked for',
    mend: 'Start the login again, and compare auth_time and acr with what you asked.',
    specs: ['oidc-core#3.1.3.7'],
    group: 'Relying party',
    switchable: true,
  },
} as const satisfies Record<string, CheckEntry>;
