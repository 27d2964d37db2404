import { base64url } from '../../../http/encoding.ts';
import { audiencesOf, textClaim } from '../../../protocol/token/claim-rules.ts';
import { signCompact } from '../../../protocol/token/jws.ts';
import { NOTICE_TYPE, tokensRevokedEvent } from '../../../protocol/token/revocation-notice.ts';
import type { RevokedClient, RevokedToken } from '../../../protocol/token/revocation-notice.ts';
import type { Context } from '../context.ts';
import type { AccessTokenRecord } from '../store.ts';

/** What was taken back: single tokens, and clients of which all was. */
export interface TakenBack {
  readonly tokens?: readonly AccessTokenRecord[];
  readonly clients?: readonly RevokedClient[];
}

function named({ claims }: AccessTokenRecord, now: number): RevokedToken[] {
  const jti = textClaim(claims, 'jti');
  const exp = Number(claims['exp']);
  return jti !== undefined && exp * 1000 > now ? [{ jti, exp, client_id: textClaim(claims, 'client_id') }] : [];
}

/**
 * Tells the resource servers, which read tokens by themselves and ask nobody, what they are to refuse
 * from now on: a signed event for each, of the tokens that are meant for it. One that cannot be
 * reached goes on taking them until they expire. RFC 7009 §3
 */
export async function tellResourceServers(context: Context, { tokens: revoked = [], clients = [] }: TakenBack): Promise<void> {
  const { config, span } = context;
  const key = config.keys.current().accessToken;
  for (const { url, resources } of config.revocationListeners ?? []) {
    const meant = revoked.filter(({ opaque, claims }) => !opaque && audiencesOf(claims).some((audience) => resources.includes(audience)));
    const tokens = meant.flatMap((record) => named(record, span.now()));
    if (tokens.length + clients.length === 0) continue;
    const event = {
      iss: config.issuer,
      aud: URL.parse(url)?.origin ?? url,
      iat: Math.floor(span.now() / 1000),
      jti: base64url(span.random(12)),
      events: { [tokensRevokedEvent(config.issuer)]: { tokens, ...(clients.length > 0 ? { clients } : {}) } },
    };
    const body = await signCompact({ alg: key.alg, typ: NOTICE_TYPE, kid: key.kid }, event, key);
    try {
      await span.fetch({ method: 'POST', url, headers: [['Content-Type', `application/${NOTICE_TYPE}`]], body });
    } catch {
      // The record shows that nobody answered; the client is not to wait for it.
    }
  }
}
