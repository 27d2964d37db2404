import type { Client, EarlierGrant, ExchangeTarget, RevocationListener } from '../services/authorization-server/client/registration.ts';
import { NOTICES_PATH } from '../services/resource-server/revocation/notices.ts';
import { GATEWAY, INVOICES, PAYMENTS, PHONE_SCHEME } from './parties.ts';

/** Every scope of the APIs. */
export const API_SCOPES = ['invoice_read', 'invoice_write', 'payment_read', 'payment_write'] as const;

/** The registered clients that nearly every lab meets. The others stand in `clients.ts`. */
export const FIRST_CLIENTS = {
  ledger: {
    id: 'ledger',
    name: 'Ledger app',
    authentication: 'client_secret_basic',
    secret: 'ledger-secret-7f3a9c51e8b24d06',
    redirectUris: ['https://app.lab.test/callback'],
    postLogoutRedirectUris: ['https://app.lab.test/'],
    backchannelLogoutUri: 'https://app.lab.test/backchannel-logout',
    scopes: ['openid', 'profile', 'email', ...API_SCOPES],
    grants: ['authorization_code', 'refresh_token'],
  },
  phone: {
    id: 'ledger-phone',
    name: 'Ledger phone app',
    authentication: 'none',
    redirectUris: [`${PHONE_SCHEME}/callback`],
    scopes: ['openid', 'profile', 'invoice_read'],
    grants: ['authorization_code', 'refresh_token'],
  },
} as const satisfies Record<string, Client>;

/** What services that are clients as well are set up with. Published, as every secret of the lab is. */
export const SERVICE_CREDENTIALS = {
  expenses: { id: 'expenses', secret: 'expenses-secret-c95e07b41f63d28a' },
  invoices: { id: 'invoices-api', secret: 'invoices-secret-2c6e9f07d41ba853' },
} as const;

/** The APIs behind the gateway that tokens are exchanged for. */
export const EXCHANGE_TARGETS: readonly ExchangeTarget[] = [
  { resource: INVOICES, name: 'invoices-api' },
  { resource: PAYMENTS, name: 'payments-api' },
];

/** The resource servers that read tokens by themselves, and so must be told which were taken back. */
export const REVOCATION_LISTENERS: readonly RevocationListener[] = [
  { url: `${GATEWAY}${NOTICES_PATH}`, resources: [GATEWAY] },
  { url: `${INVOICES}${NOTICES_PATH}`, resources: [GATEWAY, INVOICES] },
  { url: `${PAYMENTS}${NOTICES_PATH}`, resources: [PAYMENTS] },
];

/** The refresh token that the web app has kept since alice logged in, before the play begins: it may read, not write. */
export const EARLIER_GRANT: EarlierGrant = {
  refreshToken: 'rt-ledger-alice-Zk3vQ8nT1xYw5uJc',
  clientId: 'ledger',
  sub: 'alice',
  scope: ['openid', 'profile', 'invoice_read'],
};
