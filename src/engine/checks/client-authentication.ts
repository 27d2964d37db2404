import type { CheckEntry } from './check.ts';

export const clientAuthenticationChecks = {
  'client.authenticated': {
    kind: 'check',
    title: 'Confidential client proves itself',
    stops: 'Stops anyone who only knows the public client_id.',
    refusal: 'the client did not prove who it is',
    mend: "Send the client's credentials in the way it is registered for.",
    specs: ['rfc6749#3.2.1', 'rfc6749#5.2'],
    group: 'Authorization server: client authentication',
    switchable: true,
  },
  'client.one-method': {
    kind: 'check',
    title: 'One authentication method a request',
    stops: 'Stops two credentials in one request from being read differently by two readers.',
    refusal: 'the client authenticates in more than one way at once',
    mend: 'Use one authentication method a request.',
    specs: ['rfc6749#2.3'],
    group: 'Authorization server: client authentication',
    switchable: true,
  },
  'client.method-registered': {
    kind: 'check',
    title: 'Method is the registered one',
    stops: 'Stops a client from choosing a weaker way to prove itself.',
    refusal: 'the client uses a method it is not registered for',
    mend: 'Use the token_endpoint_auth_method the client is registered with.',
    specs: ['rfc7591#2'],
    group: 'Authorization server: client authentication',
    switchable: true,
  },
  'client.secret': {
    kind: 'check',
    title: 'Secret matches, in constant time',
    stops: "Stops anyone who guesses at the client's secret.",
    refusal: 'the client secret is wrong',
    mend: 'Send the secret the client was given.',
    specs: ['rfc6749#2.3.1'],
    group: 'Authorization server: client authentication',
    switchable: true,
  },
} as const satisfies Record<string, CheckEntry>;
