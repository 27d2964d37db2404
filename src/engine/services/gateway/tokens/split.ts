import { bringChecks } from '../../../checks/catalogue.ts';
import { gatewayTokenChecks } from '../../../checks/resource-server/gateway-token.ts';
import { base64url } from '../../../http/encoding.ts';
import type { HttpResponse } from '../../../http/message.ts';
import { isJsonObject, parseStrictJson } from '../../../http/strict-json.ts';
import { halvesBelongTogether, readOuterHalf, splitToken } from '../../../protocol/introspection/split-token.ts';
import { decodeCompact } from '../../../protocol/token/jws.ts';
import type { JudgedToken } from '../../../protocol/token/access-token.ts';
import { forgetWhere, setOwn } from '../../bounded-map.ts';
import { LatePartError } from '../../late.ts';
import { badGateway } from '../answers/bad-gateway.ts';
import type { Call } from '../call.ts';

bringChecks(gatewayTokenChecks);

/** Puts a token together from the half that came and the half that is kept here, and finds whether they are of one. */
export async function joinHalves(
  { memory, span }: Call,
  token: string,
): Promise<{ readonly joined: string; readonly judged: JudgedToken }> {
  const outer = readOuterHalf(token);
  const inner = outer && memory.halves.get(outer.name);
  const finding = await halvesBelongTogether(outer, inner, span.now());
  return {
    joined: `${inner?.head ?? ''}.${outer?.signature ?? ''}`,
    judged: { findings: [{ check: 'gateway.split-token', finding }] },
  };
}

/** Halves that are kept for one client. */
const MOST_OF_ONE = 50;

/** What of a token request the issuer needs: the client proves itself there and not here. */
const PASSED_ON = new Set(['content-type', 'accept', 'authorization']);

async function askForToken({ request, span, config }: Call): Promise<HttpResponse> {
  const headers = request.headers.filter(([name]) => PASSED_ON.has(name.toLowerCase()));
  return span.fetch({ method: 'POST', url: `${config.issuer}/token`, headers, body: request.body });
}

/**
 * Passes a token request on to the issuer and splits the access token of the answer: the client gets a
 * name and the signature, which tell nothing, and the claims stay here until the token ends. What is
 * no JWT goes on whole. Split-token pattern; RFC 6749 §5.1
 */
export async function issueHalf(call: Call): Promise<HttpResponse> {
  const { memory, span, request } = call;
  let answer: HttpResponse;
  try {
    answer = await askForToken(call);
  } catch (cause) {
    if (cause instanceof LatePartError) throw cause;
    return badGateway(call, request, cause);
  }
  const parsed = parseStrictJson(answer.body);
  const body = answer.status === 200 && parsed.ok && isJsonObject(parsed.value) ? parsed.value : {};
  const { access_token: token } = body;
  const { exp, client_id: client } = (typeof token === 'string' ? decodeCompact(token)?.claims : undefined) ?? {};
  if (typeof token !== 'string' || typeof exp !== 'number') return answer;
  const name = base64url(span.random(16));
  const halves = await splitToken(token, name, exp * 1000);
  if (!halves) return answer;
  forgetWhere(memory.halves, ({ until }) => until <= span.now());
  setOwn(memory.halves, name, { ...halves.inner, owner: typeof client === 'string' ? client : '' }, MOST_OF_ONE);
  return { ...answer, body: JSON.stringify({ ...body, access_token: halves.outer }) };
}
