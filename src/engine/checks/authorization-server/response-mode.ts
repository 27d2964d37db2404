import type { CheckEntry } from '../check.ts';

export const responseModeChecks = {
  'authorize.message-target': {
    kind: 'duty',
    title: 'Web message goes to exact origin',
    stops: 'Stops whatever page opened the login window from reading the answer.',
    refusal: 'the answer is sent to whichever window asked',
    mend: 'Send the message to the origin of the redirect URI.',
    specs: ['rfc9700#4.17.2'],
    group: 'Authorization server: authorize, login, consent',
    switchable: true,
  },
} as const satisfies Record<string, CheckEntry>;
