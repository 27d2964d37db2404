import { ask, exchange, jsonBody, logIn } from '../../../../tests/rehearsal.ts';
import { field, queryFields } from '../../http/form.ts';
import { header } from '../../http/message.ts';
import type { HttpResponse } from '../../http/message.ts';
import { decodeCompact } from '../../protocol/token/jws.ts';
import type { PartyId } from '../../trace/trace.ts';
import { authorizationUrl } from '../authorization-server/authorize/request.fixture.ts';
import { BASIC, post, REFRESH } from '../authorization-server/token/request.fixture.ts';
import type { Company } from '../authorization-server/token/request.fixture.ts';
import { GATEWAY, INVOICES_API, tokenFor } from '../resource-server/protected-world.fixture.ts';
import { notCompressedCases, oneErrorCases } from './resource-server/sealed-token.fixture.ts';
import { apiDuties, noStoreAtPayments } from './resource-server/apis.fixture.ts';
import { exchangeDuties } from './authorization-server/exchange.fixture.ts';
import { logoutDuties } from './authorization-server/logout.fixture.ts';
import { ledgerDuties } from './relying-party/relying-party.fixture.ts';
import { gatewayAnswerDuties } from './resource-server/gateway-answers.fixture.ts';
import { gatewayCallerDuties } from './resource-server/gateway-callers.fixture.ts';
import { mutualTlsDuties } from './mutual-tls.fixture.ts';
import { backEndDuties } from './relying-party/back-end.fixture.ts';
import { tokenDuties } from './authorization-server/tokens.fixture.ts';
import type { Duty } from './trial.fixture.ts';

/** One place where a duty is done, and what others see of it. */
export interface DutyCase {
  /** Who does it. */
  readonly party: PartyId;
  /** What is seen where it is done, and where it is left out. */
  readonly seen: readonly [string, string];
  readonly play: (cast: Company) => Promise<string | undefined>;
}

const ALICE = { username: 'alice', password: 'wonderland' };

function seeHeader(party: PartyId, name: string, value: string, get: (cast: Company) => Promise<HttpResponse>): DutyCase {
  return { party, seen: [value, 'nothing'], play: async (cast) => header(await get(cast), name) ?? 'nothing' };
}

const readInvoices =
  (url: string): ((cast: Company) => Promise<HttpResponse>) =>
  async (cast) =>
    ask(cast, { url, headers: [['Authorization', `Bearer ${await tokenFor('alice')}`]] });

const loginPage = (cast: Company): Promise<HttpResponse> => ask(cast, { url: authorizationUrl() });
const homePage = (cast: Company): Promise<HttpResponse> => ask(cast, { url: 'https://app.lab.test/' });

/** The session cookies a browser was given by the n-th message. */
function cookieOf(cast: Company, number: number): string {
  return header(exchange(cast, number).response ?? { headers: [] }, 'set-cookie')?.split(';')[0] ?? '';
}

/** Every duty, where it is done. */
export const dutyCases: Readonly<Record<Duty, readonly DutyCase[]>> = {
  'http.no-store': [
    seeHeader('as', 'cache-control', 'no-store', (cast) => post(cast, REFRESH, [BASIC])),
    seeHeader('as', 'cache-control', 'no-store', loginPage),
    seeHeader('gateway', 'cache-control', 'no-store', readInvoices(`${GATEWAY}/invoices`)),
    seeHeader('invoices', 'cache-control', 'no-store', readInvoices(`${INVOICES_API}/invoices`)),
    seeHeader('app', 'cache-control', 'no-store', homePage),
    noStoreAtPayments,
  ],
  'http.escape-html': [
    {
      party: 'as',
      seen: ['escaped', 'as it came'],
      play: async (cast) =>
        (await ask(cast, { url: authorizationUrl({ login_hint: '<b>' }) })).body.includes('<b>') ? 'as it came' : 'escaped',
    },
  ],
  'http.no-referrer': [
    seeHeader('as', 'referrer-policy', 'no-referrer', loginPage),
    seeHeader('app', 'referrer-policy', 'no-referrer', homePage),
  ],
  'rp.tokens-in-back-end': backEndDuties['rp.tokens-in-back-end'],
  'http.session-cookie': [
    ...backEndDuties['http.session-cookie'],
    ...ledgerDuties['http.session-cookie'],
    {
      party: 'as',
      seen: ['__Host-session', 'session'],
      play: async (cast) => header(await loginPage(cast), 'set-cookie')?.split('=')[0],
    },
  ],
  'authorize.iss-returned': [
    {
      party: 'as',
      seen: ['https://as.lab.test', 'nothing'],
      play: async (cast) => {
        const response = await ask(cast, { url: authorizationUrl({ scope: 'payments' }) });
        return field(queryFields(header(response, 'location') ?? ''), 'iss') ?? 'nothing';
      },
    },
  ],
  'authorize.message-target': [
    {
      party: 'as',
      seen: ['https://spa.lab.test', '*'],
      play: async (cast) => {
        const changes = { client_id: 'spa', redirect_uri: 'https://spa.lab.test/callback', response_mode: 'web_message' };
        await logIn(cast, Promise.resolve(authorizationUrl(changes)));
        return /postMessage\(.*, "([^"]+)"\)/.exec(cast.browser.page?.html ?? '')?.[1];
      },
    },
  ],
  'authorize.redirect-303': [
    {
      party: 'as',
      seen: ['303', '307'],
      play: async (cast) => {
        await cast.browser.navigate(cast.app.authorizationRequest());
        await cast.browser.submit(ALICE);
        return String(exchange(cast, 2).response?.status);
      },
    },
  ],
  'authorize.no-framing': [seeHeader('as', 'x-frame-options', 'DENY', loginPage)],
  'login.session-renewed': [
    {
      party: 'as',
      seen: ['another session', 'the same session'],
      play: async (cast) => {
        await cast.browser.navigate(cast.app.authorizationRequest());
        await cast.browser.submit(ALICE);
        return cookieOf(cast, 1) === cookieOf(cast, 2) ? 'the same session' : 'another session';
      },
    },
  ],
  'consent.client-described': [
    {
      party: 'as',
      seen: ['who asks for what', 'nothing'],
      play: async (cast) => {
        await cast.browser.navigate(cast.app.authorizationRequest());
        const { html } = await cast.browser.submit(ALICE);
        return html.includes('Ledger app') && html.includes('invoice_read') ? 'who asks for what' : 'nothing';
      },
    },
  ],
  'token.audience-restricted': [
    {
      party: 'as',
      seen: ['"https://api.lab.test"', '["https://api.lab.test","https://payments.internal.lab.test"]'],
      play: async (cast) => {
        const { access_token } = jsonBody(await post(cast, REFRESH, [BASIC]));
        return JSON.stringify(decodeCompact(String(access_token))?.claims['aud']);
      },
    },
  ],
  ...tokenDuties,
  ...logoutDuties,
  'gateway.strip-headers': [
    {
      party: 'gateway',
      seen: ['nobody', 'carol'],
      play: async (cast) => {
        const headers = [['Authorization', `Bearer ${await tokenFor('alice')}`] as const, ['X-User', 'carol'] as const];
        await ask(cast, { url: `${GATEWAY}/invoices`, headers });
        return header(exchange(cast, 2).request, 'x-user') ?? 'nobody';
      },
    },
  ],
  'jwe.one-error': oneErrorCases,
  'jwe.not-compressed': notCompressedCases,
  ...mutualTlsDuties,
  ...exchangeDuties,
  ...gatewayCallerDuties,
  ...gatewayAnswerDuties,
  ...apiDuties,
  'rp.callback-clean': [
    ...backEndDuties['rp.callback-clean'],
    {
      party: 'app',
      seen: ['no code', 'the code'],
      play: async (cast) => {
        await logIn(cast, cast.app.authorizationRequest());
        return cast.browser.page?.url.includes('code=') ? 'the code' : 'no code';
      },
    },
  ],
};
