import type { CheckEntry } from './check.ts';

/** What a party checks before it calls an address that somebody else named. */
export const outboundChecks = {
  'http.outbound-url': {
    kind: 'check',
    title: 'Outgoing address is on the list',
    stops: 'Stops others from making this party call hosts inside its network.',
    refusal: 'it does not call that address',
    mend: 'Name an address that this party is set up to call.',
    specs: ['owasp-api-2023#API7', 'asvs-5.0.0#1.3'],
    group: 'Every party',
    switchable: true,
  },
  'http.outbound-redirect': {
    kind: 'check',
    title: 'Outgoing calls follow no redirect',
    stops: 'Stops an answer from leading a call, with its body, to another host.',
    refusal: 'the address that was called sent the call elsewhere',
    mend: 'Have the address answer itself, or register the new one.',
    specs: ['owasp-api-2023#API10', 'asvs-5.0.0#15.3'],
    group: 'Every party',
    switchable: true,
  },
} as const satisfies Record<string, CheckEntry>;
