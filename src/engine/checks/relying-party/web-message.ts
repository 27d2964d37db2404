import type { CheckEntry } from '../check.ts';

export const webMessageChecks = {
  'rp.message-origin': {
    kind: 'check',
    title: "Messages only from issuer's origin",
    stops: 'Stops a page of somebody else from handing this app an answer of its own making.',
    refusal: "the message comes from a window that is not the issuer's",
    mend: "Compare the origin of every message with the issuer's before you read it.",
    specs: ['rfc9700#4.17.2', 'asvs-5.0.0#3.5'],
    group: 'Relying party',
    switchable: true,
  },
} as const satisfies Record<string, CheckEntry>;
