// Authorization code with PKCE, by oauth4webapi. You are the developer of the desktop app:
// a public client, so it has no secret. Change a line and run it again.
import * as oauth from 'oauth4webapi';
import { openBrowser } from 'browser';

const issuer = new URL('https://as.lab.test');
const client = { client_id: 'ledger-desktop' };
const redirectUri = 'http://127.0.0.1:8400/callback';

// Where to send the user. The library compares the issuer.
const server = await oauth.processDiscoveryResponse(
  issuer,
  await oauth.discoveryRequest(issuer),
);

// Kept here until the code comes back.
const codeVerifier = oauth.generateRandomCodeVerifier();
const state = oauth.generateRandomState();
const nonce = oauth.generateRandomNonce();

const url = new URL(server.authorization_endpoint);
url.search = new URLSearchParams({
  response_type: 'code',
  client_id: client.client_id,
  redirect_uri: redirectUri,
  scope: 'openid profile invoice_read',
  state,
  nonce,
  code_challenge: await oauth.calculatePKCECodeChallenge(codeVerifier),
  code_challenge_method: 'S256',
});

// Your app would open the user's browser here and wait at redirectUri.
let page = await openBrowser().open(url);
page = await page.submit({ username: 'alice', password: 'wonderland' }, 'Log in');
page = await page.submit({}, 'Allow');
console.log('The browser came back to', page.url);

// state, iss and error are compared before the code is used.
const parameters = oauth.validateAuthResponse(server, client, new URL(page.url), state);
const response = await oauth.authorizationCodeGrantRequest(
  server,
  client,
  oauth.None(),
  parameters,
  redirectUri,
  codeVerifier,
);
const tokens = await oauth.processAuthorizationCodeResponse(server, client, response, {
  expectedNonce: nonce,
  requireIdToken: true,
});
console.log('Logged in:', oauth.getValidatedIdTokenClaims(tokens));

const invoices = await oauth.protectedResourceRequest(
  tokens.access_token,
  'GET',
  new URL('https://api.lab.test/invoices'),
);
console.log('Invoices:', await invoices.json());
