import type { CheckEntry } from '../check.ts';

/** What an app checks of the browser that brings it the answer to a login. */
export const flowSessionChecks = {
  'rp.flow-session': {
    kind: 'check',
    title: 'Flow ends in its first browser',
    stops: "Stops a login that one browser began from being finished in another's.",
    refusal: 'another browser began this login',
    mend: 'Finish the login in the browser that began it.',
    specs: ['draft-ietf-oauth-security-topics-update#2.3', 'asvs-5.0.0#10.1'],
    group: 'Relying party',
    switchable: true,
  },
} as const satisfies Record<string, CheckEntry>;
