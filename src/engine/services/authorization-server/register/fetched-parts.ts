import type { JWK } from 'jose';
import { base64url, utf8 } from '../../../http/encoding.ts';
import { header } from '../../../http/message.ts';
import type { HttpResponse } from '../../../http/message.ts';
import { holdsCertificate } from '../../../protocol/registration/client-metadata.ts';
import type { ClientMetadata } from '../../../protocol/registration/client-metadata.ts';
import { callOutside } from '../../outbound-call.ts';
import { readKeySet } from '../../resource-server/key-refresh.ts';
import type { Context } from '../context.ts';
import { judgeCertificates } from './judge-metadata.ts';
import type { RegistrationError } from './judge-metadata.ts';

/** What a registration only names, read once. */
export interface FetchedParts {
  /** The logo as a `data:` address, so that no user's browser is sent to it. */
  readonly logo?: string | undefined;
  readonly jwks?: { readonly keys: readonly JWK[] } | undefined;
}

/** Bytes of a logo. */
const MOST_BYTES = 16 * 1024;

type Fetched = { readonly answer?: HttpResponse | undefined } | { readonly refused: RegistrationError };

async function read(name: 'logo_uri' | 'jwks_uri', url: string | undefined, { span, config }: Context): Promise<Fetched> {
  if (url === undefined) return {};
  const outcome = await callOutside({ method: 'GET', url, headers: [['Accept', '*/*']], body: '' }, config.outboundOrigins ?? [], span);
  if ('refused' in outcome) {
    const description = `This server does not call what ${name} names.`;
    return { refused: { error: 'invalid_client_metadata', description } };
  }
  return { answer: 'answer' in outcome && outcome.answer.status === 200 ? outcome.answer : undefined };
}

function asDataUrl(answer: HttpResponse): string | undefined {
  const bytes = utf8(answer.body);
  const type = header(answer, 'content-type') ?? '';
  const base64 = base64url(bytes).replaceAll('-', '+').replaceAll('_', '/');
  const padded = base64.padEnd(Math.ceil(base64.length / 4) * 4, '=');
  return bytes.length <= MOST_BYTES ? `data:${type.replaceAll(/[^\w!#$&^.+/;=-]/g, '')};base64,${padded}` : undefined;
}

/**
 * Reads what a registration names by address: its logo and its keys, at hosts of a list alone. Asked
 * only for metadata that passed every check, so that a refused registration leads to no call. RFC 7591 §2, §5
 */
export async function fetchParts(
  metadata: ClientMetadata,
  context: Context,
): Promise<FetchedParts | { readonly refused: RegistrationError }> {
  const logo = await read('logo_uri', metadata.logo_uri, context);
  if ('refused' in logo) return logo;
  const keySet = await read('jwks_uri', metadata.jwks_uri, context);
  if ('refused' in keySet) return keySet;
  const keys = keySet.answer && readKeySet(keySet.answer.body);
  if (metadata.jwks_uri !== undefined && !keys)
    return { refused: { error: 'invalid_client_metadata', description: 'There is no key set at jwks_uri.' } };
  if (keys && metadata.token_endpoint_auth_method === 'self_signed_tls_client_auth') {
    const wrong = keys.some(holdsCertificate) ? await judgeCertificates(keys.map((key) => ({ ...key }))) : ['There is no certificate'];
    if (wrong.length > 0)
      return { refused: { error: 'invalid_client_metadata', description: 'There is no certificate of its own at jwks_uri.' } };
  }
  return { logo: logo.answer && asDataUrl(logo.answer), jwks: keys && { keys } };
}
