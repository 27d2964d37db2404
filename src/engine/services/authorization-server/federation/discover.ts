import { isJsonObject, parseStrictJson } from '../../../http/strict-json.ts';
import type { JsonObject } from '../../../http/strict-json.ts';
import { metadataIssuerMatches } from '../../../protocol/authorization/authorization-response.ts';
import { failed } from '../../../protocol/finding.ts';
import type { IssuerRegistration } from '../../relying-party/redeem.ts';
import { createKeySet } from '../../resource-server/key-set.ts';
import type { Context } from '../context.ts';

/** Milliseconds for which what an issuer says of itself is kept, as its own answer allows. RFC 9111 §4.2.1 */
const KEPT = 300_000;

/**
 * Is it an address of the web as the issuer's own is, under TLS where that is? What is sent there is a user's browser,
 * or the secret of this server. OpenID Connect Discovery §3; RFC 6749 §3.1
 */
function isEndpoint(address: unknown, issuer: string): address is string {
  const url = typeof address === 'string' ? URL.parse(address) : null;
  return url !== null && url.protocol === URL.parse(issuer)?.protocol && url.hash === '' && url.username === '' && url.password === '';
}

async function readMetadata(issuer: string, { span }: Context): Promise<JsonObject | undefined> {
  const url = `${issuer}/.well-known/openid-configuration`;
  try {
    const answer = await span.fetch({ method: 'GET', url, headers: [['Accept', 'application/json']], body: '' });
    const parsed = parseStrictJson(answer.status === 200 ? answer.body : '');
    return parsed.ok && isJsonObject(parsed.value) ? parsed.value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * How to speak to the other identity provider: what its own metadata says, read when it is first needed and then
 * every five minutes. Its keys are read when a token names one that is not known. Undefined where it says nothing
 * that can be used. OpenID Connect Discovery §4; OpenID Connect Core §10.1.1
 */
export async function discover(registration: IssuerRegistration, context: Context): Promise<IssuerRegistration | undefined> {
  const { span, store } = context;
  const { provider } = store;
  if (provider && span.now() - provider.readAt < KEPT) return provider.registration;
  const { issuer } = registration;
  const metadata = await readMetadata(issuer, context);
  const finding = metadata ? metadataIssuerMatches(metadata['issuer'], issuer) : failed(issuer, 'no metadata', 'no metadata came');
  if (!span.check('rp.metadata-issuer', finding) || !metadata) return undefined;
  const { authorization_endpoint: authorization, token_endpoint: token, jwks_uri: jwksUri } = metadata;
  if (!isEndpoint(authorization, issuer) || !isEndpoint(token, issuer) || !isEndpoint(jwksUri, issuer)) return undefined;
  // Keys outlive what was said of their address, as long as it is the same.
  const keySet = provider?.jwksUri === jwksUri ? provider.registration.keySet : createKeySet({ jwksUri });
  const promised = metadata['authorization_response_iss_parameter_supported'] === true;
  store.provider = {
    registration: { ...registration, endpoints: { authorization, token }, keySet },
    promised,
    jwksUri,
    readAt: span.now(),
  };
  return store.provider.registration;
}
