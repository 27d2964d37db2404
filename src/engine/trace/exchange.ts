import { header, mediaType } from '../http/message.ts';
import type { CheckRecord, Exchange, PartyId, Trace } from './trace.ts';

/** What is looked up of a record again and again. A record never changes, so it is read through once. */
interface Index {
  readonly byNumber: ReadonlyMap<number, Exchange>;
  /** In the order sent. Those an actor sent itself stand under `undefined`. */
  readonly inside: ReadonlyMap<number | undefined, readonly Exchange[]>;
  /** 1 for the first message beside its siblings. */
  readonly place: ReadonlyMap<number, number>;
}

const indexes = new WeakMap<Trace, Index>();

function indexOf(trace: Trace): Index {
  const known = indexes.get(trace);
  if (known) return known;
  const byNumber = new Map<number, Exchange>();
  const inside = new Map<number | undefined, Exchange[]>();
  const place = new Map<number, number>();
  for (const exchange of trace.exchanges) {
    const siblings = inside.get(exchange.parent) ?? [];
    inside.set(exchange.parent, siblings);
    place.set(exchange.number, siblings.push(exchange));
    byNumber.set(exchange.number, exchange);
  }
  const index = { byNumber, inside, place };
  indexes.set(trace, index);
  return index;
}

/** The exchange of that number, if there is one. */
export function exchangeOf(trace: Trace, number: number | undefined): Exchange | undefined {
  return number === undefined ? undefined : indexOf(trace).byNumber.get(number);
}

/** Messages sent from inside of one, in order; with `undefined`, those that actors sent themselves. */
export function sentInside(trace: Trace, parent: number | undefined): readonly Exchange[] {
  return indexOf(trace).inside.get(parent) ?? [];
}

/** A party's name in a trace; "nobody" for an address where none answers. */
export function partyName(trace: Trace, id: PartyId): string {
  return trace.parties.find((party) => party.id === id)?.name ?? 'nobody';
}

/**
 * The number a reader knows a message by: 1, 2, 3 … for those an actor sent, `2.1` for the first
 * sent from inside of message 2.
 */
export function messageNumber(trace: Trace, number: number): string {
  const exchange = exchangeOf(trace, number);
  if (!exchange) return String(number);
  const place = indexOf(trace).place.get(number) ?? 1;
  return exchange.parent === undefined ? String(place) : `${messageNumber(trace, exchange.parent)}.${place}`;
}

/** The newest message that an actor sent itself, not one sent from inside of another. */
export function newestExchange(trace: Trace): Exchange | undefined {
  return trace.exchanges.findLast((exchange) => exchange.parent === undefined);
}

/** The exchanges sent from inside of this one, at any depth, this one first. */
export function withNested(trace: Trace, exchange: Exchange): Exchange[] {
  return [exchange, ...sentInside(trace, exchange.number).flatMap((one) => withNested(trace, one))];
}

/** The first check that failed in this exchange or inside it. */
export function firstFailed(trace: Trace, exchange: Exchange): CheckRecord | undefined {
  return withNested(trace, exchange)
    .flatMap((one) => one.checks)
    .find((record) => record.outcome === 'failed');
}

/** What an answer carries that a reader would name: "access_token", "a code", the error. */
function gist(exchange: Exchange): string {
  const { response } = exchange;
  if (!response) return 'no answer';
  const location = header(response, 'location');
  if (location !== undefined) {
    const target = URL.parse(location, exchange.request.url);
    const error = target?.searchParams.get('error');
    if (error) return `${response.status} ${error}`;
    return target?.searchParams.has('code')
      ? `${response.status} code`
      : `${response.status} to ${target?.pathname === '/' ? target.host || '/' : (target?.pathname ?? 'elsewhere')}`;
  }
  try {
    const body: unknown = JSON.parse(response.body);
    if (typeof body === 'object' && body !== null) {
      if ('error' in body && typeof body.error === 'string') return `${response.status} ${body.error}`;
      if ('access_token' in body) return `${response.status} access_token`;
    }
  } catch {
    // A page or an empty answer has no members to name.
  }
  const page = mediaType(response) === 'text/html' ? /<title>([^<]{1,60})<\/title>/.exec(response.body)?.[1] : undefined;
  if (page !== undefined) return `${response.status} page: ${page}`;
  const challenge = /error="([a-z_]+)"/.exec(header(response, 'www-authenticate') ?? '')?.[1];
  return challenge === undefined ? String(response.status) : `${response.status} ${challenge}`;
}

/** An answer in a few words, as an arrow or a list shows it: "401 invalid_token". */
export function answerGist(exchange: Exchange): string {
  return gist(exchange).slice(0, 80);
}

/** The path of a request as an arrow shows it, without its query: "GET /invoices". */
export function requestGist(exchange: Exchange): string {
  const url = URL.parse(exchange.request.url);
  const path = url ? (url.origin === 'null' ? `${url.protocol}${url.pathname}` : url.pathname) : exchange.request.url;
  return `${exchange.request.method} ${path}`.slice(0, 80);
}

/** Whether a message was refused, accepted, or neither: under way, sent on, or gone to the wrong place. */
export function toneOf(trace: Trace, exchange: Exchange): 'accepted' | 'refused' | 'neutral' {
  if (exchange.failure !== undefined) return 'refused';
  if (!exchange.response) return 'neutral';
  const { status } = exchange.response;
  if (status >= 400 || firstFailed(trace, exchange)) return 'refused';
  const skipped = withNested(trace, exchange).some(({ checks }) =>
    checks.some((record) => record.outcome === 'switched-off' && record.wouldHave === 'failed'),
  );
  if (skipped) return 'accepted';
  const kind = trace.parties.find((party) => party.id === exchange.to)?.kind;
  return kind === 'attacker' || status >= 300 ? 'neutral' : 'accepted';
}
