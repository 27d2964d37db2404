import type { CheckEntry } from '../check.ts';

export const clientCredentialsChecks = {
  'token.no-refresh-for-machines': {
    kind: 'duty',
    title: 'Machine grants give no refresh token',
    stops: 'Stops a second, longer-lived credential from lying beside the one the client has.',
    refusal: 'a client that can always ask again was given a refresh token',
    mend: 'Give no refresh token with client_credentials.',
    specs: ['rfc6749#4.4.3'],
    group: 'Authorization server: token endpoint',
    switchable: true,
  },
  'token.subject-distinct': {
    kind: 'duty',
    title: 'Client and user ids never collide',
    stops: 'Stops a client that is named like a user from being taken for that user.',
    refusal: 'the token of a client has the sub of a user',
    mend: 'Keep the subject identifiers of clients and of users apart.',
    specs: ['rfc9700#4.15.1', 'rfc9068#5'],
    group: 'Authorization server: token endpoint',
    switchable: true,
  },
} as const satisfies Record<string, CheckEntry>;
