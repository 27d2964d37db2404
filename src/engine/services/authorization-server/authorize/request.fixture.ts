/** A challenge of the right form. RFC 7636 appendix B */
const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

/** A right authorization request of the web app, with some parameters changed; undefined takes one away. */
export function authorizationUrl(changes: Readonly<Record<string, string | undefined>> = {}): string {
  const usual: Record<string, string | undefined> = {
    response_type: 'code',
    client_id: 'ledger',
    redirect_uri: 'https://app.lab.test/callback',
    scope: 'openid invoice_read',
    state: 's1',
    nonce: 'n1',
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
  };
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...usual, ...changes })) if (value !== undefined) parameters.set(name, value);
  return `https://as.lab.test/authorize?${parameters.toString()}`;
}
