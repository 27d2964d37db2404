import { formEntries, htmlForms } from '#engine/actors/browser/html-form.ts';

interface Cookie {
  readonly host: string;
  readonly path: string;
  readonly name: string;
  readonly value: string;
}

/** Redirects in a row that a browser follows. Fetch §4.4 */
const REDIRECT_LIMIT = 20;

/** Where a browser of the lab does not go: the reader's own machine, and apps with a scheme of their own. RFC 8252 §7 */
function isOwn(url: URL): boolean {
  return url.protocol !== 'https:' || /^(?:127\.0\.0\.1|\[::1\]|localhost)$/.test(url.hostname);
}

function covers(cookie: Cookie, url: URL): boolean {
  const path = cookie.path.endsWith('/') ? cookie.path : `${cookie.path}/`;
  return cookie.host === url.hostname && (cookie.path === url.pathname || url.pathname.startsWith(path));
}

type Submit = (page: Page, fields: Readonly<Record<string, string>>, button: string | undefined) => Promise<Page>;

/** The page a browser has come to. */
class Page {
  /** What the address bar shows. Where a redirect led out of the lab, to your client, that address. */
  readonly url: string;
  /** Of the answer; 0 where the browser was sent out of the lab and asked nobody. */
  readonly status: number;
  readonly html: string;
  readonly #submit: Submit;

  constructor(url: string, status: number, html: string, submit: Submit) {
    this.url = url;
    this.status = status;
    this.html = html;
    this.#submit = submit;
  }

  /** What stands on the page, without its markup. */
  get text(): string {
    return this.html
      .replaceAll(/<(script|style|head)\b[\s\S]*?<\/\1\s*>/gi, ' ')
      .replaceAll(/<[^>]*>/g, ' ')
      .replaceAll(/\s+/g, ' ')
      .trim();
  }

  /** What is written on the buttons of the page's forms. */
  get buttons(): string[] {
    return htmlForms(this.html).flatMap(({ buttons }) => buttons.map(({ text }) => text));
  }

  /**
   * Fills in the form and presses a button, by what is written on it; the first one where none is named.
   * @throws {Error} where the page has no such button
   */
  submit(fields: Readonly<Record<string, string>> = {}, button?: string): Promise<Page> {
    return this.#submit(this, fields, button);
  }
}

/** A browser for a script: `fetch`, cookies by host and path, redirects one by one, and the forms of the pages. */
class Browser {
  readonly #stopAt: string | undefined;
  #cookies: Cookie[] = [];

  constructor(stopAt?: string) {
    this.#stopAt = stopAt;
  }

  /** Goes to an address and follows redirects, until a page comes or the browser is sent to your client. */
  open(url: string | URL): Promise<Page> {
    return this.#go('GET', new URL(url));
  }

  #keep(url: URL, response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
      const attribute = (name: string): string | undefined =>
        attributes.find((one) => one.toLowerCase().startsWith(`${name}=`))?.slice(name.length + 1);
      const at = pair.indexOf('=');
      const cookie = { host: url.hostname, path: attribute('path') ?? '/', name: pair.slice(0, at), value: pair.slice(at + 1) };
      this.#cookies = this.#cookies.filter(({ host, path, name }) => host !== cookie.host || path !== cookie.path || name !== cookie.name);
      if (attribute('max-age') !== '0') this.#cookies.push(cookie);
    }
  }

  async #go(method: string, url: URL, body?: URLSearchParams): Promise<Page> {
    let [next, how, form] = [url, method, body];
    for (let hops = 0; hops <= REDIRECT_LIMIT; hops += 1) {
      if (isOwn(next) || (this.#stopAt !== undefined && next.href.startsWith(this.#stopAt))) return this.#page(next.href, 0, '');
      const cookie = this.#cookies.filter((one) => covers(one, next)).map(({ name, value }) => `${name}=${value}`);
      const headers: Record<string, string> = { Accept: 'text/html', ...(cookie.length > 0 ? { Cookie: cookie.join('; ') } : {}) };
      if (form) headers['Origin'] = url.origin;
      const response = await fetch(next, { method: how, headers, redirect: 'manual', ...(form ? { body: form } : {}) });
      this.#keep(next, response);
      const location = response.headers.get('location');
      if (location === null || response.status < 300 || response.status > 399)
        return this.#page(next.href, response.status, await response.text());
      if (response.status !== 307 && response.status !== 308) [how, form] = ['GET', undefined];
      next = new URL(location, next);
    }
    throw new Error(`The browser gave up after ${REDIRECT_LIMIT} redirects in a row.`);
  }

  #page(url: string, status: number, html: string): Page {
    return new Page(url, status, html, (page, fields, button) => this.#submit(page, fields, button));
  }

  async #submit(page: Page, fields: Readonly<Record<string, string>>, button: string | undefined): Promise<Page> {
    for (const form of htmlForms(page.html)) {
      const entries = formEntries(form, fields, button);
      if (!entries) continue;
      const target = new URL(form.action === '' ? page.url : form.action, page.url);
      const content = new URLSearchParams(entries);
      if (form.method === 'POST') return this.#go('POST', target, content);
      target.search = content.toString();
      return this.#go('GET', target);
    }
    const there = page.buttons.map((one) => JSON.stringify(one)).join(', ');
    throw new Error(
      `The page at ${page.url} has ${button === undefined ? 'no form' : `no button ${JSON.stringify(button)}`}. ` +
        (there === '' ? `It says: ${page.text.slice(0, 200)}` : `Its buttons: ${there}.`),
    );
  }
}

/**
 * A browser with no cookies yet.
 * @param options.stopAt an address of your client: the browser goes no further, and `page.url` is what it was sent to
 */
export function openBrowser({ stopAt }: { readonly stopAt?: string } = {}): Browser {
  return new Browser(stopAt);
}
