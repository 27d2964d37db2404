import { formEntries, htmlForms } from '#engine/actors/browser/html-form.ts';
import { manifest } from './landscape.ts';

/** Steps a user takes at most before something is wrong. */
const PATIENCE = 12;

/** Somebody at a browser of their own. */
export interface User {
  /**
   * Opens an address, fills in what is asked and presses what is to be pressed. Gives the address the
   * browser was sent to outside of the authorization server, or the page where it ends, with its status.
   */
  open(url: string | URL): Promise<{ readonly back: URL } | { readonly status: number; readonly page: string }>;
  /** The same for a login that must lead back to the client. */
  back(url: string | URL): Promise<URL>;
}

/** Who it is, and what they say to the consent page. */
export interface UserOptions {
  readonly username?: string;
  /** Tried one after another. */
  readonly passwords?: readonly string[];
  readonly says?: 'Allow' | 'Deny';
  /** Logs in at the identity provider of the partner instead. */
  readonly elsewhere?: boolean;
}

/** A user with an empty browser, driven by nothing but fetch: cookies, redirects one by one, and the forms of the pages. */
export function createUser({ username = 'alice', passwords = ['wonderland'], says = 'Allow', elsewhere = false }: UserOptions = {}): User {
  /** By host name, as browsers keep them: ports do not count. RFC 6265 §8.5 */
  const jars = new Map<string, Map<string, string>>();
  const servers = new Set([manifest.issuer, manifest.parties['idp']]);
  const left = [...passwords];

  async function send(url: URL, form?: readonly [string, string][]): Promise<Response> {
    const cookies = jars.get(url.hostname) ?? new Map<string, string>();
    jars.set(url.hostname, cookies);
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = new Headers(cookie === '' ? {} : { Cookie: cookie });
    const body = form && new URLSearchParams(form.map(([name, value]) => [name, value]));
    const response = await fetch(url, { redirect: 'manual', headers, ...(body ? { method: 'POST', body } : {}) });
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      cookies.set(name, value);
    }
    return response;
  }

  async function open(start: string | URL): ReturnType<User['open']> {
    let url = new URL(start);
    let response = await send(url);
    for (let steps = 0; steps < PATIENCE; steps += 1) {
      const location = response.headers.get('location');
      if (location !== null) {
        url = new URL(location, url);
        if (!servers.has(url.origin)) return { back: url };
        response = await send(url);
        continue;
      }
      const page = await response.text();
      const forms = htmlForms(page);
      const away = elsewhere && url.origin === manifest.issuer ? forms.find(({ action }) => action === '/federation') : undefined;
      const form = away ?? forms[0];
      const asksPassword = form?.controls.some(({ name }) => name === 'password') ?? false;
      const fields = asksPassword ? { username, password: left.shift() ?? '' } : {};
      const spent = asksPassword && fields.password === '';
      const entries =
        form && !spent ? ((asksPassword ? undefined : formEntries(form, fields, says)) ?? formEntries(form, fields)) : undefined;
      if (!form || !entries) return { status: response.status, page };
      url = new URL(form.action, url);
      response = await send(url, entries);
    }
    throw new Error(`The user gave up at ${url.href}.`);
  }

  return {
    open,
    async back(url) {
      const end = await open(url);
      if (!('back' in end)) throw new Error(`The login ended on a page with status ${end.status}: ${end.page}`);
      return end.back;
    },
  };
}
