import type { Explanation } from '../check.ts';
import type { userinfoChecks } from './userinfo.ts';

export const userinfoExplained = {
  'userinfo.scope': {
    group: 'Authorization server: UserInfo',
    stops: 'Stops a token for something else from reading who you are.',
    mend: 'Ask for scope openid when the user logs in.',
  },
} as const satisfies Record<keyof typeof userinfoChecks, Explanation>;
