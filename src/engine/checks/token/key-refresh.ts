import type { CheckEntry } from '../check.ts';

export const keyRefreshChecks = {
  'jwt.key-refresh': {
    kind: 'check',
    title: 'Unknown keys refetch rarely',
    stops: 'Stops made-up key ids from making a verifier ask its issuer again with every token.',
    refusal: 'the key is not known, and the issuer was asked for its keys a moment ago',
    mend: 'Sign with a key that the issuer publishes, or wait until its keys are read again.',
    specs: ['oidc-core#10.1.1', 'owasp-api-2023#API4'],
    group: 'JWT validation',
    switchable: true,
  },
} as const satisfies Record<string, CheckEntry>;
