import { describe, expect, test } from 'vitest';
import { ask, jsonBody, rehearse } from '../../../tests/rehearsal.ts';
import { header } from '../http/message.ts';

/** An address of each kind at every party that answers HTTP. */
const ADDRESSES = [
  'https://as.lab.test/.well-known/oauth-authorization-server',
  'https://as.lab.test/jwks',
  'https://as.lab.test/authorize',
  'https://as.lab.test/authorize/resume',
  'https://as.lab.test/login',
  'https://as.lab.test/apps',
  'https://as.lab.test/device',
  'https://as.lab.test/device_authorization',
  'https://as.lab.test/register',
  'https://as.lab.test/register/client',
  'https://as.lab.test/par',
  'https://as.lab.test/token',
  'https://as.lab.test/federation/callback',
  'https://as.lab.test/logout',
  'https://as.lab.test/introspect',
  'https://as.lab.test/revoke',
  'https://as.lab.test/userinfo',
  'https://idp.lab.test/.well-known/openid-configuration',
  'https://app.lab.test/',
  'https://app.lab.test/callback',
  'https://app.lab.test/backchannel-logout',
  'https://expenses.lab.test/login',
  'https://expenses.lab.test/logout',
  'https://expenses.lab.test/api/invoices',
  'https://api.lab.test/invoices',
  'https://api.lab.test/invoices/inv-1001',
  'https://api.lab.test/.well-known/oauth-protected-resource',
  'https://api.lab.test/split/token',
  'https://api.lab.test/revoked-tokens',
  'https://invoices.internal.lab.test/invoices',
  'https://invoices.internal.lab.test/invoices/inv-1001/approve',
  'https://payments.internal.lab.test/payments',
  'https://reports.internal.lab.test/reports',
  'https://partner.lab.test/rates',
];

describe.each(ADDRESSES)('%s', (url) => {
  test('answers HEAD as it answers GET, without the content', async () => {
    const [get, head] = [await ask(rehearse(), { url }), await ask(rehearse(), { method: 'HEAD', url })];
    expect([head.status, head.body]).toEqual([get.status, '']);
    const names = (response: typeof get): string[] => response.headers.map(([name]) => name);
    expect(names(head)).toEqual(names(get));
  });

  test.each(['OPTIONS', 'PROPFIND', 'get'])('answers %s with 405 and the methods it takes', async (method) => {
    const response = await ask(rehearse(), { method, url });
    expect(response.status).toBe(405);
    const allowed = (header(response, 'allow') ?? '').split(', ');
    expect([allowed.includes('GET'), allowed.includes('POST') || allowed.includes('GET')]).toEqual([allowed.includes('HEAD'), true]);
  });
});

test.each([
  ['https://api.lab.test/nowhere', 404, 'Not Found'],
  ['https://api.lab.test/invoices', 401, 'Unauthorized'],
  ['https://invoices.internal.lab.test/invoices', 401, 'Unauthorized'],
])('a problem at %s is titled as its status', async (url, status, title) => {
  expect(jsonBody(await ask(rehearse(), { url }))).toMatchObject({ status, title });
});

test('the gateway says how tokens may be sent, and the URL only where that is let through', async () => {
  const url = 'https://api.lab.test/.well-known/oauth-protected-resource';
  expect(jsonBody(await ask(rehearse(), { url }))['bearer_methods_supported']).toEqual(['header', 'body']);
  const loose = rehearse({ off: ['bearer.not-in-query'] });
  expect(jsonBody(await ask(loose, { url }))['bearer_methods_supported']).toEqual(['header', 'body', 'query']);
});
