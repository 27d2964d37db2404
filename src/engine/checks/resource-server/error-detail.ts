import type { CheckEntry } from '../check.ts';

/** What an error tells of the inside. */
export const errorDetailChecks = {
  'http.error-detail': {
    kind: 'duty',
    title: 'Errors reveal nothing internal',
    stops: 'Stops addresses, keys and stack traces of the inside from reaching whoever provokes an error.',
    refusal: 'the error tells what the inside is made of',
    mend: 'Answer errors with a plain sentence, and keep the details in your log.',
    specs: ['owasp-api-2023#API8', 'asvs-5.0.0#16.5'],
    group: 'Every party',
    switchable: true,
  },
} as const satisfies Record<string, CheckEntry>;
