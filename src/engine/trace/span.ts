import type { CheckId } from '../checks/catalogue.ts';
import type { HttpRequest, HttpResponse } from '../http/message.ts';
import type { Finding } from '../protocol/finding.ts';
import type { PartyId } from './trace.ts';

/** How a party reports the rules it applies to one exchange. */
export interface Judge {
  readonly party: PartyId;
  /**
   * Says which checks this party means to make, in order. Those it never comes to are recorded as
   * not reached when the exchange ends.
   */
  plan(...checks: readonly CheckId[]): void;
  /**
   * Reports one rule. True where the message may go on: it passed, or the check is switched off
   * in this world (recorded with what it would have found).
   */
  check(id: CheckId, finding: Finding): boolean;
  /** Whether a check is switched off here. Only for naive twins, which replace a platform's own refusal. */
  isOff(id: CheckId): boolean;
  /** Reports a defence that is sent. True: send it; false: it is switched off, leave it out. */
  duty(id: CheckId, what: string): boolean;
  /** The world's time in milliseconds since 1970. */
  now(): number;
}

/** The record of one exchange, and a service's only way out. */
export interface Span extends Judge {
  /** Calls another party; the nested exchange hangs below this one. */
  fetch(request: HttpRequest): Promise<HttpResponse>;
  /** Random bytes of this world: seeded, so a replay draws the same. */
  random(length: number): Uint8Array<ArrayBuffer>;
}

/** A party that answers. It never throws: every request gets an answer its specification allows. */
export type Service = (request: HttpRequest, span: Span) => Promise<HttpResponse>;
