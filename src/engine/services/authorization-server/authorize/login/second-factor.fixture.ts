import type { Cast } from '../../../../actors/cast.ts';
import { logIn } from '../../../../../../tests/rehearsal.ts';

export const TWO_FACTORS = 'urn:example:acr:two-factors';
export const PASSWORD = 'urn:example:acr:password';
export const ALICE = { username: 'alice', password: 'wonderland' };

/** What the authenticator shows on the page that asks for it. */
export function shownCode({ browser }: Pick<Cast, 'browser'>): string {
  return /shows <code>(\d{6})<\/code>/.exec(browser.page?.html ?? '')?.[1] ?? '';
}

/** Alice types the code that her authenticator shows, or another. */
export async function confirm(cast: Pick<Cast, 'browser'>, code = shownCode(cast)): Promise<void> {
  await cast.browser.submit({ one_time_code: code }, { button: 'Confirm' });
}

/** Alice has allowed the web app what it asks, with a password alone. */
export async function knownByPassword(cast: Cast): Promise<void> {
  await logIn(cast, cast.app.authorizationRequest());
}
