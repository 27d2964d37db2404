import { header } from '../../../http/message.ts';
import type { HttpRequest, HttpResponse } from '../../../http/message.ts';
import { passed } from '../../../protocol/finding.ts';
import { apiKeysIn } from '../../../protocol/message/api-key.ts';
import { bearerFromRequest, bearerNotInQuery } from '../../../protocol/message/bearer.ts';
import { late } from '../../late.ts';
import { findingsOf, judgeBearer, withNonce } from '../../resource-server/bearer-token.ts';
import { callerFromClaims } from '../../resource-server/caller.ts';
import { lateRefusal } from '../../resource-server/late-refusal.ts';
import type { Call, Caller, Way } from '../call.ts';
import type { ReadToken } from '../tokens/read-token.ts';

interface WayEntry {
  /** What it is called where a caller is told what may be presented. */
  readonly what: string;
  /** Whether the request brings a credential of this kind, good or not. */
  readonly presented: (request: HttpRequest) => boolean;
  readonly judge: (call: Call) => Promise<Caller | HttpResponse>;
}

const notDecided = late(async () => (await import('../answers/not-decided.ts')).notDecided);
const readToken = late(async () => (await import('../tokens/read-token.ts')).readToken);

/**
 * Whether a token can only be read with the help of whoever issued it: a random text, never a long one; a number, where
 * the issuer counts; or half of a token. RFC 6749 §1.4
 */
function isReference(token: string): boolean {
  return /^(?:[\w-]{22,512}$|\d{1,21}$|split~)/.test(token);
}

async function judgeToken(call: Call): Promise<Caller | HttpResponse> {
  const { request, route, span, config, verifier, context } = call;
  const found: { read?: ReadToken } = {};
  const verdict = await judgeBearer(request, config, verifier, span, async (token) => {
    if (!config.data || !(route.introspected || isReference(token))) return findingsOf(token, config, verifier, span);
    found.read = await readToken(call, token);
    return found.read.judged;
  });
  if ('refused' in verdict) {
    const answer = await lateRefusal(verdict.refused, { ...context, scheme: verdict.scheme, reason: verdict.reason });
    const refused = withNonce(answer, verdict.nonce);
    return refused.status === 503 ? notDecided(call, refused) : refused;
  }
  const { claims } = verdict;
  const token = found.read ? found.read.travels : verdict.token;
  const { sub, clientId, service, scopes } = callerFromClaims(claims);
  return {
    way: 'bearer',
    // Each user of a client is counted apart: one could keep all others of it from calling.
    name: service === '' ? `client ${clientId || 'unnamed'} for ${sub || 'nobody'}` : `client ${service}`,
    scopes,
    ...verdict,
    token,
    // A proof is made for the address outside and beside the token outside: only there can it be judged.
    provable: verdict.scheme !== 'DPoP' || (route.prefix === undefined && token === verdict.token),
  };
}

/** Every way to prove who is calling. Those that few labs use are fetched when one is presented. */
const WAYS: Readonly<Record<Way, WayEntry>> = {
  bearer: {
    what: 'an access token',
    presented: (request) => bearerFromRequest(request).length > 0,
    judge: judgeToken,
  },
  basic: {
    what: 'a user name and password',
    presented: (request) => /^\s*basic(?: |$)/i.test(header(request, 'authorization') ?? ''),
    judge: late(() => import('./basic.ts').then(({ judgeBasic }) => judgeBasic)),
  },
  certificate: {
    what: 'a client certificate',
    presented: ({ headers }) => headers.some(([name]) => name.toLowerCase() === 'client-cert'),
    judge: late(async () => {
      const part = await import('./certificate.ts');
      await part.x509Library();
      return part.judgeCertificate;
    }),
  },
  'api-key': {
    what: 'an API key',
    presented: (request) => apiKeysIn(request).length > 0,
    judge: late(() => import('./api-key.ts').then(({ judgeApiKey }) => judgeApiKey)),
  },
};

const TOKEN_ONLY: readonly Way[] = ['bearer'];

const unanswered = late(async () => (await import('./unanswered.ts')).unanswered);
const judgeApiKeyBeside = late(async () => (await import('./api-key.ts')).judgeApiKeyBeside);

/**
 * Finds out who is calling, by the first of the route's ways that the request makes use of. Where
 * none is, the answer holds the challenge of each. RFC 9110 §11.6.1
 */
export async function authenticate(call: Call): Promise<Caller | HttpResponse> {
  const { request, route, span } = call;
  const offered = route.ways ?? TOKEN_ONLY;
  // A key is recognized on every route, so that its bearer is told that it opens nothing there.
  const way = [...offered, 'api-key' as const].find((one) => WAYS[one].presented(request));
  if (way === undefined && offered === TOKEN_ONLY) return judgeToken(call);
  const expected = offered.map((one) => WAYS[one].what).join(' or ');
  if (way === undefined) return unanswered(call, offered, expected);
  if (way !== 'bearer') span.check('gateway.credential', passed(WAYS[way].what, expected));
  // What stands in the URL stands in every log, whatever came beside it. RFC 9700 §4.3.2
  const inUrl = bearerNotInQuery(request);
  if (way !== 'bearer' && !inUrl.passed && !span.check('bearer.not-in-query', inUrl))
    return lateRefusal('bearer.not-in-query', call.context);
  const caller = await WAYS[way].judge(call);
  if ('status' in caller || way === 'api-key' || !WAYS['api-key'].presented(request)) return caller;
  const app = await judgeApiKeyBeside(call);
  return 'status' in app ? app : { ...caller, app: app.name, plan: app.plan };
}
