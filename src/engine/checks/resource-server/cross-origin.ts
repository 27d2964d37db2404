import type { CheckEntry } from '../check.ts';

/** Which pages may read what an API answers. */
export const crossOriginChecks = {
  'http.cors': {
    kind: 'duty',
    title: 'Only listed origins read answers',
    stops: "Stops other sites' pages from reading what a visitor's browser is answered.",
    refusal: 'pages of every origin may read the answer',
    mend: 'Send Access-Control-Allow-Origin to the origins on your list, and to no others.',
    specs: ['fetch#3.3', 'asvs-5.0.0#3.4'],
    group: 'Every party',
    switchable: true,
  },
} as const satisfies Record<string, CheckEntry>;
