import { encodeForm, parseForm } from '../../http/form.ts';
import { header, headerValues, mediaType } from '../../http/message.ts';
import type { Header, HttpRequest, HttpResponse } from '../../http/message.ts';
import { rawPath, rawQuery } from '../../http/path.ts';
import { API_KEY_HEADER, apiKeysIn, namesApiKey } from '../../protocol/message/api-key.ts';
import { late, LatePartError } from '../late.ts';
import type { TokenScheme } from '../../protocol/message/bearer.ts';
import type { Call } from './call.ts';

const badGateway = late(async () => (await import('./answers/bad-gateway.ts')).badGateway);

/** Meant for this hop alone. RFC 9110 §7.6.1 */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** What the API never needs: the token travels in a header the gateway writes itself. */
const REPLACED = new Set(['authorization', 'cookie', 'host', 'content-length', 'traceparent', 'x-original-authorization']);

/** Names in a message that are meant for one hop: the usual ones, and those that `Connection` lists. RFC 9110 §7.6.1 */
function endsHere(message: Pick<HttpRequest, 'headers'>): (name: string) => boolean {
  const listed = headerValues(message, 'connection').flatMap((value) =>
    value
      .toLowerCase()
      .split(',')
      .map((name) => name.trim()),
  );
  return (name) => HOP_BY_HOP.has(name.toLowerCase()) || listed.includes(name.toLowerCase());
}

/** Headers by which services behind a gateway tell each other who is calling, and from where. From outside they are a claim nobody checked. RFC 9700 §4.13; RFC 7239 §8.1. `Client-Cert` is not among them: whoever ends TLS has put in its own. RFC 9440 §2.4 */
const IDENTITY =
  /^(?:x-(?:user|roles?|tenant|department|client|actor|subject|scopes?)(?:-.*)?|x-(?:authenticated|remote|webauth|auth-request)-(?:user|email|groups).*|(?:x-)?forwarded|x-forwarded-.+|x-(?:real|cluster-client|originating)-ip|(?:true-)?client-ip|remote-user|(?:x-)?ssl-client-.+|x-arr-clientcert)$/;

/** Headers by which some frameworks take another method, address or host for what was asked than the one that was judged here. RFC 9700 §4.13 */
const ASKED_OTHERWISE = /^(?:x-(?:http-)?method(?:-override)?|x-original-(?:url|uri|host|method)|x-rewrite-url|x-host)$/;

/** Whether a header says who is calling, or what was asked. Many servers read an underscore in a name as a hyphen. RFC 3875 §4.1.18 */
function isIdentityHeader(name: string): boolean {
  const written = name.toLowerCase().replaceAll('_', '-');
  return IDENTITY.test(written) || ASKED_OTHERWISE.test(written);
}

/** Names of fields that carry a credential, in a query or a form. RFC 6750 §2.2, §2.3 */
function carriesCredential(name: string): boolean {
  return name === 'access_token' || namesApiKey(name);
}

function withoutFields(text: string, unwanted: (name: string) => boolean): string {
  const fields = parseForm(text);
  return fields.some(([name]) => unwanted(name)) ? encodeForm(fields.filter(([name]) => !unwanted(name))) : text;
}

function forwardedUrl(request: HttpRequest, upstream: string, prefix: string, unwanted: (name: string) => boolean): string {
  const query = withoutFields(rawQuery(request.url).slice(1), unwanted);
  return upstream + rawPath(request.url).slice(prefix.length) + (query === '' ? '' : `?${query}`);
}

/** Credentials that came and are not the token that travels on, by where they stand. */
function outsideCredentials(request: HttpRequest, token: string | undefined): string[] {
  const came = header(request, 'authorization');
  const places = { header: [API_KEY_HEADER], authorization: [], query: ['an API key in the URL'] };
  const found = apiKeysIn(request).flatMap(({ place }) => places[place]);
  return came !== undefined && (token === undefined || !came.includes(token)) ? ['Authorization', ...found] : found;
}

/**
 * The request as the API gets it: one token in `Authorization` and nowhere else, and no identity from
 * outside. A bound token keeps its scheme and its proof: the API judges both again by itself, and
 * knows the addresses that callers make proofs for, as it is set up with them. RFC 9449 §4.3 (9)
 */
function forwardedRequest({ request, route, config, span, context }: Call, token: string | undefined, scheme: TokenScheme): HttpRequest {
  const named = request.headers.filter(([name]) => isIdentityHeader(name)).map(([name]) => name);
  const strip = span.duty('gateway.strip-headers', named.length === 0 ? 'no identity header came' : named.join(', '));
  const credentials = outsideCredentials(request, token);
  const ends = credentials.length === 0 || span.duty('gateway.strip-credential', credentials.join(', '));
  const hop = endsHere(request);
  const kept = request.headers.filter(([name]) => {
    const lower = name.toLowerCase();
    // A proof belongs to the token that came with it, and to no other. RFC 9449 §4.3 (12)
    const credential = lower === API_KEY_HEADER.toLowerCase() || (lower === 'dpop' && credentials.includes('Authorization'));
    return !hop(name) && !REPLACED.has(lower) && !(strip && isIdentityHeader(name)) && !(ends && credential);
  });
  const outside = ends ? undefined : header(request, 'authorization');
  const unwanted = ends ? carriesCredential : (name: string) => name === 'access_token';
  const { realm: host } = context;
  const isForm = mediaType(request) === 'application/x-www-form-urlencoded';
  return {
    method: request.method,
    url: forwardedUrl(request, route.upstream ?? config.upstream, route.prefix ?? '', unwanted),
    headers: [
      ...kept,
      // The API learns by which name it was called, and that a gateway stands between. A name with a port is quoted. RFC 7239 §4, §6; RFC 9110 §7.6.3
      ['Forwarded', `host=${/:/.test(host) ? `"${host}"` : host};proto=${config.resource.split(':', 1)[0] ?? ''}`],
      ['Via', `1.1 ${host}`],
      ...(outside === undefined ? [] : [['X-Original-Authorization', outside] as const]),
      ...(token === undefined ? [] : [['Authorization', `${scheme} ${token}`] as const]),
    ],
    body: isForm ? withoutFields(request.body, unwanted) : request.body,
  };
}

/** `Location` as a caller can follow it: with the gateway's name in the place of the one inside. RFC 9110 §10.2.2 */
function seenOutside(given: Header, { route, config }: Call): Header {
  const [name, value] = given;
  const inside = route.upstream ?? config.upstream;
  if (name.toLowerCase() !== 'location' || !value.startsWith(`${inside}/`)) return given;
  return [name, config.resource + (route.prefix ?? '') + value.slice(inside.length)];
}

/**
 * Sends it on and gives the answer back. An API out of reach is a 502, which is no refusal. RFC 9110 §15.6.3
 * @param token what tells the API who is calling; undefined where the gateway has nothing to say
 * @param scheme how that token is sent
 */
export async function forward(call: Call, token: string | undefined, scheme: TokenScheme): Promise<HttpResponse> {
  const onward = forwardedRequest(call, token, scheme);
  try {
    const answer = await call.span.fetch(onward);
    const hop = endsHere(answer);
    return { ...answer, headers: answer.headers.filter(([name]) => !hop(name)).map((one) => seenOutside(one, call)) };
  } catch (cause) {
    if (cause instanceof LatePartError) throw cause;
    return badGateway(call, onward, cause);
  }
}
