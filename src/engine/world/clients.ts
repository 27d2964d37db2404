import type { Client, EarlierGrant, ExchangeTarget, RevocationListener } from '../services/authorization-server/registration.ts';
import { NOTICES_PATH } from '../services/resource-server/notices.ts';
import { PAYROLL_KEY, publicJwk } from './keys.ts';
import { EXPENSES, GATEWAY, INVOICES, PAYMENTS, PHONE_SCHEME } from './parties.ts';

/** RFC 8693 §2.1 */
const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';

const API_SCOPES = ['invoice_read', 'invoice_write', 'payment_read', 'payment_write'] as const;

/** The registered clients. */
export const CLIENTS = {
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
  managedPhone: {
    id: 'ledger-phone-managed',
    name: 'Ledger phone app, managed',
    authentication: 'none',
    redirectUris: [`${PHONE_SCHEME}/callback`],
    scopes: ['openid', 'profile', 'invoice_read'],
    grants: ['authorization_code', 'refresh_token'],
    tlsClientCertificateBoundAccessTokens: true,
  },
  bank: {
    id: 'bank-portal',
    name: 'Bank portal',
    authentication: 'client_secret_basic',
    secret: 'bank-portal-secret-41d0c7e26fb98a35',
    redirectUris: ['https://bank.lab.test/callback'],
    postLogoutRedirectUris: ['https://bank.lab.test/'],
    backchannelLogoutUri: 'https://bank.lab.test/backchannel-logout',
    scopes: ['openid', 'profile', 'invoice_read', 'invoice_write'],
    grants: ['authorization_code', 'refresh_token'],
    requirePushedAuthorizationRequests: true,
    responseModes: ['query', 'form_post'],
  },
  expenses: {
    id: 'expenses',
    name: 'Expenses app',
    authentication: 'client_secret_basic',
    secret: 'expenses-secret-c95e07b41f63d28a',
    redirectUris: [`${EXPENSES}/callback`],
    scopes: ['openid', 'profile', 'invoice_read', 'invoice_write'],
    grants: ['authorization_code', 'refresh_token'],
  },
  dashboard: {
    id: 'dashboard',
    name: 'Dashboard',
    authentication: 'client_secret_basic',
    secret: 'dashboard-secret-6a90f4d3c7e1852b',
    redirectUris: ['https://app.lab.test/dashboard/callback'],
    scopes: ['openid', 'profile', 'invoice_read', 'invoice_write'],
    grants: ['authorization_code', 'refresh_token'],
    accessTokenFormat: 'opaque',
  },
  nightlyReport: {
    id: 'nightly-report',
    name: 'Nightly report',
    authentication: 'client_secret_post',
    secret: 'nightly-secret-2c8e5d1b7f904a36',
    redirectUris: [],
    scopes: ['invoice_read'],
    grants: ['client_credentials', 'refresh_token'],
  },
  payrollImport: {
    id: 'payroll-import',
    name: 'Payroll import',
    authentication: 'private_key_jwt',
    jwks: { keys: [publicJwk(PAYROLL_KEY)] },
    redirectUris: [],
    scopes: ['invoice_read', 'invoice_write'],
    grants: ['client_credentials'],
  },
  /** A machine that somebody named like a user. RFC 9700 §4.15 */
  namesake: {
    id: 'alice',
    name: 'A robot called alice',
    authentication: 'client_secret_post',
    secret: 'robot-secret-b37f0e6d52a94c18',
    redirectUris: [],
    scopes: ['invoice_read'],
    grants: ['client_credentials'],
  },
  payrollByCertificate: {
    id: 'payroll-import-mtls',
    name: 'Payroll import, by certificate',
    authentication: 'tls_client_auth',
    tlsClientAuth: { by: 'subject_dn', value: 'CN=payroll-import,OU=Finance,O=Lab Company' },
    redirectUris: [],
    scopes: ['invoice_read', 'invoice_write'],
    grants: ['client_credentials'],
    tlsClientCertificateBoundAccessTokens: true,
  },
  batch: {
    id: 'ledger-batch',
    name: 'Ledger batch',
    authentication: 'tls_client_auth',
    tlsClientAuth: { by: 'san_dns', value: 'ledger-batch.internal.lab.test' },
    redirectUris: [],
    scopes: ['invoice_read'],
    grants: ['client_credentials'],
    tlsClientCertificateBoundAccessTokens: true,
  },
  archive: {
    id: 'archive-export',
    name: 'Archive export',
    authentication: 'self_signed_tls_client_auth',
    redirectUris: [],
    scopes: ['invoice_read'],
    grants: ['client_credentials'],
    tlsClientCertificateBoundAccessTokens: true,
  },
  scanner: {
    id: 'office-scanner',
    name: 'Office scanner',
    authentication: 'self_signed_tls_client_auth',
    redirectUris: [],
    scopes: ['invoice_read'],
    grants: ['client_credentials'],
  },
  spa: {
    id: 'spa',
    name: 'Ledger in the browser',
    authentication: 'none',
    redirectUris: ['https://spa.lab.test/callback'],
    scopes: ['openid', 'profile', 'invoice_read', 'invoice_write'],
    grants: ['authorization_code', 'refresh_token'],
    responseModes: ['query', 'fragment', 'web_message'],
  },
  spaBound: {
    id: 'spa-bound',
    name: 'Ledger in the browser, tokens bound',
    authentication: 'none',
    redirectUris: ['https://spa.lab.test/callback'],
    scopes: ['openid', 'profile', 'invoice_read', 'invoice_write'],
    grants: ['authorization_code', 'refresh_token'],
    dpopBoundAccessTokens: true,
  },
  gateway: {
    id: 'gateway',
    name: 'Gateway',
    authentication: 'client_secret_basic',
    secret: 'gateway-secret-b81d20e4c7f95a36',
    redirectUris: [],
    scopes: API_SCOPES,
    grants: [TOKEN_EXCHANGE],
    serves: [GATEWAY],
    exchange: { receives: [GATEWAY], loginsOf: ['ledger'], targets: [INVOICES, PAYMENTS] },
  },
  invoices: {
    id: 'invoices-api',
    name: 'Invoices API',
    authentication: 'client_secret_basic',
    secret: 'invoices-secret-2c6e9f07d41ba853',
    redirectUris: [],
    scopes: API_SCOPES,
    grants: [TOKEN_EXCHANGE, 'client_credentials'],
    serves: [INVOICES, GATEWAY],
    exchange: { receives: [INVOICES, GATEWAY], loginsOf: [], targets: [PAYMENTS] },
  },
  desktop: {
    id: 'ledger-desktop',
    name: 'Ledger on the desktop',
    authentication: 'none',
    // It listens at whatever port is free, so the port is left open. RFC 8252 §7.3
    redirectUris: ['http://127.0.0.1/callback', 'http://[::1]/callback'],
    scopes: ['openid', 'profile', 'invoice_read'],
    grants: ['authorization_code', 'refresh_token'],
  },
  television: {
    id: 'television',
    name: 'Ledger on television',
    authentication: 'none',
    redirectUris: [],
    scopes: ['openid', 'profile', 'invoice_read'],
    grants: ['urn:ietf:params:oauth:grant-type:device_code', 'refresh_token'],
  },
  printer: {
    id: 'printer',
    name: 'Office printer',
    authentication: 'none',
    redirectUris: [],
    scopes: ['openid', 'invoice_read'],
    grants: ['urn:ietf:params:oauth:grant-type:device_code'],
  },
  rogue: {
    id: 'rogue',
    name: 'Free invoice viewer',
    authentication: 'none',
    redirectUris: ['https://evil.lab.test/callback'],
    scopes: ['openid', 'profile'],
    grants: ['authorization_code'],
    trusted: false,
  },
} as const satisfies Record<string, Client>;

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
