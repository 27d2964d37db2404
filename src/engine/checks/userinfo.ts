import type { CheckEntry } from './check.ts';

export const userinfoChecks = {
  'userinfo.scope': {
    kind: 'check',
    title: 'Token holds scope openid',
    stops: 'Stops a token for something else from reading who you are.',
    refusal: 'the token was not issued for OpenID Connect',
    mend: 'Ask for scope openid when the user logs in.',
    specs: ['oidc-core#5.3.3'],
    group: 'Authorization server: UserInfo',
    switchable: true,
  },
} as const satisfies Record<string, CheckEntry>;
