import type { CheckId } from '../checks/catalogue.ts';
import type { HttpRequest, HttpResponse } from '../http/message.ts';

/** What a party is; it decides color and icon on screen. */
export type PartyKind = 'user' | 'client' | 'authorization-server' | 'gateway' | 'api' | 'attacker';

/**
 * Behind which boundary of trust a party stands: on a device of the user, anywhere on the internet, where the company is
 * reached from outside, or inside of it.
 */
export type Zone = 'device' | 'internet' | 'company' | 'inside';

/** Names a party inside one world: `as`, `gateway`, `browser`. */
export type PartyId = string;

/** One who sends or answers. `origins` are what it answers for; empty for one who only asks. */
export interface Party {
  readonly id: PartyId;
  readonly name: string;
  readonly kind: PartyKind;
  readonly origins: readonly string[];
  /** Unknown for the parties of a record that does not say. */
  readonly zone?: Zone | undefined;
}

/** Outcomes of a check, and of a duty (`sent`, `left-out`). */
export type Outcome = 'passed' | 'failed' | 'switched-off' | 'not-reached' | 'sent' | 'left-out';

/** One rule as one party applied it to one message. */
export interface CheckRecord {
  readonly check: CheckId;
  readonly party: PartyId;
  readonly outcome: Outcome;
  readonly expected?: string | undefined;
  readonly received?: string | undefined;
  /** The reason in this case, where the check's own sentence would not be true. */
  readonly refusal?: string | undefined;
  /** For `switched-off`: what the rule would have found. */
  readonly wouldHave?: 'passed' | 'failed' | undefined;
}

/** One message of a TLS handshake, in words for a reader. RFC 8446 §2 */
export interface HandshakeMessage {
  readonly from: PartyId;
  /** As RFC 8446 §4 names it: `CertificateVerify`. */
  readonly name: string;
  readonly gist: string;
}

/** The handshake in which a client presented a certificate, before the request could be sent. RFC 8446 §2 */
export interface Handshake {
  readonly messages: readonly HandshakeMessage[];
  /** Why the server ended it, such as `unknown_ca`; then no request came through. RFC 8446 §6.2 */
  readonly alert?: string | undefined;
}

/** One request with its answer, and every check made on the way. */
export interface Exchange {
  /** 1, 2, 3 … in the order the requests were sent: the number of the message on screen. */
  readonly number: number;
  /** The exchange this one was sent from inside of, such as gateway to API. */
  readonly parent?: number | undefined;
  /** The step of the play it belongs to. */
  readonly step?: string | undefined;
  /** `step#k`, the k-th message its actor sent in that step: stable across replays. Nested exchanges have none. */
  readonly key?: string | undefined;
  readonly from: PartyId;
  readonly to: PartyId;
  readonly request: HttpRequest;
  /** As it arrived. Absent while it is under way, and where the network could not deliver. */
  readonly response?: HttpResponse | undefined;
  /** Where somebody on the path changed the answer: who, titles of what the learner had them change, and what was given. */
  readonly onPath?: { readonly by: PartyId; readonly edited: readonly string[]; readonly given: HttpResponse } | undefined;
  /** Why the network could not deliver, in one sentence. */
  readonly failure?: string | undefined;
  /** Only where a certificate was presented. */
  readonly handshake?: Handshake | undefined;
  readonly checks: readonly CheckRecord[];
  /** The world's time when it was sent, in milliseconds since 1970. */
  readonly at: number;
  /** Titles of what the learner changed in it. */
  readonly edited: readonly string[];
  /** Where the learner changed it: as its actor wrote it. */
  readonly written?: HttpRequest | undefined;
}

/** The record of one run. Views draw this and nothing else. */
export interface Trace {
  readonly parties: readonly Party[];
  readonly exchanges: readonly Exchange[];
  /** Checks switched off in the world that made it. */
  readonly off: readonly CheckId[];
}
