import { base64url } from '../../http/encoding.ts';
import { headerValues } from '../../http/message.ts';
import type { Header, HttpRequest } from '../../http/message.ts';
import { forgetWhere } from '../bounded-map.ts';
import type { Context } from './context.ts';
import type { Login, Session, Store } from './store.ts';

const LOCKED = '__Host-session';
const LOOSE = 'session';

/** A cookie that is not locked down: scripts may read it, and every site's requests bring it. */
const OPEN = 'Path=/; Secure; SameSite=None';

function cookieValue(request: HttpRequest, name: string): string | undefined {
  const pairs = headerValues(request, 'cookie').flatMap((value) => value.split(';'));
  return pairs
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1);
}

/** Milliseconds after which a session that nobody uses is over, and after which every session is. OWASP ASVS 7.3 */
const IDLE_LIFETIME = 3_600_000;
const ABSOLUTE_LIFETIME = 24 * IDLE_LIFETIME;

function isOver({ seenAt, openedAt }: Session, now: number): boolean {
  return now - seenAt >= IDLE_LIFETIME || now - openedAt >= ABSOLUTE_LIFETIME;
}

/** The session a request belongs to, if its cookie names one that is not over. A cookie without the `__Host-` prefix counts only where the lock is left out. */
export function sessionOf(request: HttpRequest, { store, span }: Context): Session | undefined {
  const id = cookieValue(request, span.isOff('http.session-cookie') ? LOOSE : LOCKED);
  const session = id === undefined ? undefined : (store.sessions.get(id) ?? store.visitors.get(id));
  if (!session) return undefined;
  if (isOver(session, span.now())) {
    forgetSession(store, session);
    return undefined;
  }
  session.seenAt = span.now();
  return session;
}

/** Ends a session here. */
export function forgetSession({ sessions, visitors }: Store, { id }: Session): void {
  sessions.delete(id);
  visitors.delete(id);
}

/** A new session; nobody is logged in unless `login` says who. */
export function openSession({ store, span }: Context, login?: Session['login'], openedAt = span.now()): Session {
  const session = { id: base64url(span.random(24)), formToken: base64url(span.random(18)), login, openedAt, seenAt: span.now() };
  const kept = login ? store.sessions : store.visitors;
  // Those that are over make room first.
  forgetWhere(kept, (one) => isOver(one, span.now()));
  kept.set(session.id, session);
  return session;
}

/** A session for whoever has just logged in: a new one, so that nobody can have planted its id. */
export function renewSession(context: Context, old: Session | undefined, who: Omit<Login, 'sid'>): Session {
  const { span, store } = context;
  // The same user stays in the same session for the clients, which know it by its `sid`, and for forms in other tabs.
  const same = old?.login?.sub === who.sub;
  const sid = same ? old.login.sid : base64url(span.random(12));
  const login = { ...who, sid };
  const renewed = span.duty('login.session-renewed', 'a new session id');
  if (old) forgetSession(store, old);
  // A second factor makes a login stronger, not younger.
  const openedAt = old?.login?.at === who.at ? old.openedAt : span.now();
  const opened = renewed || !old ? openSession(context, login, openedAt) : { ...old, login, openedAt };
  const session = same ? { ...opened, formToken: old.formToken } : { ...opened, loginFormToken: old?.login ? undefined : old?.formToken };
  store.sessions.set(session.id, session);
  // What waits in other tabs of this browser goes on in the new session, unless it waits for another user.
  const waiting = !old?.login || same ? [...store.pending.values(), ...store.waitingDevices.values()] : [];
  for (const one of waiting) if (one.sessionId === old?.id) one.sessionId = session.id;
  return session;
}

/** The header that gives a browser its session. RFC 6265bis §4.1.3.2; draft-ietf-oauth-browser-based-apps §6.1.3.2 */
export function sessionCookie(session: Session, { span }: Context): Header {
  const locked = span.duty('http.session-cookie', `${LOCKED}; Secure; HttpOnly; SameSite=Lax`);
  return ['Set-Cookie', locked ? `${LOCKED}=${session.id}; Path=/; Secure; HttpOnly; SameSite=Lax` : `${LOOSE}=${session.id}; ${OPEN}`];
}

/** Takes the session's cookie away from a browser. RFC 6265 §3.1 */
export function endedCookie({ span }: Context): Header {
  const name = span.isOff('http.session-cookie') ? `${LOOSE}=; ${OPEN}` : `${LOCKED}=; Path=/; Secure; HttpOnly; SameSite=Lax`;
  return ['Set-Cookie', `${name}; Max-Age=0`];
}
