import { ask, exchange, form } from '../../../../../tests/rehearsal.ts';
import { htmlForms } from '../../../actors/browser/html-form.ts';
import type { Cast } from '../../../actors/cast.ts';
import type { AuthorizationRequestOptions } from '../../../actors/client/relying-party.ts';
import { header } from '../../../http/message.ts';
import type { Header } from '../../../http/message.ts';
import type { Landscape } from '../../../world/landscape.ts';
import { authorizationUrl } from '../authorize/request.fixture.ts';

export const PARTNER = 'Log in with Partner';
export const DORA = { username: 'dora', password: 'explorer' };
/** Her profile at the partner holds the address of alice. */
export const MALLORY = { username: 'mallory', password: 'mirror' };

/** Somebody of the partner logs in at the page on screen, and allows what is asked; the browser is brought back. */
async function logInThere({ browser }: Pick<Cast, 'browser'>, who: Readonly<Record<string, string>>): Promise<void> {
  await browser.submit(who);
  await browser.submit({}, { button: 'Allow' });
}

/** The web app asks for a login, and somebody of the partner gives it. */
export async function enterByPartner(
  cast: Pick<Cast, 'browser' | 'app'>,
  who: Readonly<Record<string, string>> = DORA,
  options: AuthorizationRequestOptions = {},
): Promise<void> {
  await cast.browser.navigate(cast.app.authorizationRequest(options));
  await cast.browser.submit({}, { button: PARTNER });
  await logInThere(cast, who);
}

/** A login elsewhere that was begun in one browser and answered in another: the answer, and the first one's session. */
export interface CaughtAnswer {
  readonly url: URL;
  readonly cookie: Header;
}

/** Catches the partner's answer before the browser that began the login has brought it. */
export async function catchAnswer(cast: Cast & { readonly world: Landscape }): Promise<CaughtAnswer> {
  const page = await ask(cast, { url: authorizationUrl() });
  const cookie: Header = ['Cookie', header(page, 'set-cookie')?.split(';')[0] ?? ''];
  const elsewhere = htmlForms(page.body).find(({ action }) => action === '/federation');
  const fields = Object.fromEntries((elsewhere?.controls ?? []).map(({ name, value }) => [name, value]));
  const begun = await ask(cast, form('https://as.lab.test/federation', fields, [cookie]));
  await cast.browser.navigate(header(begun, 'location') ?? '');
  await logInThere(cast, DORA);
  return { url: new URL(exchange(cast).request.url), cookie };
}
