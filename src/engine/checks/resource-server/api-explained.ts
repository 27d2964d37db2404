import type { Explanation } from '../check.ts';
import type { apiChecks } from './api.ts';

export const apiExplained = {
  'api.own-validation': {
    group: 'APIs',
    stops: 'Stops a request that went around the gateway.',
    mend: 'Send a valid access token, whichever way you come in.',
    naive: 'Off, the API believes what comes: an X-User header first, else the claims of a token nobody verified.',
  },
  'api.scope': {
    group: 'APIs',
    stops: 'Stops a caller whom the gateway let through by mistake.',
    mend: 'Ask for the scope when the user logs in.',
  },
  'api.object': {
    group: 'APIs',
    stops: "Stops you from reading someone else's invoice by changing a number.",
    mend: 'Ask for an object that is yours.',
  },
  'api.tenant': {
    group: 'APIs',
    stops: 'Stops one company from seeing the data of another.',
    mend: 'Ask for an object of your own tenant.',
  },
  'api.policy': {
    group: 'APIs',
    stops: 'Stops people from doing what their department or limit does not allow.',
    mend: 'Stay within the policy, or ask someone it allows.',
  },
  'api.user-token': {
    group: 'APIs',
    stops: "Stops a client from reading a user's data with a token of its own.",
    mend: 'Call with a token that a user agreed to.',
  },
  'api.read-fields': {
    group: 'APIs',
    stops: 'Stops bank details and internal notes from leaving with the rest of an object.',
    mend: 'List the fields that each caller may see, and send no others.',
  },
} as const satisfies Record<keyof typeof apiChecks, Explanation>;
