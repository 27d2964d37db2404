import type { Client, EarlierGrant } from '../services/authorization-server/registration.ts';
import { PHONE_SCHEME } from './parties.ts';

/** The registered clients. */
export const CLIENTS = {
  ledger: {
    id: 'ledger',
    name: 'Ledger app',
    authentication: 'client_secret_basic',
    secret: 'ledger-secret-7f3a9c51e8b24d06',
    redirectUris: ['https://app.lab.test/callback'],
    scopes: ['openid', 'profile', 'email', 'invoice_read', 'invoice_write'],
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
  bank: {
    id: 'bank-portal',
    name: 'Bank portal',
    authentication: 'client_secret_basic',
    secret: 'bank-portal-secret-41d0c7e26fb98a35',
    redirectUris: ['https://bank.lab.test/callback'],
    scopes: ['openid', 'profile', 'invoice_read', 'invoice_write'],
    grants: ['authorization_code', 'refresh_token'],
    requirePushedAuthorizationRequests: true,
  },
} as const satisfies Record<string, Client>;

/** The refresh token that the web app has kept since alice logged in, before the play begins: it may read, not write. */
export const EARLIER_GRANT: EarlierGrant = {
  refreshToken: 'rt-ledger-alice-Zk3vQ8nT1xYw5uJc',
  clientId: 'ledger',
  sub: 'alice',
  scope: ['openid', 'profile', 'invoice_read'],
};
