import type { Explanation } from '../check.ts';
import type { relyingPartyChecks } from './relying-party.ts';

export const relyingPartyExplained = {
  'rp.state': {
    group: 'Relying party',
    stops: 'Stops a login from being finished in a browser that did not begin it.',
    mend: 'Start the login again in this browser.',
  },
  'rp.issuer-response': {
    group: 'Relying party',
    stops: 'Stops a client from taking a code to a server that did not issue it.',
    mend: 'Start the login again, and compare iss with the issuer you asked.',
  },
  'rp.metadata-issuer': {
    group: 'Relying party',
    stops: "Stops one server's description from standing in for another's.",
    mend: "Fetch the metadata from the issuer's own address.",
  },
  'rp.id-token-signature': {
    group: 'Relying party',
    stops: 'Stops anyone but the issuer from saying who you are.',
    mend: 'Use the ID token that the issuer sent, unchanged.',
  },
  'rp.id-token-issuer': {
    group: 'Relying party',
    stops: 'Stops another issuer from naming users who are not its own.',
    mend: 'Use an ID token from the issuer you asked.',
  },
  'rp.id-token-audience': {
    group: 'Relying party',
    stops: 'Stops a login at one app from being replayed at another.',
    mend: 'Use an ID token that was issued to this client.',
  },
  'rp.id-token-expiry': {
    group: 'Relying party',
    stops: 'Stops an old login from counting as a new one.',
    mend: 'Start the login again.',
  },
  'rp.id-token-nonce': {
    group: 'Relying party',
    stops: 'Stops an ID token of another login from being slipped into this one.',
    mend: 'Start the login again, and compare nonce with the one you sent.',
  },
  'rp.id-token-at-hash': {
    group: 'Relying party',
    stops: "Stops an access token from being swapped for someone else's.",
    mend: 'Use the access token from the same response as the ID token.',
  },
  'rp.userinfo-subject': {
    group: 'Relying party',
    stops: "Stops the data of one user from being shown as another's.",
    mend: 'Call UserInfo with the access token that came with this ID token.',
  },
  'rp.callback-clean': {
    group: 'Relying party',
    stops: 'Stops the code from staying in the address bar, the history and the referrer.',
    mend: 'Redirect from the callback to an address without the code.',
  },
} as const satisfies Record<keyof typeof relyingPartyChecks, Explanation>;
