import type { HttpRequest, HttpResponse } from '../http/message.ts';
import type { ClientIdentity } from '../protocol/tls/client-identity.ts';
import type { Judge } from '../trace/span.ts';
import type { PartyId } from '../trace/trace.ts';
import type { Landscape } from '../world/landscape.ts';
import type { MintedClaims } from '../world/mint-access-token.ts';
import type { World } from '../world/world.ts';
import type { Attacker } from './attacker.ts';
import type { Browser } from './browser/browser.ts';
import type { RelyingParty } from './client/relying-party.ts';

/** What came back, and a judge with which the actor reports its own checks of the response. */
export interface Sent {
  /** The request as it really went: edits of the learner included. */
  readonly request: HttpRequest;
  readonly response: HttpResponse;
  readonly judge: Judge;
}

/**
 * An actor's way onto the network. The message becomes a draft and waits for the learner; the
 * promise resolves with the real response.
 * @param identity the certificate and key to authenticate with in the TLS handshake, if any
 * @throws {NetworkError} where nobody answers, or the handshake ends with an alert; an AbortError where the play was left behind
 */
export type Send = (from: PartyId, request: HttpRequest, identity?: ClientIdentity) => Promise<Sent>;

/** Everybody a play can direct. */
export interface Cast {
  /** Names the step that the messages inside belong to. Steps are told in `lab.steps`. */
  step<T>(id: string, action: () => Promise<T>): Promise<T>;
  /** Which stage of an attack is played, by id; undefined in a lab without stages. */
  readonly stage: string | undefined;
  readonly world: World;
  /** What clients have begun and received, for an actor of a lab's own. */
  readonly logins: Landscape['logins'];
  /** Has the authorization server sign with its next keys. */
  readonly rotateKeys: Landscape['rotateKeys'];
  readonly send: Send;
  /** alice's browser: her cookies, her forms. */
  readonly browser: Browser;
  /** The web app with a back end: confidential client `ledger` at https://app.lab.test. */
  readonly app: RelyingParty;
  /** The app on alice's phone: public client `ledger-phone`, redirect `test.lab.ledger:/callback`. */
  readonly phone: RelyingParty;
  readonly attacker: Attacker;
  /** https://api.lab.test */
  readonly gateway: string;
  /** https://invoices.internal.lab.test */
  readonly invoices: string;
  /** An access token as the authorization server would have issued it earlier, without a message. */
  mintAccessToken(claims: MintedClaims): Promise<string>;
}
