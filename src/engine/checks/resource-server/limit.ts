import type { CheckEntry } from '../check.ts';

/** How many calls a gateway lets through. */
export const limitChecks = {
  'gateway.rate': {
    kind: 'check',
    title: 'Calls within the rate',
    stops: 'Stops one caller from keeping an API busy for all others.',
    refusal: 'too many calls came in a short time',
    mend: 'Wait as long as Retry-After says, and spread your calls as RateLimit allows.',
    specs: ['rfc6585#4', 'draft-ietf-httpapi-ratelimit-headers#4', 'owasp-api-2023#API4'],
    group: 'Gateway',
    switchable: true,
  },
  'gateway.quota': {
    kind: 'check',
    title: 'Calls within the plan',
    stops: 'Stops an app from using more than its plan pays for.',
    refusal: 'the calls of this plan are used up',
    mend: 'Wait until the plan begins anew, or take a larger one.',
    specs: ['draft-ietf-httpapi-ratelimit-headers#3', 'draft-ietf-httpapi-ratelimit-headers#5.1', 'owasp-api-2023#API4'],
    group: 'Gateway',
    switchable: true,
  },
} as const satisfies Record<string, CheckEntry>;
