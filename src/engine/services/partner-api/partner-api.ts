import type { CheckId } from '../../checks/catalogue.ts';
import { queryFields } from '../../http/form.ts';
import { bearerChallenge } from '../../http/challenge.ts';
import { asksBy, header } from '../../http/message.ts';
import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import { rawPath } from '../../http/path.ts';
import { json, problem } from '../../http/problem.ts';
import { equalInConstantTime } from '../../protocol/constant-time.ts';
import type { Finding } from '../../protocol/finding.ts';
import { pathKnown } from '../../protocol/message/path-known.ts';
import type { Service, Span } from '../../trace/span.ts';
import { bodyIsStrictJson, readBody } from '../resource-server/json-body.ts';
import { refusal } from '../resource-server/refusal.ts';
import type { Manner, RefusalContext } from '../resource-server/refusal.ts';

/** How a partner behaves; a lesson about bad partners changes it. */
export interface PartnerConfig {
  /** The keys of its customers. */
  readonly keys: readonly string[];
  /** What one euro comes to, by currency. */
  readonly rates: Readonly<Record<string, number>>;
  /** Where it sends whoever asks for a quote, once it has moved, or was taken over. */
  readonly moved?: string | undefined;
}

/** What the partner knows of its customers' customers. */
const CUSTOMERS = [
  { owner: 'alice', name: 'Blue Bakery', rating: 'A' },
  { owner: 'alice', name: 'Blue Boats', rating: 'B' },
  { owner: 'bob', name: 'Blue Bakery', rating: 'B' },
  { owner: 'carol', name: 'Blue Whale Trading', rating: 'D' },
] as const;

function quote({ body }: HttpRequest, config: PartnerConfig): HttpResponse {
  if (config.moved !== undefined) return { status: 308, headers: [['Location', config.moved]], body: '' };
  const { to } = readBody(body) ?? {};
  const rate = typeof to === 'string' && Object.hasOwn(config.rates, to) ? config.rates[to] : undefined;
  return rate === undefined ? problem(404) : json(200, { from: 'EUR', to, rate });
}

/** Of two parameters of one name this partner takes the last. */
function customers({ url }: HttpRequest): HttpResponse {
  const last = new Map(queryFields(url));
  const name = (last.get('name') ?? '').toLowerCase();
  const found = CUSTOMERS.filter((one) => one.owner === last.get('owner') && one.name.toLowerCase().startsWith(name));
  return json(200, { customers: found });
}

interface Route {
  readonly method: string;
  readonly open?: true;
  readonly answer: (request: HttpRequest, config: PartnerConfig) => HttpResponse;
}

const ROUTES: Readonly<Record<string, Route>> = {
  '/rates': { method: 'GET', answer: (_request, { rates }) => json(200, { base: 'EUR', rates }) },
  '/quotes': { method: 'POST', answer: quote },
  '/messages': { method: 'POST', answer: () => json(202, { accepted: true }) },
  '/customers': { method: 'GET', answer: customers },
  '/hooks': { method: 'POST', open: true, answer: () => json(200, { received: true }) },
};

/** Its own key; or a token of whoever it is called for, which this partner takes unread, as partners do with what they are given. */
function credentialPresented(request: HttpRequest, config: PartnerConfig): Finding {
  const value = /^bearer +(.+)$/i.exec(header(request, 'authorization') ?? '')?.[1] ?? '';
  const isKey = config.keys.filter((key) => equalInConstantTime(value, key)).length > 0;
  const isToken = value.split('.', 4).length === 3;
  return {
    passed: isKey || isToken,
    expected: "a customer's key",
    received: isKey ? 'the key' : isToken ? 'a token' : 'neither key nor token',
  };
}

/** It knows keys and no proofs of them, so it asks by one scheme. RFC 6750 §3 */
const KEY_MISSING: Manner = { status: 401, challenge: bearerChallenge({ realm: 'partner' }) };

const JUDGED: readonly CheckId[] = ['http.path-known', 'http.method', 'gateway.credential', 'http.json-strict'];

function answer(request: HttpRequest, span: Span, config: PartnerConfig): HttpResponse {
  const path = rawPath(request.url);
  const route = Object.hasOwn(ROUTES, path) ? ROUTES[path] : undefined;
  const context: RefusalContext = { realm: 'partner', allow: route ? [route.method] : [] };
  span.plan(...JUDGED);
  const expected = `one of [${Object.keys(ROUTES).join(', ')}]`;
  if (!span.check('http.path-known', pathKnown(path, route !== undefined, expected)) || !route) return refusal('http.path-known', context);
  if (!span.check('http.method', { passed: asksBy(request, route.method), expected: route.method, received: request.method }))
    return refusal('http.method', context);
  if (!route.open && !span.check('gateway.credential', credentialPresented(request, config)))
    return refusal('gateway.credential', context, KEY_MISSING);
  if (request.body !== '' && !span.check('http.json-strict', bodyIsStrictJson(request.body))) return refusal('http.json-strict', context);
  return route.answer(request, config);
}

/** A partner's API on the other side of the internet: exchange rates, customers, text messages, and a place for webhooks. */
export function createPartnerApi(config: PartnerConfig): Service {
  return (request, span) => Promise.resolve(answer(request, span, config));
}
