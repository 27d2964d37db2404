import type { CheckFacts } from '../check.ts';

export const userinfoChecks = {
  'userinfo.scope': {
    kind: 'check',
    title: 'Token holds scope openid',
    refusal: 'the token was not issued for OpenID Connect',
    specs: ['oidc-core#5.3.3'],
    switchable: true,
  },
} as const satisfies Record<string, CheckFacts>;
