import { exchange, form, jsonBody, logIn } from '../../../../tests/rehearsal.ts';
import { header } from '../../http/message.ts';
import type { Header } from '../../http/message.ts';
import type { ClientIdentity } from '../../protocol/tls/client-identity.ts';
import { parsePem } from '../../protocol/x509/pem.ts';
import { certificateThumbprint } from '../../protocol/x509/thumbprint.ts';
import type { PartyId } from '../../trace/trace.ts';
import { IDENTITIES } from '../../world/certificates/identities.ts';
import { NetworkError } from '../../world/world.ts';
import { TOKEN } from '../authorization-server/token/request.fixture.ts';
import type { Company } from '../authorization-server/token/request.fixture.ts';
import { GATEWAY, INVOICES_API, tokenFor } from '../resource-server/protected-world.fixture.ts';
import type { DutyCase } from './duties.fixture.ts';
import type { CheckCase } from './trial.fixture.ts';

/** Where a handshake may end: each party stands behind a TLS connection of its own. */
const PLACES: readonly (readonly [PartyId, string])[] = [
  ['as', 'https://as.lab.test/jwks'],
  ['gateway', `${GATEWAY}/invoices`],
  ['invoices', `${INVOICES_API}/invoices`],
];

/** What a token that is bound to somebody's certificate names. */
function thumbprintOf({ chain }: ClientIdentity): Promise<string> {
  return certificateThumbprint(parsePem('CERTIFICATE', chain)[0] ?? new Uint8Array());
}

/** Sends a good request with a certificate, and tells the status or the alert. */
async function present(cast: Company, url: string, identity: ClientIdentity): Promise<string> {
  const headers: Header[] = [['Authorization', `Bearer ${await tokenFor('alice')}`]];
  try {
    const { response } = await cast.send('app', { method: 'GET', url, headers, body: '' }, identity);
    return String(response.status);
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    return `alert ${exchange(cast).handshake?.alert ?? 'none'}`;
  }
}

/** The certificate of payroll against another, at every place. */
function handshake(alert: string, wrong: ClientIdentity): CheckCase[] {
  return PLACES.map(([party, url]) => ({
    party,
    refusal: `alert ${alert}`,
    goesOn: '200',
    play: (cast, isWrong) => present(cast, url, isWrong ? wrong : IDENTITIES.payroll),
  }));
}

const UNREADABLE = '-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n';

/** A client asks for a token for itself, with a right certificate against a wrong one. */
function asking(clientId: string, right: ClientIdentity, wrong: ClientIdentity): CheckCase {
  return {
    party: 'as',
    refusal: '401 invalid_client',
    goesOn: '200',
    play: (cast, isWrong) =>
      cast.send('app', form(TOKEN, { grant_type: 'client_credentials', client_id: clientId }), isWrong ? wrong : right),
  };
}

/** A machine calls the gateway with its certificate alone, with one of a machine that is known there against another. */
function atGateway(wrong: ClientIdentity): CheckCase {
  const request = { method: 'GET', url: `${GATEWAY}/machines/summary`, headers: [], body: '' };
  return {
    party: 'gateway',
    refusal: '401',
    goesOn: '200',
    play: (cast, isWrong) => cast.send('app', request, isWrong ? wrong : IDENTITIES.payroll),
  };
}

/** A token bound to the certificate of payroll is sent with that certificate, against another sender. */
function bound(wrong: ClientIdentity | undefined): CheckCase[] {
  const places: typeof PLACES = [...PLACES.slice(1), ['as', 'https://as.lab.test/userinfo']];
  return places.map(([party, url]) => ({
    party,
    together: party === 'invoices' ? ['api.own-validation'] : [],
    refusal: '401 invalid_token',
    goesOn: '200',
    async play(cast, isWrong) {
      const token = await tokenFor('alice', { scope: 'openid invoice_read', cnf: { 'x5t#S256': await thumbprintOf(IDENTITIES.payroll) } });
      const headers: Header[] = [['Authorization', `Bearer ${token}`]];
      return cast.send('app', { method: 'GET', url, headers, body: '' }, isWrong ? wrong : IDENTITIES.payroll);
    },
  }));
}

/** The managed phone redeems a code with the certificate of its machine. */
async function managedCode(cast: Company): Promise<Record<string, string>> {
  const url = cast.phone.authorizationRequest().then((text) => text.replace('client_id=ledger-phone', 'client_id=ledger-phone-managed'));
  await logIn(cast, url);
  return {
    grant_type: 'authorization_code',
    client_id: 'ledger-phone-managed',
    code: cast.phone.received?.code ?? '',
    redirect_uri: 'test.lab.ledger:/callback',
    code_verifier: cast.world.logins.phone.begun?.codeVerifier ?? '',
  };
}

/** Its refresh token, used by another sender; the check of the promise is off, so that none at all can try. */
function refreshing(wrong: ClientIdentity | undefined): CheckCase {
  return {
    party: 'as',
    beside: ['mtls.required'],
    refusal: '400 invalid_grant',
    goesOn: '200',
    async play(cast, isWrong) {
      const { response } = await cast.send('phone', form(TOKEN, await managedCode(cast)), IDENTITIES.printer);
      const { refresh_token: refreshToken } = jsonBody(response);
      const fields = { grant_type: 'refresh_token', client_id: 'ledger-phone-managed', refresh_token: String(refreshToken) };
      await cast.send('phone', form(TOKEN, fields), isWrong ? wrong : IDENTITIES.printer);
    },
  };
}

export const refreshBoundToCertificate: readonly CheckCase[] = [refreshing(IDENTITIES.payroll), refreshing(undefined)];

/** Cases of the handshake in which a client presents its certificate. */
export const mutualTlsCases = {
  'mtls.chain': [
    ...handshake('unknown_ca', IDENTITIES.mallory),
    ...handshake('bad_certificate', { chain: UNREADABLE, key: IDENTITIES.payroll.key }),
  ],
  'mtls.validity': handshake('certificate_expired', IDENTITIES.expired),
  'mtls.usage': handshake('unsupported_certificate', IDENTITIES.serverOnly),
  'mtls.revocation': handshake('certificate_revoked', IDENTITIES.revoked),
  'client.certificate-subject': [
    asking('payroll-import-mtls', IDENTITIES.payroll, IDENTITIES.printer),
    asking('payroll-import-mtls', IDENTITIES.payroll, IDENTITIES.archive),
    asking('ledger-batch', IDENTITIES.batch, IDENTITIES.payroll),
    atGateway(IDENTITIES.printer),
    atGateway(IDENTITIES.archive),
  ],
  'client.certificate-registered': [
    asking('archive-export', IDENTITIES.archive, IDENTITIES.scanner),
    asking('archive-export', IDENTITIES.archive, IDENTITIES.payroll),
  ],
  'mtls.token-binding': [...bound(IDENTITIES.printer), ...bound(undefined)],
  'mtls.required': [
    {
      party: 'as',
      refusal: '400 invalid_request',
      goesOn: '200',
      play: async (cast, isWrong) => cast.send('phone', form(TOKEN, await managedCode(cast)), isWrong ? undefined : IDENTITIES.printer),
    },
  ],
  'mtls.possession': handshake('decrypt_error', { chain: IDENTITIES.payroll.chain, key: IDENTITIES.printer.key }),
} as const satisfies Record<string, readonly CheckCase[]>;

/** What the API behind the gateway is told of the certificate, where the sender writes one into a header. */
function forging(seen: readonly [string, string], identity?: ClientIdentity): DutyCase {
  return {
    party: 'gateway',
    seen,
    play: async (cast) => {
      const headers: Header[] = [
        ['Authorization', `Bearer ${await tokenFor('alice')}`],
        ['Client-Cert', ':AAAA:'],
      ];
      await cast.send('attacker', { method: 'GET', url: `${GATEWAY}/invoices`, headers, body: '' }, identity);
      const told = header(exchange(cast, 2).request, 'client-cert') ?? 'nothing';
      return told.length > 100 ? 'the certificate of the handshake' : told;
    },
  };
}

export const mutualTlsDuties = {
  'mtls.forwarded-certificate': [
    forging(['nothing', ':AAAA:']),
    forging(['the certificate of the handshake', ':AAAA:'], IDENTITIES.printer),
  ],
} as const satisfies Record<string, readonly DutyCase[]>;
