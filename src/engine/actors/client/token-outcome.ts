import type { HttpResponse } from '../../http/message.ts';
import { isJsonObject, parseStrictJson } from '../../http/strict-json.ts';
import type { JsonObject } from '../../http/strict-json.ts';

/** Tokens as a token response names them. RFC 6749 §5.1 */
export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken?: string | undefined;
  readonly idToken?: string | undefined;
  readonly scope?: string | undefined;
}

/** How an attempt to get tokens ended: with tokens, or refused. */
export interface TokenOutcome {
  readonly tokens?: Tokens | undefined;
  /** The id of the client's own check that failed, or the error the server sent, such as `invalid_grant`. */
  readonly refused?: string | undefined;
  /** Absent where the client sent nothing. */
  readonly response?: HttpResponse | undefined;
}

/** The JSON object in a body, or an empty one. */
export function jsonObject(response: HttpResponse): JsonObject {
  const parsed = parseStrictJson(response.body);
  return parsed.ok && isJsonObject(parsed.value) ? parsed.value : {};
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Ways to send a token that clients here know: it is none to use otherwise. RFC 6749 §7.1; RFC 9449 §5 */
const TOKEN_TYPES = /^(?:Bearer|DPoP)$/i;

/** What a token response gives. RFC 6749 §5.1, §5.2 */
export function readTokenResponse(response: HttpResponse): TokenOutcome {
  const body = jsonObject(response);
  const accessToken = text(body['access_token']);
  if (response.status !== 200 || accessToken === undefined)
    return { refused: text(body['error']) ?? `status ${response.status}`, response };
  if (!TOKEN_TYPES.test(text(body['token_type']) ?? '')) return { refused: 'token_type', response };
  return {
    tokens: { accessToken, refreshToken: text(body['refresh_token']), idToken: text(body['id_token']), scope: text(body['scope']) },
    response,
  };
}
