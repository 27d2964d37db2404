import type { Explanation } from '../check.ts';
import type { clientAuthenticationChecks } from './client-authentication.ts';

export const clientAuthenticationExplained = {
  'client.authenticated': {
    group: 'Authorization server: client authentication',
    stops: 'Stops anyone who only knows the public client_id.',
    mend: "Send the client's credentials in the way it is registered for.",
  },
  'client.one-method': {
    group: 'Authorization server: client authentication',
    stops: 'Stops two credentials in one request from being read differently by two readers.',
    mend: 'Use one authentication method a request.',
  },
  'client.method-registered': {
    group: 'Authorization server: client authentication',
    stops: 'Stops a client from choosing a weaker way to prove itself.',
    mend: 'Use the token_endpoint_auth_method the client is registered with.',
  },
  'client.secret': {
    group: 'Authorization server: client authentication',
    stops: "Stops anyone who guesses at the client's secret.",
    mend: 'Send the secret the client was given.',
  },
} as const satisfies Record<keyof typeof clientAuthenticationChecks, Explanation>;
