import { field, parseForm, queryFields } from '../../http/form.ts';
import { asksBy, header, headerValues, mediaType } from '../../http/message.ts';
import type { HttpRequest } from '../../http/message.ts';
import { failed, passed } from '../finding.ts';
import type { Finding } from '../finding.ts';

/** Where a request may carry a bearer token. RFC 6750 §2.1 to §2.3 */
export type BearerPlace = 'header' | 'form' | 'query';

/** How a token in the `Authorization` header is presented. RFC 6750 §2.1; RFC 9449 §7.1 */
export type TokenScheme = 'Bearer' | 'DPoP';

/** One token a request carries, and where. In a form or a URL it is a bearer token. */
export interface PresentedBearer {
  readonly place: BearerPlace;
  readonly scheme: TokenScheme;
  readonly token: string;
}

const B64TOKEN = /^[A-Za-z0-9._~+/-]+=*$/;

/** Every token a request carries: header first, then form, then query. A malformed one is carried too, as it came. RFC 6750 §2; RFC 9449 §7.1 */
export function bearerFromRequest(request: HttpRequest): PresentedBearer[] {
  const found: PresentedBearer[] = [];
  for (const value of headerValues(request, 'authorization')) {
    const [, name, token = ''] = /^(bearer|dpop)(?: +(.*))?$/is.exec(value.trim()) ?? [];
    if (name !== undefined) found.push({ place: 'header', scheme: name.toLowerCase() === 'dpop' ? 'DPoP' : 'Bearer', token });
  }
  const form = asksBy(request, 'GET') || mediaType(request) !== 'application/x-www-form-urlencoded' ? [] : parseForm(request.body);
  for (const [name, token] of form) if (name === 'access_token') found.push({ place: 'form', scheme: 'Bearer', token });
  for (const [name, token] of queryFields(request.url))
    if (name === 'access_token') found.push({ place: 'query', scheme: 'Bearer', token });
  return found;
}

const PLACE_NAMES: Readonly<Record<BearerPlace, string>> = { header: 'Authorization header', form: 'form body', query: 'URL' };

/** Is there a credential of this kind at all? RFC 6750 §3 */
export function bearerPresented(request: HttpRequest, found: readonly PresentedBearer[]): Finding {
  const expected = 'Authorization: Bearer, then a token';
  const [first] = found;
  if (first) return passed(`a ${first.scheme === 'DPoP' ? 'DPoP' : 'bearer'} token in the ${PLACE_NAMES[first.place]}`, expected);
  return header(request, 'authorization') === undefined
    ? failed(expected, 'no bearer token')
    : failed(expected, 'an Authorization header of another kind', 'the Authorization header holds no bearer token');
}

/** Is one well-formed token sent exactly one way, and nothing else in its place? RFC 6750 §2, §3.1 */
export function bearerInOnePlace(request: HttpRequest, found: readonly PresentedBearer[]): Finding {
  const expected = 'one token, sent one way';
  const lines = headerValues(request, 'authorization').length;
  if (lines > 1) return failed(expected, `${lines} Authorization headers`, 'the request brings more than one Authorization header');
  const malformed = found.some(({ token }) => !B64TOKEN.test(token));
  if (malformed) return failed(expected, 'a scheme without a well-formed token', 'what follows the scheme is no token');
  const places = found.map(({ place }) => PLACE_NAMES[place]).join(' and ');
  return { passed: found.length === 1, expected, received: places === '' ? 'none' : places };
}

/** Is the token kept out of the URL? RFC 9700 §4.3.2 */
export function bearerNotInQuery(request: HttpRequest): Finding {
  const inUrl = field(queryFields(request.url), 'access_token') !== undefined;
  return { passed: !inUrl, expected: 'no access_token in the URL', received: inUrl ? 'access_token in the URL' : 'none there' };
}
