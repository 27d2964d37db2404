import type { Explanation } from '../check.ts';
import type { authorizeChecks } from './authorize.ts';

export const authorizeExplained = {
  'authorize.client-known': {
    group: 'Authorization server: authorize, login, consent',
    stops: 'Stops strangers from asking for anything in the name of an app.',
    mend: 'Register the client, and send the client_id it was given.',
  },
  'authorize.redirect-uri-exact': {
    group: 'Authorization server: authorize, login, consent',
    stops: 'Stops a code from being delivered to an address the attacker chose.',
    mend: 'Send a redirect_uri that equals a registered one, character by character.',
  },
  'authorize.request-object': {
    group: 'Authorization server: authorize, login, consent',
    stops: 'Stops a request that says one thing in its parameters and another in an object that nobody reads.',
    mend: 'Send every value as a parameter of its own, without request and registration.',
  },
  'authorize.request-uri-pushed': {
    group: 'Authorization server: authorize, login, consent',
    stops: 'Stops the server from fetching a request from wherever the sender says.',
    mend: 'Push the request to the pushed authorization request endpoint, and send the request_uri it gave.',
    naive: 'Off, the server fetches the request from that address, and shows what came.',
  },
  'authorize.response-type': {
    group: 'Authorization server: authorize, login, consent',
    stops: 'Stops retired flows that put tokens into the address bar.',
    mend: 'Ask for response_type=code.',
  },
  'authorize.pkce-required': {
    group: 'Authorization server: authorize, login, consent',
    stops: 'Stops a stolen code from being worth anything without the verifier.',
    mend: 'Send a code_challenge made from a fresh code_verifier.',
  },
  'authorize.pkce-method': {
    group: 'Authorization server: authorize, login, consent',
    stops: 'Stops challenges that give away the verifier to whoever reads them.',
    mend: 'Send code_challenge_method=S256.',
  },
  'authorize.scope-allowed': {
    group: 'Authorization server: authorize, login, consent',
    stops: 'Stops an app from asking for more than it was registered for.',
    mend: 'Ask only for scopes the client is registered for.',
  },
  'authorize.resource-known': {
    group: 'Authorization server: authorize, login, consent',
    stops: 'Stops tokens from being issued for an API the attacker invented.',
    mend: 'Name a resource that this server issues tokens for.',
  },
  'authorize.prompt-none': {
    group: 'Authorization server: authorize, login, consent',
    stops: 'Stops a silent request from passing without a login and a consent.',
    mend: 'Send the user through the visible login, without prompt=none.',
  },
  'authorize.max-age': {
    group: 'Authorization server: authorize, login, consent',
    stops: 'Stops an old login from counting as a fresh one.',
    mend: 'Let the user log in again.',
  },
  'login.password': {
    group: 'Authorization server: authorize, login, consent',
    stops: 'Stops anyone who does not know the password.',
    mend: 'Type the user name and password again.',
  },
  'login.form-token': {
    group: 'Authorization server: authorize, login, consent',
    stops: 'Stops another site from logging your browser in, or agreeing for you.',
    mend: 'Open the page again and send the form it shows.',
  },
  'consent.shown': {
    group: 'Authorization server: authorize, login, consent',
    stops: 'Stops an app from getting access that the user never agreed to.',
    mend: 'Show the consent page and wait for the answer.',
  },
  'consent.parameters-bound': {
    group: 'Authorization server: authorize, login, consent',
    stops: 'Stops a form from changing what the user agreed to.',
    mend: 'Keep the request on the server and let the form send only the answer.',
    naive: "Off, the form's own fields replace the stored request.",
  },
  'authorize.iss-returned': {
    group: 'Authorization server: authorize, login, consent',
    stops: 'Stops a client from taking a code to the wrong server.',
    mend: 'Send iss with every authorization response.',
  },
  'authorize.redirect-303': {
    group: 'Authorization server: authorize, login, consent',
    stops: 'Stops the browser from sending the password on to the app.',
    mend: 'Answer forms with 303.',
  },
  'authorize.no-framing': {
    group: 'Authorization server: authorize, login, consent',
    stops: 'Stops another site from hiding the login page under its own buttons.',
    mend: "Send Content-Security-Policy: frame-ancestors 'none'.",
  },
  'login.session-renewed': {
    group: 'Authorization server: authorize, login, consent',
    stops: 'Stops an attacker from planting a session and waiting for you to log in to it.',
    mend: 'Make a new session at every login.',
  },
  'consent.client-described': {
    group: 'Authorization server: authorize, login, consent',
    stops: 'Stops users from agreeing to something they were not told.',
    mend: 'Name the client, the scopes and the duration on the consent page.',
  },
} as const satisfies Record<keyof typeof authorizeChecks, Explanation>;
