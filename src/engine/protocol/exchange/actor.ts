import { isJsonObject } from '../../http/strict-json.ts';
import type { JsonObject } from '../../http/strict-json.ts';
import { failed, passed } from '../finding.ts';
import type { Finding } from '../finding.ts';
import { shown } from '../token/claim-rules.ts';

/** The most parties that may have acted one for another. */
const MOST_ACTORS = 8;

/** Who acts: the claims that identify the party, such as `sub` and `iss`. */
export type ActorClaims = JsonObject;

function actorsIn(act: unknown): number {
  let count = 0;
  for (let current = act; isJsonObject(current) && count <= MOST_ACTORS; current = current['act']) count += 1;
  return count;
}

/**
 * May this party act for the subject? Where the subject token holds `may_act`, every claim in it must
 * be the actor's. Where it does not, only the service that was sent the token may act. RFC 8693 §2.2.2, §4.4
 * @param isCaller whether the actor is the client that asks, and nobody else
 */
export function actorMayAct(subject: JsonObject, actor: ActorClaims, isCaller: boolean): Finding {
  const who = shown(actor['sub']);
  if (actorsIn(subject['act']) >= MOST_ACTORS)
    return failed(`at most ${MOST_ACTORS} actors in a row`, 'more', 'too many have acted one for another already');
  if (actor['act'] !== undefined)
    return failed('an actor who acts for itself', `${who}, for whom another acts`, 'the actor token is itself a delegated one');
  const mayAct = subject['may_act'];
  if (mayAct === undefined)
    return isCaller
      ? passed(who, 'the service that was sent the token')
      : failed('the service that was sent the token', who, 'the subject token names nobody who may act, and this is not its receiver');
  if (!isJsonObject(mayAct) || typeof mayAct['sub'] !== 'string') return failed('a may_act that names somebody', shown(mayAct));
  const differing = Object.entries(mayAct).filter(([name, value]) => actor[name] !== value);
  return { passed: differing.length === 0, expected: shown(mayAct), received: who };
}

/**
 * The `act` of a new token: the actor, with those who acted before nested inside. Only the outermost
 * is for decisions; the others are history. RFC 8693 §4.1
 */
export function actingChain(subject: JsonObject, actor: ActorClaims): JsonObject {
  const before = subject['act'];
  return { sub: actor['sub'], ...(isJsonObject(before) ? { act: before } : {}) };
}
