import type { SecretKind } from './holdings.ts';
import { secretsIn } from './holdings.ts';
import type { Exchange, PartyId, Trace } from '../trace.ts';
import { wordsIn } from './travels.ts';

/** How an attacker came to hold what is not theirs. */
export interface Leak {
  /** The message by which it shows. */
  readonly message: number;
  readonly party: PartyId;
  readonly kind: SecretKind;
  readonly value: string;
  /**
   * `sent`: somebody sent it to the attacker; `used`: the attacker sends what only others had sent, so it was read on the way;
   * `gained`: it is the answer to a request that carried something stolen.
   */
  readonly how: 'sent' | 'used' | 'gained';
  /** The first message that it was in, where that was another one. */
  readonly first?: number | undefined;
}

/**
 * What attackers came to hold that is not theirs, in the order it happened. What an attacker brings along, or is given for
 * something of their own, is no leak. Pure.
 */
export function leaksOf(trace: Trace): Leak[] {
  const attackers = new Set(trace.parties.filter(({ kind }) => kind === 'attacker').map(({ id }) => id));
  if (attackers.size === 0) return [];
  const leaks: Leak[] = [];
  /** Secrets of others, by value. */
  const known = new Map<string, { readonly kind: SecretKind; readonly first: number }>();
  /** What attackers hold, theirs or stolen. */
  const held = new Map<string, 'own' | 'stolen'>();

  function steal(exchange: Exchange, party: PartyId, how: Leak['how'], kind: SecretKind, value: string, first?: number): void {
    if (held.has(value)) return;
    held.set(value, 'stolen');
    const before = first === exchange.number ? undefined : first;
    leaks.push({ message: exchange.number, party, kind, value, how, first: before });
  }

  /** Secrets of others in a request that attackers do not hold yet. */
  const strange = (exchange: Exchange): [string, SecretKind, number | undefined][] => {
    const words = wordsIn(exchange).request;
    const found = secretsIn(exchange).request.map(([kind, value]): [string, SecretKind, number | undefined] => [
      value,
      kind,
      known.get(value)?.first,
    ]);
    for (const [value, { kind, first }] of known) if (words.has(value)) found.push([value, kind, first]);
    return found.filter(([value]) => !held.has(value));
  };

  /** The first message of others that a text was in, under whatever name. */
  const seenBefore = (value: string, before: number): number | undefined =>
    trace.exchanges.find((one) => {
      if (one.number >= before || attackers.has(one.from)) return false;
      const { request, answer } = wordsIn(one);
      return request.has(value) || answer.has(value);
    })?.number;

  for (const exchange of trace.exchanges) {
    const { from, to, number } = exchange;
    const { request, response } = secretsIn(exchange);
    if (attackers.has(to) && !attackers.has(from)) {
      if (exchange.failure === undefined)
        for (const [value, kind, first] of strange(exchange)) steal(exchange, to, 'sent', kind, value, first ?? number);
    } else if (attackers.has(from)) {
      for (const [value, kind, first] of strange(exchange)) {
        const seen = first ?? seenBefore(value, number);
        if (seen === undefined) held.set(value, 'own');
        else steal(exchange, from, 'used', kind, value, seen);
      }
      const stolen = request.some(([, value]) => held.get(value) === 'stolen');
      for (const [kind, value] of response) {
        if (stolen) steal(exchange, from, 'gained', kind, value);
        else if (!held.has(value)) held.set(value, 'own');
      }
    }
    // Whatever did not begin with an attacker belongs to those it passed between.
    for (const [kind, value] of [...request, ...response]) {
      if (held.get(value) !== 'own' && !known.has(value) && !attackers.has(from)) known.set(value, { kind, first: number });
    }
  }
  return leaks;
}
