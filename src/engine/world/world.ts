import type { CheckId } from '../checks/catalogue.ts';
import { checkEntry } from '../checks/catalogue.ts';
import { header, isClientCertHeader, messageSize, withHeader } from '../http/message.ts';
import type { HttpRequest, HttpResponse } from '../http/message.ts';
import type { Finding } from '../protocol/finding.ts';
import type { AllowedOrigin } from '../protocol/message/cross-origin.ts';
import type { ClientIdentity } from '../protocol/tls/client-identity.ts';
import { LatePartError, late } from '../services/late.ts';
import type { Judge, Service, Span } from '../trace/span.ts';
import type { CheckRecord, Exchange, Party, PartyId, Trace } from '../trace/trace.ts';
import type { CertificateTrust } from './certificate-trust.ts';
import type { Clock } from './clock.ts';
import { createClock } from './clock.ts';
import type { Random } from './random.ts';
import { createRandom } from './random.ts';

/** The largest message any party takes, in bytes. */
export const MESSAGE_LIMIT = 64 * 1024;

/** The longest text a check keeps of what it expected or received. */
const EVIDENCE_LIMIT = 400;

/** The network could not deliver: no party answers there, or the TLS handshake with it ended in an alert. */
export class NetworkError extends Error {
  override readonly name = 'NetworkError';
}

/** Who sends, and where in the play. */
export interface Delivery {
  readonly from: PartyId;
  readonly parent?: number | undefined;
  readonly step?: string | undefined;
  readonly key?: string | undefined;
  readonly edited?: readonly string[] | undefined;
  /** As the actor wrote the request, where it was edited. */
  readonly written?: HttpRequest | undefined;
  /** The certificate and key that the sender authenticates with in the TLS handshake, if it does. RFC 8446 §4.4.2 */
  readonly identity?: ClientIdentity | undefined;
}

/** What a world is made of. */
export interface WorldOptions {
  readonly parties: readonly Party[];
  /** Who only asks, and is in the record from the first message it sent. */
  readonly guests?: readonly Party[] | undefined;
  readonly services: Readonly<Record<PartyId, Service>>;
  readonly off?: readonly CheckId[];
  readonly start?: number;
  readonly seed?: number;
  /** The clock of this world; a virtual one that begins at `start` otherwise. */
  readonly clock?: Clock | undefined;
  /** How many exchanges the record keeps, the newest; all of them otherwise. */
  readonly keep?: number | undefined;
  /** Whose certificates its servers take; fetched with the first that is presented. Without it they trust nobody. */
  readonly trust?: (() => Promise<CertificateTrust>) | undefined;
  /** For a party, those before it that have ended TLS already: the `Client-Cert` they send is theirs to send. RFC 9440 §2.4 */
  readonly proxies?: Readonly<Record<PartyId, readonly PartyId[]>> | undefined;
  /** For a party, the origins whose pages it lets read its answers. Fetch §3.3 */
  readonly pages?: Readonly<Record<PartyId, () => Promise<readonly AllowedOrigin[]>>> | undefined;
}

/** Gives the answer that arrives in place of the one that a party gave. */
export type Meddler = (answer: HttpResponse, request: HttpRequest, from: PartyId) => HttpResponse | Promise<HttpResponse>;

/** Parties on a network, with one clock, one source of randomness and one record. */
export interface World {
  readonly clock: Clock;
  readonly random: Random;
  /** A picture of the record as it stands. */
  trace(): Trace;
  /** The request with a `traceparent` of its own (W3C Trace Context), by which a carrier finds it again. */
  mark(request: HttpRequest): HttpRequest;
  /** The party that answers at a URL, if any. */
  partyAt(url: string): Party | undefined;
  /**
   * Carries one message and records it: the only place that does.
   * @throws {NetworkError} where nobody answers at that address, or the handshake ends with an alert
   */
  deliver(request: HttpRequest, delivery: Delivery): Promise<{ readonly response: HttpResponse; readonly exchange: number }>;
  /** Somebody on the wire: may change any answer on its way, or throw a NetworkError so that none arrives. */
  meddler?: Meddler | undefined;
  /** Records that somebody on the path changed the answer of an exchange, which then arrives as changed. */
  arrivesChanged(exchange: number, by: PartyId, edited: readonly string[], answer: HttpResponse): void;
  /** Lets an actor report its own checks of the answer in an exchange. */
  judge(exchange: number, party: PartyId): Judge;
}

const TRACEPARENT = /^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/;

interface Recording {
  exchange: Exchange;
  readonly checks: CheckRecord[];
  readonly planned: { readonly party: PartyId; readonly check: CheckId }[];
  /** What the last picture showed, so that an exchange that did not change keeps its identity. */
  shown?: { readonly exchange: Exchange; readonly of: Exchange; readonly made: number; readonly planned: number };
}

function shortened(text: string | undefined): string | undefined {
  return text !== undefined && text.length > EVIDENCE_LIMIT ? `${text.slice(0, EVIDENCE_LIMIT)}…` : text;
}

/** The origin by which a URL finds its party: `scheme://host:port`, or `scheme:` alone for a private-use scheme (RFC 8252 §7.1). */
export function originOf(url: string): string | undefined {
  const parsed = URL.parse(url);
  if (!parsed) return undefined;
  return parsed.origin === 'null' ? parsed.protocol : parsed.origin;
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

function hex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += HEX[byte] ?? '';
  return text;
}

const tooLarge = late(async () => (await import('./too-large.ts')).tooLarge);

/** An answer to HEAD has no content, whatever the service would have sent. RFC 9110 §9.3.2 */
function toMethod(method: string, response: HttpResponse): HttpResponse {
  return method === 'HEAD' ? { ...response, body: '' } : response;
}

/** What is answered in the place of a party of which a part could not be fetched. RFC 9110 §15.6.4 */
function incomplete({ message }: LatePartError): HttpResponse {
  return { status: 503, headers: [['Content-Type', 'text/plain; charset=utf-8']], body: `${message}\n` };
}

/** The library of certificates is fetched with the part, so that a network that is gone is an answer and no exception. */
const terminateTls = late(async () => {
  const part = await import('./tls-termination.ts');
  await part.x509Library();
  return part.terminateTls;
});

const TRUSTS_NOBODY: CertificateTrust = { anchors: '', lists: '', registered: '' };

/** A network of parties. Two worlds share nothing. */
export function createWorld(options: WorldOptions): World {
  const clock = options.clock ?? createClock(options.start);
  const random = createRandom(options.seed ?? 1);
  const traceRandom = createRandom((options.seed ?? 1) ^ 0x7ace);
  const off = new Set<CheckId>(options.off);
  // A ring where the record is bounded. A map that forgets its oldest leaves its old tables to the collector, each
  // holding on to the next and to everything in it, and most of what a server makes would outlive its request.
  const recordings: Recording[] = [];
  const place = (number: number): number => (options.keep === undefined ? number - 1 : (number - 1) % options.keep);
  const recorded = (number: number): Recording | undefined => {
    const found = recordings[place(number)];
    return found?.exchange.number === number ? found : undefined;
  };
  let sent = 0;
  let present = options.parties;
  const byOrigin = new Map(options.parties.flatMap((party) => party.origins.map((origin) => [origin, party] as const)));

  function judgeOf(recording: Recording, party: PartyId): Judge {
    const record = (entry: CheckRecord): void => {
      recording.checks.push(entry);
    };
    return {
      party,
      now: clock.now,
      plan(...checks) {
        for (const check of checks) recording.planned.push({ party, check });
      },
      isOff: (id) => off.has(id) && checkEntry(id).switchable,
      check(id, finding: Finding) {
        const outcome = finding.passed ? 'passed' : 'failed';
        const expected = shortened(finding.expected);
        const received = shortened(finding.received);
        const refusal = finding.passed || finding.refusal === undefined ? {} : { refusal: finding.refusal };
        if (off.has(id) && checkEntry(id).switchable) {
          record({ check: id, party, outcome: 'switched-off', expected, received, ...refusal, wouldHave: outcome });
          return true;
        }
        // Most pass, and what is recorded of them is made in one go.
        if (finding.passed) record({ check: id, party, outcome, expected, received });
        else record({ check: id, party, outcome, expected, received, ...refusal });
        return finding.passed;
      },
      duty(id, what) {
        const sent = !off.has(id);
        record({ check: id, party, outcome: sent ? 'sent' : 'left-out', received: shortened(what) });
        return sent;
      },
    };
  }

  function allChecks({ exchange, checks, planned }: Recording): CheckRecord[] {
    const answered = exchange.response !== undefined || exchange.failure !== undefined;
    const unmade = planned.filter(({ party, check }) => !checks.some((made) => made.check === check && made.party === party));
    return answered ? [...checks, ...unmade.map(({ party, check }) => ({ check, party, outcome: 'not-reached' as const }))] : [...checks];
  }

  function shownOf(recording: Recording): Exchange {
    const { exchange: of, shown } = recording;
    const [made, planned] = [recording.checks.length, recording.planned.length];
    if (shown?.of === of && shown.made === made && shown.planned === planned) return shown.exchange;
    const exchange = { ...of, checks: allChecks(recording) };
    recording.shown = { exchange, of, made, planned };
    return exchange;
  }

  function mark(request: HttpRequest, parent?: number): HttpRequest {
    if (TRACEPARENT.test(header(request, 'traceparent') ?? '') && parent === undefined) return request;
    const above = parent === undefined ? undefined : recorded(parent);
    const traceId = (above && header(above.exchange.request, 'traceparent')?.slice(3, 35)) ?? hex(traceRandom(16));
    return withHeader(request, 'traceparent', `00-${traceId}-${hex(traceRandom(8))}-01`);
  }

  /** Whether a message concerns the one who ends TLS before a party. Most do not. */
  function concernsTls(party: Party, request: HttpRequest, { from, identity }: Delivery): boolean {
    const proxied = options.proxies?.[party.id]?.includes(from) ?? false;
    return identity !== undefined || (!proxied && request.headers.some(isClientCertHeader));
  }

  /** The request as the party behind the end of TLS sees it. */
  async function pastTls(recording: Recording, party: Party, request: HttpRequest, { from, identity }: Delivery): Promise<HttpRequest> {
    const trust = (await options.trust?.()) ?? TRUSTS_NOBODY;
    const arrival = { request, from, identity, trust, judge: judgeOf(recording, party.id), random };
    const { request: arrived, handshake, ended } = await terminateTls(arrival);
    if (handshake) recording.exchange = { ...recording.exchange, handshake };
    if (!ended) return arrived;
    const failure = `${party.name} ended the TLS handshake with the alert ${ended.alert}: ${ended.reason}.`;
    recording.exchange = { ...recording.exchange, failure };
    throw new NetworkError(failure);
  }

  /** What a party answers to a message once it has arrived. */
  async function answerOf(
    recording: Recording,
    { party, service, span }: { readonly party: Party; readonly service: Service; readonly span: Span },
    request: HttpRequest,
    delivery: Delivery,
  ): Promise<HttpResponse> {
    const size = messageSize(request);
    try {
      const arrived = concernsTls(party, request, delivery) ? await pastTls(recording, party, request, delivery) : request;
      const sized: Finding = { passed: size <= MESSAGE_LIMIT, expected: `at most ${MESSAGE_LIMIT} bytes`, received: `${size} bytes` };
      return span.check('http.message-size', sized)
        ? await service(arrived, span)
        : await tooLarge(party, arrived, span, options.pages?.[party.id]);
    } catch (error) {
      if (error instanceof LatePartError) return incomplete(error);
      throw error;
    }
  }

  async function onTheWire(recording: Recording, meddler: Meddler, answer: HttpResponse): Promise<HttpResponse> {
    const { request, to } = recording.exchange;
    try {
      return await meddler(answer, request, to);
    } catch (error) {
      if (error instanceof NetworkError) recording.exchange = { ...recording.exchange, failure: error.message };
      throw error;
    }
  }

  const world: World = {
    clock,
    random,
    partyAt: (url) => byOrigin.get(/^https?:\/\/[^/?#\\]*/.exec(url)?.[0] ?? '') ?? byOrigin.get(originOf(url) ?? ''),
    mark: (request) => mark(request),
    trace: () => ({
      parties: present,
      off: [...off],
      exchanges: recordings.toSorted((one, other) => one.exchange.number - other.exchange.number).map(shownOf),
    }),
    async deliver(request, delivery) {
      const party = world.partyAt(request.url);
      const parent = delivery.parent === undefined ? undefined : recorded(delivery.parent);
      const marked = mark(request, delivery.parent);
      const recording: Recording = {
        exchange: {
          number: (sent += 1),
          parent: delivery.parent,
          step: delivery.step ?? parent?.exchange.step,
          key: delivery.key,
          from: delivery.from,
          to: party?.id ?? 'nobody',
          request: marked,
          checks: [],
          at: clock.now(),
          edited: delivery.edited ?? [],
          ...(delivery.written && { written: delivery.written }),
        },
        checks: [],
        planned: [],
      };
      const { number } = recording.exchange;
      const guest = options.guests?.find(({ id }) => id === delivery.from);
      if (guest && !present.includes(guest)) present = [...present, guest];
      recordings[place(number)] = recording;
      const service = party && options.services[party.id];
      if (!service) {
        const origin = originOf(request.url);
        const failure = origin === undefined ? 'The message has no address that could be read.' : `Nobody answers at ${shortened(origin)}.`;
        recording.exchange = { ...recording.exchange, failure };
        throw new NetworkError(failure);
      }
      const span: Span = {
        ...judgeOf(recording, party.id),
        random,
        fetch: async (nested) => (await world.deliver(nested, { from: party.id, parent: number })).response,
      };
      const answer = await answerOf(recording, { party, service, span }, marked, delivery);
      const given = toMethod(request.method, answer);
      const response = world.meddler ? await onTheWire(recording, world.meddler, given) : given;
      recording.exchange = { ...recording.exchange, response };
      return { response, exchange: number };
    },
    arrivesChanged(number, by, edited, answer) {
      const recording = recorded(number);
      const given = recording?.exchange.response;
      if (given) recording.exchange = { ...recording.exchange, response: answer, onPath: { by, edited, given } };
    },
    judge(exchange, party) {
      const recording = recorded(exchange);
      if (!recording) throw new RangeError(`There is no message ${exchange} in this world.`);
      return judgeOf(recording, party);
    },
  };
  return world;
}
