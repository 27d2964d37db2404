import type { CheckEntry } from '../check.ts';

export const pushedRequestChecks = {
  'par.no-request-uri': {
    kind: 'check',
    title: 'Pushed request holds no request_uri',
    stops: 'Stops a pushed request from leading on to another request that was never checked.',
    refusal: 'the pushed request refers to another request',
    mend: 'Push the parameters themselves, without request_uri.',
    specs: ['rfc9126#2.1'],
    group: 'Authorization server: pushed requests, device, registration',
    switchable: true,
  },
  'par.required': {
    kind: 'check',
    title: 'Client must push its requests',
    stops: 'Stops the user, or anyone who sends the user a link, from changing what the client asks for.',
    refusal: 'this client has to push its requests, and this one came through the browser',
    mend: 'Push the request, and send only client_id and the request_uri it gave.',
    specs: ['rfc9126#6', 'asvs-5.0.0#10.4'],
    group: 'Authorization server: pushed requests, device, registration',
    switchable: true,
  },
  'par.client-match': {
    kind: 'check',
    title: 'Request URI belongs to this client',
    stops: 'Stops one client from going on with the request that another has pushed.',
    refusal: 'the request was pushed by another client',
    mend: 'Send the request_uri with the client_id that pushed it.',
    specs: ['rfc9126#2.2', 'rfc9126#7.5'],
    group: 'Authorization server: pushed requests, device, registration',
    switchable: true,
  },
  'par.once': {
    kind: 'check',
    title: 'Request URI fresh and used once',
    stops: 'Stops a request that was seen in a log or a history from being used again.',
    refusal: 'the request_uri was used before, or is too old',
    mend: 'Push the request again, and use the new request_uri at once.',
    specs: ['rfc9126#4', 'rfc9126#7.3'],
    group: 'Authorization server: pushed requests, device, registration',
    switchable: true,
  },
} as const satisfies Record<string, CheckEntry>;
