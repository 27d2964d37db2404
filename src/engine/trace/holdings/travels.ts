import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import { secretsIn } from './holdings.ts';
import type { Exchange, Trace } from '../trace.ts';

/** What a token, a code or a key may be made of, and how short one may be. */
const WORD = /[A-Za-z0-9._~+/-]{8,}/g;

function readIn(message: HttpRequest | HttpResponse, words: Set<string>): void {
  const texts = ['url' in message ? message.url : '', message.body, ...message.headers.map(([, value]) => value)];
  for (const text of texts) {
    for (const [word] of text.matchAll(WORD)) words.add(word);
    if (!text.includes('%')) continue;
    try {
      // An address inside of an address, such as a redirect that is asked for, is percent-encoded.
      for (const [word] of decodeURIComponent(text).matchAll(WORD)) words.add(word);
    } catch {
      // Signs that are no encoding of anything were read as they stand.
    }
  }
}

const read = new WeakMap<Exchange, { readonly request: ReadonlySet<string>; readonly answer: ReadonlySet<string> }>();

/** Everything in an exchange that could be a token or a code, wherever it stands: in its request, and in its answer. */
export function wordsIn(exchange: Exchange): { readonly request: ReadonlySet<string>; readonly answer: ReadonlySet<string> } {
  const known = read.get(exchange);
  if (known) return known;
  const [request, answer] = [new Set<string>(), new Set<string>()];
  readIn(exchange.request, request);
  if (exchange.response) readIn(exchange.response, answer);
  const words = { request, answer };
  read.set(exchange, words);
  return words;
}

/** One message that a secret was in, and on which of its ways. */
export interface Travel {
  readonly message: number;
  readonly request: boolean;
  readonly answer: boolean;
}

/** The messages that each of some secrets was in, in order; one that was in none is not in the answer. Pure. */
export function travelIndex(trace: Trace, values: ReadonlySet<string>): ReadonlyMap<string, readonly Travel[]> {
  const index = new Map<string, Travel[]>();
  for (const exchange of trace.exchanges) {
    const [words, secrets] = [wordsIn(exchange), secretsIn(exchange)];
    const request = new Set([...words.request, ...secrets.request.map(([, value]) => value)]);
    const answer = new Set([...words.answer, ...secrets.response.map(([, value]) => value)]);
    for (const value of new Set([...request, ...answer])) {
      if (!values.has(value)) continue;
      const travels = index.get(value) ?? [];
      index.set(value, travels);
      travels.push({ message: exchange.number, request: request.has(value), answer: answer.has(value) });
    }
  }
  return index;
}

/** The messages that a secret was in, in order. Pure. */
export function travelsOf(trace: Trace, value: string): readonly Travel[] {
  return trace.exchanges.flatMap((exchange) => {
    const [words, secrets] = [wordsIn(exchange), secretsIn(exchange)];
    const request = words.request.has(value) || secrets.request.some(([, secret]) => secret === value);
    const answer = words.answer.has(value) || secrets.response.some(([, secret]) => secret === value);
    return request || answer ? [{ message: exchange.number, request, answer }] : [];
  });
}
