import type { OpeningKey, OpeningPolicy } from '../../protocol/jwe/jwe-rules.ts';
import { CLIENTS } from '../clients.ts';
import { ISSUER_SEAL } from './keys.ts';

/** Opens tokens that were sealed for the invoices resource. Published, as every lab key is; it secures nothing. */
export const RESOURCE_SEAL_KEY: OpeningKey = {
  kty: 'EC',
  crv: 'P-256',
  x: '2Re_uNORDRHBcibSPjdWpcX2yVA4dfgv2_HzBO3HnAM',
  y: 'l8P4KIbpxJcj_p0Mkq5yHJhjajsY_ufSR4BJ7Xu5MbU',
  d: 'er0IOZ9XF8sesF_tyQeApabYRSqYgfnQJX5lPxtwM_k',
  kid: 'api-seal-2026-11',
  alg: 'ECDH-ES+A256KW',
};

/** A password that the resource and a partner hold both, from a time before the resource had a key pair. It secures nothing. */
export const PARTNER_PASSWORD: OpeningKey = {
  kty: 'oct',
  k: 'teX2ptgx8ai018hhflAo_-q--wyIF8_N8Up3BQrCh9c',
  kid: 'partner-password',
  alg: 'PBES2-HS256+A128KW',
};

/** Opens what clients seal to the authorization server, such as an `id_token_hint`. Published as well. OpenID Connect Core §3.1.2.1 */
export const ISSUER_OPENING: OpeningPolicy = {
  keys: [{ ...ISSUER_SEAL, kty: 'EC', kid: 'as-seal-2026-11', alg: 'ECDH-ES+A256KW', d: 'yjzXuB0v-fTFFTC-IG2ZJPkB3ky3kDJ-XPFkO4U_G5k' }],
  encryptions: ['A256GCM'],
  mostIterations: 10_000,
  mostBytes: 32 * 1024,
};

/** Opens ID tokens that were sealed to the vault portal. Published as well. OpenID Connect Core §16.14 */
export const PORTAL_OPENING: OpeningPolicy = {
  keys: [{ ...CLIENTS.vaultPortal.idTokenSeal, d: '59lkEGUfkH13uWujtCAeUzzxXbn2u_ed8FdB1l-5SsY' }],
  encryptions: ['A256GCM'],
  mostIterations: 10_000,
  mostBytes: 32 * 1024,
};

/** How the gateway and the API open what was sealed for them. RFC 8725 §3.2; draft-ietf-oauth-rfc8725bis §3.13, §3.15 */
export const RESOURCE_OPENING: OpeningPolicy = {
  keys: [RESOURCE_SEAL_KEY, PARTNER_PASSWORD],
  encryptions: ['A256GCM'],
  mostIterations: 10_000,
  mostBytes: 32 * 1024,
};
