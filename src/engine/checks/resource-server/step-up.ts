import type { CheckEntry } from '../check.ts';

/** What is checked where a request asks for more than a plain login. OpenID Connect Core §5.5; RFC 9470 */
export const stepUpChecks = {
  'authorize.acr': {
    kind: 'check',
    title: 'Login is strong enough',
    stops: 'Stops a weak login from standing in where a strong one was asked for.',
    refusal: 'the login is weaker than the request asks for',
    mend: 'Log in with the factors that acr_values names, or ask for a class this server knows.',
    specs: ['oidc-core#5.5.1.1', 'rfc9470#5'],
    group: 'Authorization server: authorize, login, consent',
    switchable: true,
  },
  'authorize.claims-parameter': {
    kind: 'check',
    title: 'Requested claims can be read',
    stops: 'Stops a request for claims from being understood in two ways.',
    refusal: 'the claims parameter is not an object of claims requests',
    mend: 'Send claims as a JSON object with userinfo and id_token, each claim null or an object.',
    specs: ['oidc-core#5.5', 'oidc-core#5.5.1'],
    group: 'Authorization server: authorize, login, consent',
    switchable: true,
  },
  'authorize.subject': {
    kind: 'check',
    title: 'Login is of the user asked for',
    stops: 'Stops an app from going on with another user than the one it knows.',
    refusal: 'another user is logged in than the one the request names',
    mend: 'Log in as the user whose ID token the app sent, or let the app ask for anybody.',
    specs: ['oidc-core#3.1.2.1', 'oidc-core#5.5.1'],
    group: 'Authorization server: authorize, login, consent',
    switchable: true,
  },
  'login.second-factor': {
    kind: 'check',
    title: 'One-time code matches, once',
    stops: 'Stops whoever has the password and not the device.',
    refusal: 'the one-time code is not the one the authenticator shows',
    mend: 'Type the code that the authenticator shows now.',
    specs: ['oidc-core#3.1.2.3', 'asvs-5.0.0#6.5'],
    group: 'Authorization server: authorize, login, consent',
    switchable: true,
  },
} as const satisfies Record<string, CheckEntry>;
