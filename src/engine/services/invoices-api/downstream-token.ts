import { formatClientBasic } from '../../http/basic.ts';
import { encodeForm, FORM_TYPE } from '../../http/form.ts';
import type { Field } from '../../http/form.ts';
import type { HttpResponse } from '../../http/message.ts';
import { problem } from '../../http/problem.ts';
import { isJsonObject, parseStrictJson } from '../../http/strict-json.ts';
import { bearerFromRequest } from '../../protocol/message/bearer.ts';
import { failed } from '../../protocol/finding.ts';
import { tokenStaysInZone } from '../../protocol/policy/trust-zone.ts';
import { refusal } from '../resource-server/refusal.ts';
import { refuse } from '../resource-server/refuse.ts';
import type { Call } from './reading.ts';
import type { Way } from './store.ts';

/** What a call to the payments API asks for. */
const SCOPE = 'payment_write';

type Token = { readonly token: string } | HttpResponse;

/** The answer where the issuer gives no token for the caller's: what the caller brought does not reach that far. RFC 6750 §3.1; RFC 8693 §2.2.2 */
function notReached(call: Call, check: 'api.scope' | 'api.own-validation', came: string): HttpResponse | undefined {
  const { context, span } = call;
  const needed = failed(`a token that opens ${SCOPE}`, came, `the token opens no payments: ${came}`);
  const reason = needed.refusal;
  return span.check(check, needed) ? undefined : refusal(check, { ...context, scope: `${context.scope ?? ''} ${SCOPE}`.trim(), reason });
}

/** What is wrong with the caller's token, by the error that the issuer gives; undefined where the fault is this API's own. */
function faultOfCaller(call: Call, error: string): HttpResponse | undefined {
  if (error === 'invalid_scope') return notReached(call, 'api.scope', 'the issuer gives none with that scope in exchange');
  if (error === 'invalid_request') return notReached(call, 'api.own-validation', 'the issuer does not take it in exchange');
  return undefined;
}

function noToken(reason: string): HttpResponse {
  return problem(502, { detail: `There is no token for the payments API: ${reason}.` });
}

/** Asks the authorization server, as this API. RFC 6749 §4.4.2; RFC 8693 §2.1 */
async function askIssuer(fields: readonly Field[], call: Call, forCaller: boolean): Promise<Token> {
  const { span, store } = call;
  const { issuer, payments, client } = store.surroundings;
  const body = encodeForm([...fields, ['resource', payments], ['scope', SCOPE]]);
  const authorization = formatClientBasic({ user: client.id, password: client.secret });
  let answer: HttpResponse;
  try {
    answer = await span.fetch({ method: 'POST', url: `${issuer}/token`, headers: [FORM_TYPE, ['Authorization', authorization]], body });
  } catch {
    return noToken('the authorization server does not answer');
  }
  const parsed = parseStrictJson(answer.body);
  const { access_token: token, error } = parsed.ok && isJsonObject(parsed.value) ? parsed.value : {};
  if (answer.status === 200 && typeof token === 'string') return { token };
  const told = typeof error === 'string' && /^\w{1,60}$/.test(error) ? error : undefined;
  const fault = forCaller && answer.status === 400 && told !== undefined ? faultOfCaller(call, told) : undefined;
  return fault ?? noToken(told ?? 'the authorization server refused');
}

function presented({ request }: Call): string {
  return bearerFromRequest(request)[0]?.token ?? '';
}

/** Trades the caller's token for one that only the payments API takes, and that may do less. RFC 8693 §2.1 */
function exchanged(call: Call): Promise<Token> {
  return askIssuer(
    [
      ['grant_type', 'urn:ietf:params:oauth:grant-type:token-exchange'],
      ['subject_token', presented(call)],
      ['subject_token_type', 'urn:ietf:params:oauth:token-type:access_token'],
    ],
    call,
    true,
  );
}

/** Takes the token for the payments API out of a claim of the caller's: the issuer put it there beforehand. */
function embedded(call: Call): Token {
  const { caller, store } = call;
  const inside = caller.claims['embedded'];
  const token = isJsonObject(inside) ? inside[store.surroundings.payments] : undefined;
  if (typeof token === 'string') return { token };
  return notReached(call, 'api.scope', 'it brings none for the payments API inside') ?? noToken('the token that came brings none inside');
}

/** Passes the caller's own token on, inside one trust zone. RFC 9700 §2.3 */
function shared(call: Call): Token {
  const inZone = call.span.check('api.trust-zone', tokenStaysInZone([call.store.surroundings.payments], call.policy));
  return inZone ? { token: presented(call) } : refuse('api.trust-zone', call);
}

/** Acts by its own power, whoever asked. RFC 6749 §4.4 */
function own(call: Call): Promise<Token> {
  return askIssuer([['grant_type', 'client_credentials']], call, false);
}

const WAYS: Readonly<Record<Way, (call: Call) => Token | Promise<Token>>> = { exchange: exchanged, embed: embedded, share: shared, own };

/** A token for the payments API, got the way this API is set up for; or the answer where there is none. */
export async function downstreamToken(call: Call): Promise<Token> {
  return WAYS[call.store.surroundings.way](call);
}
