import type { CheckEntry } from './check.ts';

/** What a gateway asks of tokens beyond their validity. */
export const gatewayTokenChecks = {
  'gateway.step-up': {
    kind: 'check',
    title: 'Login strong and recent enough',
    stops: 'Stops a payment that rides on an old or a weak login.',
    refusal: 'the login behind the token is too old or too weak for this route',
    mend: 'Send the user to log in again, with the acr_values and max_age of the challenge.',
    specs: ['rfc9470#3', 'rfc9470#6', 'rfc9068#2.2.1'],
    group: 'Gateway',
    switchable: true,
  },
} as const satisfies Record<string, CheckEntry>;
