import { durationInWords } from '../../../protocol/duration.ts';
import type { Finding } from '../../../protocol/finding.ts';
import type { Store } from '../store.ts';

/** Seconds for which a wrong user code counts. */
const WINDOW = 600;

/** Wrong codes in that time, of one session. */
const SESSION_LIMIT = 5;

/**
 * Wrong codes in that time, of all sessions together: a guesser who drops the cookie gets a new
 * session each time. The chance to hit one of 200 waiting devices stays under one in a million. RFC 8628 §5.1
 */
const TOTAL_LIMIT = 100;

/** One wrong user code, in milliseconds since 1970. */
export interface WrongUserCode {
  readonly sessionId: string;
  readonly at: number;
}

function recent({ wrongUserCodes }: Store, now: number): WrongUserCode[] {
  return wrongUserCodes.filter(({ at }) => now - at < WINDOW * 1000);
}

/** Were so few wrong user codes typed lately that another may be tried? RFC 8628 §5.1 */
export function fewWrongCodes(store: Store, sessionId: string | undefined, now: number): Finding {
  const all = recent(store, now);
  const own = all.filter((wrong) => wrong.sessionId === sessionId).length;
  return {
    passed: own < SESSION_LIMIT && all.length < TOTAL_LIMIT,
    expected: `under ${SESSION_LIMIT} wrong codes of this session, and under ${TOTAL_LIMIT} of all, in ${durationInWords(WINDOW)}`,
    received: `${own} of this session, ${all.length} of all`,
  };
}

/** Remembers a wrong user code; what is too old to count is dropped. */
export function rememberWrongCode(store: Store, sessionId: string, now: number): void {
  const kept = recent(store, now).slice(-TOTAL_LIMIT);
  store.wrongUserCodes.splice(0, store.wrongUserCodes.length, ...kept, { sessionId, at: now });
}

/** Seconds until the oldest wrong code counts no more, for `Retry-After`. RFC 9110 §10.2.3 */
export function secondsToWait(store: Store, now: number): number {
  const [oldest] = recent(store, now);
  return oldest ? Math.max(1, Math.ceil((oldest.at + WINDOW * 1000 - now) / 1000)) : 1;
}
