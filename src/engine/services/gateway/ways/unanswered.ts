import { header } from '../../../http/message.ts';
import type { HttpResponse } from '../../../http/message.ts';
import { failed } from '../../../protocol/finding.ts';
import { refusal } from '../../resource-server/refusal.ts';
import type { RefusalContext } from '../../resource-server/refusal.ts';
import { tokenChallenges } from '../../resource-server/token-challenge.ts';
import type { Call, Way } from '../call.ts';
import { apiKeyChallenge, basicChallenge } from './challenges.ts';

/** A token is asked for by both of its schemes. RFC 9449 §7.2 */
function tokenChallengesOf({ realm, scope, resourceMetadata }: RefusalContext): string[] {
  const told = { realm, scope, resource_metadata: resourceMetadata };
  return tokenChallenges('Bearer', told, told).map(([, value]) => value);
}

/** What asks for each way: values of `WWW-Authenticate`. */
const CHALLENGES: Readonly<Record<Way, (context: RefusalContext) => readonly string[]>> = {
  bearer: tokenChallengesOf,
  basic: (context) => [basicChallenge(context)],
  // It is shown in the handshake, before there is a request that could be answered.
  certificate: () => [],
  'api-key': (context) => [apiKeyChallenge(context)],
};

/** The answer to a request that makes use of none of the ways there are: it holds the challenge of each. RFC 9110 §11.6.1 */
export function unanswered(call: Call, offered: readonly Way[], expected: string): HttpResponse {
  const { request, span, context } = call;
  const came = header(request, 'authorization') === undefined ? 'none of them' : 'an Authorization header of another kind';
  span.check('gateway.credential', failed(expected, came));
  const { headers, ...rest } = refusal('gateway.credential', context);
  const challenges = offered.flatMap((one) => CHALLENGES[one](context).map((value) => ['WWW-Authenticate', value] as const));
  return { ...rest, headers: [...headers.filter(([name]) => name !== 'WWW-Authenticate'), ...challenges] };
}
