import type { Explanation } from '../check.ts';
import type { tokenEndpointChecks } from './token-endpoint.ts';

export const tokenEndpointExplained = {
  'token.grant-allowed': {
    group: 'Authorization server: token endpoint',
    stops: 'Stops a client from using a grant it was not registered for.',
    mend: 'Use a grant type the client is registered for.',
  },
  'token.code-fresh': {
    group: 'Authorization server: token endpoint',
    stops: 'Stops a code found later, in a log or a history, from working.',
    mend: 'Start the login again and redeem the code at once.',
  },
  'token.code-once': {
    group: 'Authorization server: token endpoint',
    stops: 'Stops a copied code from being redeemed beside the real one.',
    mend: 'Start the login again to get a new code.',
  },
  'token.code-client': {
    group: 'Authorization server: token endpoint',
    stops: 'Stops one client from redeeming the code of another.',
    mend: 'Redeem the code with the client that asked for it.',
  },
  'token.code-redirect-uri': {
    group: 'Authorization server: token endpoint',
    stops: 'Stops a code that was caught at another address from being redeemed.',
    mend: 'Send the same redirect_uri as in the authorization request.',
  },
  'token.pkce-verifier': {
    group: 'Authorization server: token endpoint',
    stops: 'Stops whoever stole the code and does not know the secret it was asked with.',
    mend: 'Send the code_verifier whose challenge you sent to /authorize.',
  },
  'token.pkce-expected': {
    group: 'Authorization server: token endpoint',
    stops: 'Stops a code from a request whose challenge was stripped out on the way.',
    mend: 'Send a code_challenge with the authorization request.',
  },
  'token.scope-narrower': {
    group: 'Authorization server: token endpoint',
    stops: 'Stops a refresh from widening what the user agreed to.',
    mend: 'Ask for the granted scopes or fewer.',
  },
  'token.resource-granted': {
    group: 'Authorization server: token endpoint',
    stops: 'Stops a grant for one API from giving tokens for another.',
    mend: 'Name a resource from the authorization request.',
  },
  'token.refresh-client': {
    group: 'Authorization server: token endpoint',
    stops: 'Stops a refresh token from working for a client it was not issued to.',
    mend: 'Use the client that the refresh token was issued to.',
  },
  'token.refresh-once': {
    group: 'Authorization server: token endpoint',
    stops: 'Stops a copied refresh token, and shows that there is a copy.',
    mend: 'Log in again, and always keep the newest refresh token.',
  },
  'token.refresh-lifetime': {
    group: 'Authorization server: token endpoint',
    stops: 'Stops a forgotten refresh token from opening the door for years.',
    mend: 'Log in again.',
  },
  'token.grant-alive': {
    group: 'Authorization server: token endpoint',
    stops: 'Stops an app from going on after the user took its access away.',
    mend: 'Send the user through the login and ask again.',
  },
  'token.unguessable': {
    group: 'Authorization server: token endpoint',
    stops: "Stops anyone from counting up to a neighbor's token.",
    mend: 'Make every code and token of at least 128 random bits.',
  },
  'token.minimal-claims': {
    group: 'Authorization server: token endpoint',
    stops: 'Stops whoever finds a token from reading about the person in it.',
    mend: 'Put into a token only the claims that its API decides on.',
  },
  'token.audience-restricted': {
    group: 'Authorization server: token endpoint',
    stops: 'Stops one API from using your token at another API.',
    mend: 'Put the one API that the token is for into aud.',
  },
} as const satisfies Record<keyof typeof tokenEndpointChecks, Explanation>;
