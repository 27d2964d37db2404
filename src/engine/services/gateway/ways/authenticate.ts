import { bearerChallenge } from '../../../http/challenge.ts';
import { header } from '../../../http/message.ts';
import type { HttpRequest, HttpResponse } from '../../../http/message.ts';
import { parseScope } from '../../../protocol/authorization/scope.ts';
import { failed, passed } from '../../../protocol/finding.ts';
import { apiKeysIn } from '../../../protocol/message/api-key.ts';
import { bearerFromRequest } from '../../../protocol/message/bearer.ts';
import { late } from '../../late.ts';
import { judgeBearer } from '../../resource-server/bearer-token.ts';
import { refusal } from '../../resource-server/refusal.ts';
import type { RefusalContext } from '../../resource-server/refusal.ts';
import type { Call, Caller, Way } from '../call.ts';
import { apiKeyChallenge, basicChallenge } from './challenges.ts';

interface WayEntry {
  /** What it is called where a caller is told what may be presented. */
  readonly what: string;
  /** Whether the request brings a credential of this kind, good or not. */
  readonly presented: (request: HttpRequest) => boolean;
  /** The value of `WWW-Authenticate` that asks for it. */
  readonly challenge: (context: RefusalContext) => string;
  readonly judge: (call: Call) => Promise<Caller | HttpResponse>;
}

async function judgeToken({ request, span, config, keys, context }: Call): Promise<Caller | HttpResponse> {
  const verdict = await judgeBearer(request, config, keys, span);
  if ('refused' in verdict) return refusal(verdict.refused, context);
  const { token, claims } = verdict;
  const { scope, client_id: client } = claims;
  return {
    way: 'bearer',
    name: `client ${typeof client === 'string' ? client : 'unnamed'}`,
    scopes: parseScope(typeof scope === 'string' ? scope : ''),
    claims,
    token,
  };
}

/** Every way to prove who is calling. Those that few labs use are fetched when one is presented. */
const WAYS: Readonly<Record<Way, WayEntry>> = {
  bearer: {
    what: 'an access token',
    presented: (request) => bearerFromRequest(request).length > 0,
    challenge: ({ realm, scope, resourceMetadata }) => bearerChallenge({ realm, scope, resource_metadata: resourceMetadata }),
    judge: judgeToken,
  },
  basic: {
    what: 'a user name and password',
    presented: (request) => /^\s*basic\b/i.test(header(request, 'authorization') ?? ''),
    challenge: basicChallenge,
    judge: late(() => import('./basic.ts').then(({ judgeBasic }) => judgeBasic)),
  },
  'api-key': {
    what: 'an API key',
    presented: (request) => apiKeysIn(request).length > 0,
    challenge: apiKeyChallenge,
    judge: late(() => import('./api-key.ts').then(({ judgeApiKey }) => judgeApiKey)),
  },
};

const TOKEN_ONLY: readonly Way[] = ['bearer'];

const judgeApiKeyBeside = late(async () => (await import('./api-key.ts')).judgeApiKeyBeside);

function unanswered(call: Call, offered: readonly Way[], expected: string): HttpResponse {
  const { request, span, context } = call;
  const came = header(request, 'authorization') === undefined ? 'none of them' : 'an Authorization header of another kind';
  span.check('gateway.credential', failed(expected, came));
  const { headers, ...rest } = refusal('gateway.credential', context);
  const challenges = offered.map((one) => ['WWW-Authenticate', WAYS[one].challenge(context)] as const);
  return { ...rest, headers: [...headers.filter(([name]) => name !== 'WWW-Authenticate'), ...challenges] };
}

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
  const caller = await WAYS[way].judge(call);
  if ('status' in caller || way === 'api-key' || !WAYS['api-key'].presented(request)) return caller;
  const app = await judgeApiKeyBeside(call);
  return 'status' in app ? app : { ...caller, name: app.name, plan: app.plan };
}
