import { field, parseForm, queryFields } from '../../http/form.ts';
import { header, headerValues, mediaType } from '../../http/message.ts';
import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import { apiKeysIn } from '../../protocol/message/api-key.ts';
import type { Exchange, PartyId, Trace } from '../trace.ts';

/** What sort of secret it is. */
export type SecretKind =
  | 'access token'
  | 'refresh token'
  | 'ID token'
  | 'authorization code'
  | 'code verifier'
  | 'session cookie'
  | 'password'
  | 'client credentials'
  | 'client assertion'
  | 'device code'
  | 'API key';

/** One secret or token, and who holds it. */
export interface Holding {
  readonly kind: SecretKind;
  readonly value: string;
  /** Parties that have sent or received it, in the order they came to hold it. */
  readonly holders: readonly { readonly party: PartyId; readonly sinceMessage: number }[];
}

/** A secret found in a message: what it is, and its value. */
export type Found = readonly [SecretKind, string];

const FORM_FIELDS: Readonly<Record<string, SecretKind>> = {
  code: 'authorization code',
  code_verifier: 'code verifier',
  refresh_token: 'refresh token',
  access_token: 'access token',
  password: 'password',
  client_secret: 'client credentials',
  client_assertion: 'client assertion',
  device_code: 'device code',
  subject_token: 'access token',
  actor_token: 'access token',
  id_token_hint: 'ID token',
};

const JSON_MEMBERS: Readonly<Record<string, SecretKind>> = {
  access_token: 'access token',
  refresh_token: 'refresh token',
  id_token: 'ID token',
  device_code: 'device code',
  client_secret: 'client credentials',
};

function inFields(fields: readonly (readonly [string, string])[]): Found[] {
  return Object.entries(FORM_FIELDS).flatMap(([name, kind]) => {
    const value = field(fields, name);
    return value === undefined || value === '' ? [] : [[kind, value] as const];
  });
}

function inRequest(request: HttpRequest): Found[] {
  const found = [
    ...inFields(queryFields(request.url)),
    ...(mediaType(request) === 'application/x-www-form-urlencoded' ? inFields(parseForm(request.body)) : []),
  ];
  const [scheme = '', credential = ''] = (header(request, 'authorization') ?? '').split(' ');
  if (/^(?:bearer|dpop)$/i.test(scheme) && credential !== '') found.push(['access token', credential]);
  if (/^basic$/i.test(scheme) && credential !== '') found.push(['client credentials', credential]);
  for (const { key } of apiKeysIn(request)) if (key !== '') found.push(['API key', key]);
  for (const cookie of (header(request, 'cookie') ?? '').split('; ')) if (cookie.includes('=')) found.push(['session cookie', cookie]);
  return found;
}

function inResponse(response: HttpResponse, base: string): Found[] {
  const found: Found[] = headerValues(response, 'set-cookie').map((cookie) => ['session cookie', cookie.split(';')[0] ?? ''] as const);
  const location = header(response, 'location');
  const target = location === undefined ? null : URL.parse(location, base);
  if (target) found.push(...inFields(queryFields(target.href)));
  if (mediaType(response)?.endsWith('json')) {
    try {
      const body: unknown = JSON.parse(response.body);
      if (typeof body === 'object' && body !== null) {
        for (const [name, value] of Object.entries(body)) {
          const kind = Object.hasOwn(JSON_MEMBERS, name) ? JSON_MEMBERS[name] : undefined;
          if (kind && typeof value === 'string') found.push([kind, value]);
        }
      }
    } catch {
      // A body that is not JSON holds no token by name.
    }
  }
  return found.filter(([, value]) => value !== '' && !value.endsWith('='));
}

const found = new WeakMap<Exchange, { readonly request: readonly Found[]; readonly response: readonly Found[] }>();

/** The secrets of one exchange, those of the request apart from those of its answer. An exchange never changes, so it is read once. */
export function secretsIn(exchange: Exchange): { readonly request: readonly Found[]; readonly response: readonly Found[] } {
  const known = found.get(exchange);
  if (known) return known;
  const { request, response } = exchange;
  const secrets = { request: inRequest(request), response: response ? inResponse(response, request.url) : [] };
  found.set(exchange, secrets);
  return secrets;
}

/** Every secret that went over the network so far, and who has seen it. Pure: the same trace gives the same list. */
export function holdings(trace: Trace): Holding[] {
  const all = new Map<string, { kind: SecretKind; value: string; holders: { party: PartyId; sinceMessage: number }[] }>();
  const note = ([kind, value]: Found, parties: readonly PartyId[], message: number): void => {
    const holding = all.get(value) ?? { kind, value, holders: [] };
    all.set(value, holding);
    for (const party of parties)
      if (!holding.holders.some((holder) => holder.party === party)) holding.holders.push({ party, sinceMessage: message });
  };
  for (const exchange of trace.exchanges) {
    const { failure, from, to, number } = exchange;
    const secrets = secretsIn(exchange);
    // What was never delivered nobody came to hold.
    for (const secret of secrets.request) note(secret, failure === undefined ? [from, to] : [from], number);
    for (const secret of secrets.response) note(secret, [to, from], number);
  }
  return [...all.values()];
}
