import { FORM_TYPE, encodeForm } from '../../http/form.ts';
import { header } from '../../http/message.ts';
import type { Header, HttpRequest, HttpResponse } from '../../http/message.ts';
import type { PartyId } from '../../trace/trace.ts';
import type { ReferringStep } from '../../protocol/browser/referrer-policy.ts';
import { late } from '../../services/late.ts';
import { NetworkError } from '../../world/world.ts';
import type { Send } from '../cast.ts';
import { originText, withoutFragment } from './address.ts';
import { createCookies, sameSiteContext } from './cookies.ts';
import { formEntries, htmlForms } from './html-form.ts';
import type { HtmlForm } from './html-form.ts';
import { redirectTarget } from './redirect.ts';
import type { Framed } from './frame.ts';
import type { ScriptAnswer, ScriptRequest } from './script-fetch.ts';

/** Pages that a browser remembers. */
const MOST_SHOWN = 50;

/** What the user looks at. */
export interface Page {
  /** What the address bar shows, fragment included. */
  readonly url: string;
  readonly status: number;
  readonly html: string;
  readonly forms: readonly HtmlForm[];
  readonly response: HttpResponse;
  /** How it was asked for at last. */
  readonly method: string;
}

/** A user's browser: cookies, redirects one by one, forms. */
export interface Browser {
  /** The page on screen; undefined before the first. */
  readonly page: Page | undefined;
  /**
   * Goes to an address, as if the user had typed it or an app had opened it, and follows redirects.
   * @throws {NetworkError} where nobody answers, or it is redirected without end
   */
  navigate(url: string | Promise<string>): Promise<Page>;
  /**
   * Fills the page's form and presses a button, named by its text or value; the first one otherwise.
   * A page without that button stays as it is, as a user would be stuck there.
   * @throws {NetworkError} where nobody answers
   */
  submit(fields: Readonly<Record<string, string>>, options?: { readonly button?: string }): Promise<Page>;
  /** The addresses of the pages that were shown, oldest first: whoever sits down at this browser can read them. RFC 9700 §4.3.1 */
  readonly history: readonly string[];
  /**
   * Goes back to the page before. It is shown as it was, however old; one that was not to be stored is asked for again,
   * and one that a form led to stays away, as the browser would have to send the form again. RFC 9111 §6; HTML §7.4.3
   * @throws {NetworkError} where nobody answers
   */
  back(): Promise<Page | undefined>;
  /**
   * What a script in the page gets when it calls fetch: an answer that its origin may read, or nothing. Fetch §4
   * @throws {NetworkError} where nobody answers
   */
  fetch(request: ScriptRequest): Promise<ScriptAnswer>;
  /**
   * Loads an address into a frame of the page: the page in it, or why the browser shows none. HTML §7.6
   * @throws {NetworkError} where nobody answers
   */
  frame(url: string): Promise<Framed>;
}

/** What a browser is made of. */
export interface BrowserOptions {
  readonly party: PartyId;
  readonly send: Send;
  /** The world's time in milliseconds since 1970. */
  readonly now: () => number;
}

interface Navigation {
  readonly method: string;
  readonly url: string;
  readonly body: string;
  readonly type?: Header | undefined;
  /** The page that led there. */
  readonly initiator?: Page | undefined;
  /** What that page, or a redirect since, says in `Referrer-Policy`. Fetch §4.4 */
  readonly policy?: string | undefined;
  /** Set once a redirect came from another site than that page and led to yet another: then nobody is told of the page's. Fetch §3.2 */
  readonly tainted?: boolean | undefined;
}

const referrerHeaders = late<[ReferringStep], Header[]>(() =>
  import('../../protocol/browser/referrer-policy.ts').then((part) => part.referrerHeaders),
);

/** What a request tells of the page that led to it. Nearly every page here says `no-referrer`. Referrer Policy §8.3; Fetch §3.2 */
function referring({ method, url, initiator, policy, tainted = false }: Navigation): Header[] | Promise<Header[]> {
  if (!initiator || originText(initiator.url) === 'null') return [];
  const asks = method === 'GET' || method === 'HEAD';
  if (policy === 'no-referrer') return asks ? [] : [['Origin', 'null']];
  return referrerHeaders({ page: initiator.url, url, policy, asks, tainted });
}

/**
 * Where a redirect leads, and how. Fetch §4.4; RFC 9110 §15.4
 * @throws {NetworkError} where it leads to no address, or was one too many
 */
function redirected(navigation: Navigation, followed: number, sent: HttpRequest, response: HttpResponse): Navigation | undefined {
  const found = redirectTarget(followed, sent.url, URL.parse(navigation.url)?.hash ?? '', response);
  if (!found) return undefined;
  if ('stopped' in found) throw new NetworkError(found.stopped);
  const { target } = found;
  const repeats = response.status === 307 || response.status === 308 || navigation.method === 'GET';
  const { initiator } = navigation;
  const from = originText(sent.url);
  const strays = initiator !== undefined && from !== originText(initiator.url) && from !== target.origin;
  const tainted = navigation.tainted === true || strays;
  const policy = header(response, 'referrer-policy') ?? navigation.policy;
  return { ...(repeats ? navigation : { method: 'GET', body: '', initiator }), policy, tainted, url: target.href };
}

/** A browser nobody has used yet. */
export function createBrowser({ party, send, now }: BrowserOptions): Browser {
  const cookies = createCookies(now);
  let page: Page | undefined;
  const shown: Page[] = [];

  async function go(start: Navigation): Promise<Page> {
    let navigation = start;
    for (let followed = 0; ; followed += 1) {
      const { method, url, body, type, initiator } = navigation;
      const site = sameSiteContext(initiator?.url, url, method);
      const cookie = await cookies.headerFor(url, site);
      const headers: Header[] = [['Accept', 'text/html'], ...(type ? [type] : []), ...(await referring(navigation))];
      if (cookie !== undefined) headers.push(['Cookie', cookie]);
      const { request, response } = await send(party, { method, url: withoutFragment(url), headers, body });
      // What a page that the user goes to sets is kept, whoever led there. RFC 6265bis §5.7
      await cookies.keep(request.url, response, 'strict');
      const next = redirected(navigation, followed, request, response);
      if (!next) {
        page = {
          url: withoutFragment(request.url) + (URL.parse(url)?.hash ?? ''),
          status: response.status,
          html: response.body,
          forms: htmlForms(response.body),
          response,
          method,
        };
        if (shown.push(page) > MOST_SHOWN) shown.shift();
        return page;
      }
      navigation = next;
    }
  }

  return {
    get page() {
      return page;
    },
    get history() {
      return shown.map(({ url }) => url);
    },
    async back() {
      const [before] = shown.slice(-2, -1);
      if (!before) return page;
      const { mayBeShownAgain } = await import('../../protocol/browser/history.ts');
      const again = mayBeShownAgain(before.response);
      if (!again && before.method !== 'GET') return page;
      shown.splice(-1);
      if (again) return (page = before);
      shown.splice(-1);
      return go({ method: 'GET', url: before.url, body: '' });
    },
    navigate: async (url) => go({ method: 'GET', url: await url, body: '' }),
    async fetch(request) {
      const { scriptFetch } = await import('./script-fetch.ts');
      const host = { url: page?.url ?? 'about:blank', referrerPolicy: page && header(page.response, 'referrer-policy') };
      return scriptFetch(request, { party, send, cookies, page: host });
    },
    async frame(url) {
      const { frame } = await import('./frame.ts');
      return frame(url, { party, send, cookies, page: page?.url });
    },
    async submit(fields, { button } = {}) {
      if (!page) return go({ method: 'GET', url: 'about:blank', body: '' });
      const from = { initiator: page, policy: header(page.response, 'referrer-policy') };
      for (const form of page.forms) {
        const entries = formEntries(form, fields, button);
        const target = URL.parse(form.action, page.url);
        if (!entries || !target) continue;
        if (form.method === 'POST') return go({ method: 'POST', url: target.href, body: encodeForm(entries), type: FORM_TYPE, ...from });
        target.search = encodeForm(entries);
        return go({ method: 'GET', url: target.href, body: '', ...from });
      }
      return page;
    },
  };
}
