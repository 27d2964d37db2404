import type { CheckFacts } from '../check.ts';

export const apiChecks = {
  'api.own-validation': {
    kind: 'check',
    title: 'API checks the token itself',
    refusal: "the token does not pass the API's own checks",
    specs: ['rfc9068#4'],
    switchable: true,
  },
  'api.scope': {
    kind: 'check',
    title: 'Scope checked again at API',
    refusal: 'the token does not grant this',
    specs: ['rfc6750#3.1', 'asvs-5.0.0#10.3'],
    switchable: true,
  },
  'api.object': {
    kind: 'check',
    title: "Object, or row of list, is caller's",
    refusal: 'the object belongs to someone else',
    specs: ['owasp-api-2023#API1', 'asvs-5.0.0#8.2', 'wstg#APIT-02'],
    switchable: true,
  },
  'api.tenant': {
    kind: 'check',
    title: "Object is in caller's tenant",
    refusal: 'the object belongs to another tenant',
    specs: ['owasp-api-2023#API1', 'asvs-5.0.0#8.4'],
    switchable: true,
  },
  'api.policy': {
    kind: 'check',
    title: 'Department and amount fit policy',
    refusal: 'your department or the amount does not fit the policy',
    specs: ['asvs-5.0.0#10.3', 'owasp-api-2023#API5'],
    switchable: true,
  },
  'api.user-token': {
    kind: 'check',
    title: 'User data needs a user token',
    refusal: 'the token belongs to a client, not to a user',
    specs: ['rfc9700#4.15', 'rfc9068#5'],
    switchable: true,
  },
  'api.read-fields': {
    kind: 'duty',
    title: 'Only permitted fields are shown',
    refusal: 'the answer shows every field that is stored',
    specs: ['owasp-api-2023#API3', 'asvs-5.0.0#15.3'],
    switchable: true,
  },
} as const satisfies Record<string, CheckFacts>;
