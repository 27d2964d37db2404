import { bringChecks } from '../../checks/catalogue.ts';
import { throttleChecks } from '../../checks/authorization-server/throttle.ts';
import type { HttpResponse } from '../../http/message.ts';
import { fewFailures, recentFailures, secondsToWait } from '../../protocol/client/throttle.ts';
import type { FailureLimit } from '../../protocol/client/throttle.ts';
import { durationInWords } from '../../protocol/duration.ts';
import type { Context } from './context.ts';
import { page } from './page.ts';

bringChecks(throttleChecks);

/** Wrong secrets of a client. RFC 6749 §2.3.1 */
const CLIENT_LIMIT: FailureLimit = { failures: 10, seconds: 60 };
/** Wrong passwords of a user: fewer, because a password is easier to guess than a secret. RFC 6749 §10.10 */
const LOGIN_LIMIT: FailureLimit = { failures: 5, seconds: 300 };

/** One try, and where the failures of that account are kept. */
export interface Attempt {
  readonly failures: Map<string, readonly number[]>;
  /** The account: a `client_id` or a user name. */
  readonly key: string;
  readonly wrong: boolean;
  /** Why the try is refused, where it is not a try of what the check is named after. */
  readonly refusal?: string;
}

/**
 * Counts a wrong one and says whether this try may be made at all. A right one takes nothing off the
 * count, or a guesser would only need to try between two uses of whoever knows it; one that is
 * refused here is not counted, or a guesser could keep the owner out for as long as he likes.
 * @returns the seconds to wait, where the try is refused
 */
function judge(
  { span }: Context,
  check: keyof typeof throttleChecks,
  { failures, key, wrong, refusal }: Attempt,
  limit: FailureLimit,
): number | undefined {
  const now = span.now();
  const recent = recentFailures(failures.get(key) ?? [], limit, now);
  if (!span.check(check, { ...fewFailures(recent, limit), ...(refusal === undefined ? {} : { refusal }) }))
    return secondsToWait(recent, limit, now);
  if (wrong) failures.set(key, [...recent, now].slice(-limit.failures));
  else if (recent.length === 0) failures.delete(key);
  return undefined;
}

/** Whether this client's secret may be tried now; the seconds to wait where it may not. RFC 6749 §2.3.1 */
export function throttleClient(context: Context, clientId: string, wrong: boolean): number | undefined {
  return judge(context, 'client.throttle', { failures: context.store.wrongSecrets, key: clientId, wrong }, CLIENT_LIMIT);
}

/** Whether this user's password, or one-time code, may be tried now; the seconds to wait where it may not. RFC 6749 §10.10 */
export function throttleAccount(context: Context, attempt: Attempt): number | undefined {
  return judge(context, 'login.throttle', attempt, LOGIN_LIMIT);
}

/**
 * Whether this user's password may be tried now; the page that asks to wait where it may not. Names
 * that no user has are counted in the same way, so that the answer does not tell them apart. RFC 6749 §10.10
 */
export function throttleLogin(context: Context, attempt: Attempt): HttpResponse | undefined {
  const wait = throttleAccount(context, attempt);
  if (wait === undefined) return undefined;
  return page(context.span, 429, 'Too many tries', () => `<p>Try again in ${durationInWords(wait)}.</p>`, [['Retry-After', String(wait)]]);
}
