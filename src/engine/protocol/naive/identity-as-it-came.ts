import { header } from '../../http/message.ts';
import type { HttpRequest } from '../../http/message.ts';
import type { JsonObject } from '../../http/strict-json.ts';
import { bearerFromRequest } from '../message/bearer.ts';
import { decodeCompact } from '../token/jws.ts';

/**
 * NAIVE, on purpose: believes what a request says about its caller, as an API does that leaves every
 * check to the gateway. An `X-User` header comes first, then the claims of a token nobody verified.
 * Used only where `api.own-validation` is switched off. Never throws. RFC 9700 §4.13
 */
export function identityAsItCame(request: HttpRequest): { readonly user: string } | { readonly claims: JsonObject } {
  const user = header(request, 'x-user');
  return user === undefined ? { claims: decodeCompact(bearerFromRequest(request)[0]?.token ?? '')?.claims ?? {} } : { user };
}
