import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import type { Service } from '../../trace/span.ts';
import { late } from '../late.ts';
import type { EvilIssuerConfig } from './evil-issuer.ts';

/** What the attacker's own pages and endpoints answer. */
export type Hosted = (request: HttpRequest) => HttpResponse | Promise<HttpResponse>;

/** What the attacker's site is made of. */
export interface AttackerSiteConfig extends EvilIssuerConfig {
  /** What came here, oldest first. */
  readonly caught: HttpRequest[];
  /** What a play has put there, by origin and path. */
  readonly hosted: ReadonlyMap<string, Hosted>;
}

/** Requests an attacker keeps. */
const MOST_CAUGHT = 200;

const evilIssuer = late(async () => (await import('./evil-issuer.ts')).evilIssuer);

/**
 * Whatever answers at the attacker's addresses. It keeps all that comes; it answers what a play has put there, else
 * as an authorization server of the attacker's own, else with thanks. It has no checks: it wants everything.
 */
export function createAttackerSite(config: AttackerSiteConfig): Service {
  const { caught, hosted } = config;
  return async (request) => {
    caught.push(request);
    if (caught.length > MOST_CAUGHT) caught.shift();
    const url = URL.parse(request.url);
    const own = url && hosted.get(url.origin + url.pathname);
    if (own) return own(request);
    const asIssuer = url?.origin === config.origin ? await evilIssuer(request, config) : undefined;
    return asIssuer ?? { status: 200, headers: [['Content-Type', 'text/plain; charset=utf-8']], body: 'Thank you.\n' };
  };
}
