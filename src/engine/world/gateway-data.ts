import type { GatewayData } from '../services/gateway/data.ts';
import type { LabKey } from '../services/authorization-server/keys/signing-key.ts';
import { ACR } from '../protocol/authentication/acr.ts';
import { CLIENTS } from './clients.ts';
import { INNER_PUBLIC_KEY } from './keys/keys.ts';
import { INVOICES, ISSUER, PARTNER, PARTNER_KEYS, PAYMENTS } from './parties.ts';
import { USERS } from './users.ts';

/** Signs the tokens that the gateway makes for the APIs. Published, as every lab key is; it secures nothing. */
export const INNER_KEY: LabKey = { ...INNER_PUBLIC_KEY, d: 'AGizXN6Xv4B2RGgdHgpaLKJ0UAP56nfMS4VB8xpztfE' };

/** How long the reporting app's old key is still good when the world begins, in milliseconds. */
const OLD_KEY_RESTS = 3_600_000;

/**
 * The gateway's further routes, and who may call with a password or a key.
 * @param start when the world began, in milliseconds since 1970
 */
export function gatewayData(start: number): GatewayData {
  const reports = { app: 'reports', plan: 'team', scopes: ['invoice_read'], department: 'Finance', tenant: 'one' };
  const asClient = { clientId: CLIENTS.gateway.id, secret: CLIENTS.gateway.secret };
  const payments = {
    onward: 'exchange',
    audience: PAYMENTS,
    upstream: PAYMENTS,
    rate: { name: 'payments', quota: 10, window: 60 },
  } as const;
  return {
    routes: [
      { method: 'GET', path: '/basic/me', prefix: '/basic', ways: ['basic', 'bearer'] },
      { method: 'GET', path: '/basic/invoices', prefix: '/basic', ways: ['basic', 'bearer'], scope: 'invoice_read' },
      { method: 'GET', path: '/machines/summary', prefix: '/machines', ways: ['bearer', 'certificate'], scope: 'invoice_read' },
      { method: 'GET', path: '/apps/summary', prefix: '/apps', ways: ['bearer', 'api-key'], scope: 'invoice_read', opens: 'app' },
      { method: 'GET', path: '/usage', ways: ['api-key', 'bearer'], opens: 'app', own: 'usage' },
      { method: 'GET', path: '/step-up/me', prefix: '/step-up', stepUp: { acrValues: [ACR.twoFactors], maxAge: 300 } },
      { method: 'GET', path: '/payments', scope: 'payment_read', ...payments },
      { method: 'POST', path: '/payments', scope: 'payment_write', ...payments, stepUp: { acrValues: [ACR.twoFactors], maxAge: 300 } },
      { method: 'GET', path: '/payments/{id}', scope: 'payment_read', ...payments },
      {
        method: 'POST',
        path: '/payments/{id}/confirm',
        scope: 'payment_write',
        ...payments,
        stepUp: { acrValues: [ACR.twoFactors], maxAge: 300 },
      },
      { method: 'GET', path: '/live/invoices', prefix: '/live', scope: 'invoice_read', introspected: true },
      { method: 'GET', path: '/exchanged/invoices', prefix: '/exchanged', scope: 'invoice_read', onward: 'exchange', audience: INVOICES },
      { method: 'POST', path: '/split/token', own: 'split-token' },
      // Still listed, although nobody answers there any more.
      { method: 'GET', path: '/archive', scope: 'invoice_read', upstream: 'https://archive.internal.lab.test' },
      { method: 'GET', path: '/rates', ways: ['api-key', 'bearer'], opens: 'app', upstream: PARTNER, upstreamKey: PARTNER_KEYS.gateway },
    ],
    origins: [
      { origin: 'https://spa.lab.test', credentials: false },
      { origin: 'https://app.lab.test', credentials: true },
    ],
    plans: {
      free: { rate: { name: 'burst', quota: 5, window: 10 }, quota: { name: 'daily', quota: 20, window: 86_400 } },
      team: { rate: { name: 'burst', quota: 30, window: 60 }, quota: { name: 'daily', quota: 1000, window: 86_400 } },
    },
    accounts: USERS.flatMap((user) => (user.password === undefined ? [] : [{ ...user, password: user.password }])),
    accountScopes: ['invoice_read', 'invoice_write'],
    apiKeys: [
      { id: 'reports-2026-11', key: 'tsk_reports_Qm7vX2kD9sLw4RfZ8bTn', ...reports },
      { id: 'reports-2026-05', key: 'tsk_reports_h3Yc6PjA1uNe5GxW0qVk', ...reports, until: start + OLD_KEY_RESTS },
      {
        id: 'wall-2026-10',
        key: 'tsk_wall_B4nT8mKz2JrS6yLc0DpH',
        app: 'wall',
        plan: 'free',
        scopes: [],
        department: 'Sales',
        tenant: 'one',
      },
    ],
    machines: [CLIENTS.payrollByCertificate, CLIENTS.batch].map(({ id, tlsClientAuth, scopes }) => ({
      id,
      names: tlsClientAuth,
      scopes,
      department: 'Finance',
      tenant: 'one',
    })),
    introspection: { ...asClient, endpoint: `${ISSUER}/introspect`, signed: true, keep: 30 },
    exchange: { ...asClient, endpoint: `${ISSUER}/token` },
    innerKey: INNER_KEY,
  };
}
