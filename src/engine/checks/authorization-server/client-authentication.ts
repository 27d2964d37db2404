import type { CheckFacts } from '../check.ts';

export const clientAuthenticationChecks = {
  'client.authenticated': {
    kind: 'check',
    title: 'Confidential client proves itself',
    refusal: 'the client did not prove who it is',
    specs: ['rfc6749#3.2.1', 'rfc6749#5.2'],
    switchable: true,
  },
  'client.one-method': {
    kind: 'check',
    title: 'One authentication method a request',
    refusal: 'the client authenticates in more than one way at once',
    specs: ['rfc6749#2.3'],
    switchable: true,
  },
  'client.method-registered': {
    kind: 'check',
    title: 'Method is the registered one',
    refusal: 'the client uses a method it is not registered for',
    specs: ['rfc7591#2'],
    switchable: true,
  },
  'client.secret': {
    kind: 'check',
    title: 'Secret matches, in constant time',
    refusal: 'the client secret is wrong',
    specs: ['rfc6749#2.3.1'],
    switchable: true,
  },
} as const satisfies Record<string, CheckFacts>;
