import type { JsonObject } from '../../../../http/strict-json.ts';
import { failed, passed } from '../../../../protocol/finding.ts';
import type { Finding } from '../../../../protocol/finding.ts';
import { kindOfToken } from '../../../../protocol/exchange/token-type.ts';
import type { TokenKind } from '../../../../protocol/exchange/token-type.ts';
import { validateAccessToken } from '../../../../protocol/token/access-token.ts';
import type { JudgedCheck } from '../../../../protocol/token/access-token.ts';
import { audienceIncludes, audiencesOf, notExpired, textClaim } from '../../../../protocol/token/claim-rules.ts';
import { validateIdToken } from '../../../../protocol/token/id-token.ts';
import { notRevoked } from '../../../../protocol/token/revocation.ts';
import { decodeCompact } from '../../../../protocol/token/jws.ts';
import { takeApart } from '../../../../protocol/token/token-parts.ts';
import { byTokenAlg } from '../../../by-token-alg.ts';
import { findClient, setUpClients } from '../../client/clients.ts';
import { keptToken } from '../kept-token.ts';
import type { Context } from '../../context.ts';
import type { Client } from '../../client/registration.ts';
import type { AccessTokenRecord } from '../../store.ts';
import type { TokenSubject } from '../claims.ts';

/** A token that came with an exchange: what it is, what it says, and what was found of it. */
export interface PresentedToken {
  readonly kind: TokenKind;
  readonly claims: JsonObject;
  /** Every rule of its kind. Those of an access token are checks of their own; those of an ID token belong to relying parties. */
  readonly findings: readonly JudgedCheck[];
  /** The family with which an access token ends, and what comes of it as well. */
  readonly family?: string | undefined;
}

/** The registered client that an ID token was issued to. OpenID Connect Core §2 */
export async function clientOfIdToken(claims: JsonObject, { config }: Context): Promise<Client | undefined> {
  const audiences = audiencesOf(claims);
  return (await setUpClients(config)).find(({ id }) => audiences.includes(id));
}

function audienceOf(claims: JsonObject, receives: readonly string[]): string {
  const audiences = audiencesOf(claims);
  return receives.find((one) => audiences.includes(one)) ?? receives[0] ?? 'a service that takes tokens';
}

/** A token by reference holds nothing to verify: what it stands for is kept here. RFC 6749 §1.4 */
function byReference({ claims }: AccessTokenRecord, receives: readonly string[], { span, store }: Context): JudgedCheck[] {
  return [
    { check: 'jwt.audience', finding: audienceIncludes(claims, audienceOf(claims, receives)) },
    { check: 'jwt.expiry', finding: notExpired(claims, { now: span.now(), leewaySeconds: 0 }) },
    { check: 'jwt.not-revoked', finding: notRevoked(store.revoked.has(claims)) },
  ];
}

/**
 * Judges a token by the rules of what it is, not of what it is called. Everything that was issued
 * here is verified with this server's own keys, by its own clock, and by what has become of it since.
 * RFC 9068 §4; RFC 7009 §2.1; OpenID Connect Core §3.1.3.7
 * @param receives audiences of which an access token names one, if it was sent to whoever presents it
 */
export async function judgePresented(token: string, receives: readonly string[], context: Context): Promise<PresentedToken> {
  const { config, span, store } = context;
  const parts = takeApart(token);
  const decoded = decodeCompact(token);
  const kind = kindOfToken(parts.header ?? decoded?.header);
  const claims = parts.claims ?? decoded?.claims ?? {};
  const keys = config.keys.verifying(span.now());
  const expectations = {
    issuer: config.issuer,
    algorithms: [...new Set(keys.map(({ alg }) => alg))],
    keys,
    leewaySeconds: 0,
    now: span.now(),
  };
  const kept = keptToken(context, token);
  if (kept) return { kind: 'access token', claims: kept.claims, family: kept.family, findings: byReference(kept, receives, context) };
  if (kind === 'ID token') {
    const clientId = (await clientOfIdToken(claims, context))?.id ?? 'a client of this server';
    return { kind, claims, findings: (await validateIdToken(token, { ...expectations, clientId })).findings };
  }
  const audience = audienceOf(claims, receives);
  const { findings } = await validateAccessToken(token, { ...expectations, audience, byTokenAlg }, (id) => span.isOff(id));
  const issued = store.accessTokens.get(textClaim(claims, 'jti') ?? '');
  return {
    kind,
    claims,
    family: issued?.family,
    findings: [...findings, { check: 'jwt.not-revoked', finding: notRevoked(store.revoked.has(claims)) }],
  };
}

const SUBJECT = 'a valid token about somebody known here';

/**
 * Sums up the subject token. Reports the rules of an access token one by one, so that a reader sees
 * which of them it broke; not where the sum is switched off, as they decide nothing then.
 */
export async function subjectAccepted({ kind, claims, findings }: PresentedToken, context: Context): Promise<Finding> {
  const { span, store } = context;
  const reported = kind !== 'ID token' && !span.isOff('exchange.subject-token');
  const wrong = findings.filter(({ check, finding }) => (reported ? !span.check(check, finding) : !finding.passed && !span.isOff(check)));
  const [first] = wrong;
  if (first) return failed(SUBJECT, `${first.check}: ${first.finding.received ?? 'refused'}`);
  const sid = textClaim(claims, 'sid');
  if (kind === 'ID token' && sid !== undefined && !store.relyingParties.has(sid))
    return failed(SUBJECT, 'an ID token of a session that is over');
  return (await subjectOf(claims, context))
    ? passed(`${kind} of ${textClaim(claims, 'sub') ?? ''}`, SUBJECT)
    : failed(SUBJECT, 'a stranger');
}

/**
 * Whom a token is about, as it is known here now: a user, or a client that acts for itself. The new
 * token is another client's, so the name has to say by itself that no user has it. RFC 9068 §2.2, §5
 */
export async function subjectOf(claims: JsonObject, context: Context): Promise<TokenSubject | undefined> {
  const sub = textClaim(claims, 'sub');
  const user = context.config.users.find((known) => known.sub === sub);
  if (user) return user;
  const client = await findClient(context, textClaim(claims, 'client_id'));
  return sub !== undefined && client?.grants.includes('client_credentials') ? { sub: `client:${client.id}` } : undefined;
}

/**
 * Is the actor token a valid token of the client that presents it? What it opens does not matter: it
 * only proves who acts. Undefined where nothing is wrong. RFC 8693 §2.1
 */
export function actorTokenRefused({ kind, claims, findings }: PresentedToken, client: Client, { span }: Context): Finding | undefined {
  const expected = 'a valid token that was issued to this client';
  const wrong = findings.find(({ check, finding }) => !finding.passed && check !== 'jwt.audience' && !span.isOff(check));
  if (wrong) return failed(expected, `${wrong.check}: ${wrong.finding.received ?? 'refused'}`, 'the actor token is not valid');
  const issuedTo = kind === 'ID token' ? audiencesOf(claims) : [textClaim(claims, 'client_id')];
  return issuedTo.includes(client.id)
    ? undefined
    : failed(expected, 'a token of another client', 'the actor token was issued to another client');
}
