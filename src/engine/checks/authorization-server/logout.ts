import type { CheckEntry } from '../check.ts';

/** What the authorization server checks of a logout. RP-Initiated Logout */
export const logoutChecks = {
  'logout.confirmed': {
    kind: 'check',
    title: 'User confirms logout without hint',
    stops: 'Stops any page on the web from logging people out.',
    refusal: 'nobody has shown that the user wants to log out',
    mend: 'Send the ID token of this session as id_token_hint, or confirm on the page.',
    specs: ['oidc-rpinitiated#2', 'asvs-5.0.0#10.6'],
    group: 'Authorization server: exchange, introspection, revocation, logout',
    switchable: true,
  },
  'logout.redirect-exact': {
    kind: 'check',
    title: 'Logout redirect is registered',
    stops: 'Stops a logout from leading people to an address of somebody else.',
    refusal: 'the address to go to after the logout is not registered',
    mend: 'Register the address, and send it with the client it belongs to.',
    specs: ['oidc-rpinitiated#3', 'oidc-rpinitiated#4'],
    group: 'Authorization server: exchange, introspection, revocation, logout',
    switchable: true,
  },
  'logout.clients-told': {
    kind: 'duty',
    title: 'Apps are told of the logout',
    stops: 'Stops an app from going on with a session whose user has logged out.',
    refusal: 'no app learns that the session is over',
    mend: 'Send a logout token to every app of the session that has registered an address for it.',
    specs: ['oidc-backchannel#2.5'],
    group: 'Authorization server: exchange, introspection, revocation, logout',
    switchable: true,
  },
} as const satisfies Record<string, CheckEntry>;

/** What a client checks of a logout token. Back-Channel Logout §2.6 */
export const logoutTokenChecks = {
  'rp.logout-token': {
    kind: 'check',
    title: 'Logout token is really one',
    stops: 'Stops other tokens, old ones and forged ones from ending the session of a user.',
    refusal: 'this is no logout token for a session of this app',
    mend: 'Send a fresh logout token of the issuer, with its event and without a nonce.',
    specs: ['oidc-backchannel#2.6', 'asvs-5.0.0#10.5'],
    group: 'Relying party',
    switchable: true,
  },
} as const satisfies Record<string, CheckEntry>;
