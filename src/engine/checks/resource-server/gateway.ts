import type { CheckFacts } from '../check.ts';

export const gatewayChecks = {
  'gateway.credential': {
    kind: 'check',
    title: 'A credential is presented',
    refusal: 'the request brings no credential',
    specs: ['rfc9110#11.6.1', 'rfc6750#3'],
    switchable: false,
  },
  'bearer.one-place': {
    kind: 'check',
    title: 'Token sent exactly one way',
    refusal: 'the request brings more than one token',
    specs: ['rfc6750#2', 'rfc6750#3.1'],
    switchable: true,
  },
  'bearer.not-in-query': {
    kind: 'check',
    title: 'Token not in the URL',
    refusal: 'the token stands in the address',
    specs: ['rfc9700#4.3.2', 'draft-ietf-oauth-v2-1#5.1'],
    switchable: true,
  },
  'gateway.route-known': {
    kind: 'check',
    title: 'Route and version are listed',
    refusal: 'it has no such route',
    specs: ['owasp-api-2023#API9'],
    switchable: true,
  },
  'gateway.path-normal': {
    kind: 'check',
    title: 'Path matched in normal form',
    refusal: 'the path is not written in its normal form',
    specs: ['rfc3986#6.2.2', 'owasp-api-2023#API8'],
    switchable: true,
  },
  'gateway.scope': {
    kind: 'check',
    title: "Route's scope is granted",
    refusal: 'the token does not grant what this route asks for',
    specs: ['rfc6750#3.1'],
    switchable: true,
  },
  'gateway.strip-headers': {
    kind: 'duty',
    title: 'Identity headers from outside removed',
    refusal: 'identity headers from outside travel on to the API',
    specs: ['rfc9700#4.13', 'asvs-5.0.0#4.1'],
    switchable: true,
  },
} as const satisfies Record<string, CheckFacts>;
