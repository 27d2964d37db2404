import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ask, rehearse } from '../../../../tests/rehearsal.ts';
import type { CheckId } from '../../checks/catalogue.ts';
import { CATALOGUE, isCheckId } from '../../checks/whole-catalogue.ts';
import { formatBasic } from '../../http/basic.ts';
import { parseChallenges } from '../../http/challenge.ts';
import { header, headerValues } from '../../http/message.ts';
import type { Header } from '../../http/message.ts';
import { gatewayData } from '../../world/gateway-data.ts';
import { GATEWAY } from '../../world/parties.ts';
import { tokenFor } from '../resource-server/protected-world.fixture.ts';

const { routes, apiKeys } = gatewayData(0);
const [KEY = ''] = apiKeys.map(({ key }) => key);
const genuine = await tokenFor('alice');

const anyText = fc.string({ unit: 'binary', maxLength: 40 });
const key = fc.oneof(fc.constant(KEY), anyText);
const basic = fc.oneof(
  fc.constant(formatBasic({ user: 'alice', password: 'wonderland' })),
  fc.tuple(anyText, anyText).map(([user, password]) => formatBasic({ user: user.toWellFormed(), password: password.toWellFormed() })),
  anyText.map((text) => `Basic ${text}`),
);
const bearer = fc.oneof(fc.constantFrom(genuine, 'kVnR3tQ8zLw5YbXc1JfGmA7u', 'split~a~b', ''), anyText).map((token) => `Bearer ${token}`);
const headers: fc.Arbitrary<Header[]> = fc.array(
  fc.oneof(
    fc.oneof(basic, bearer, anyText).map((value): Header => ['Authorization', value]),
    key.map((value): Header => ['X-API-Key', value]),
    fc.constantFrom('https://spa.lab.test', 'https://evil.lab.test', 'null', '*').map((value): Header => ['Origin', value]),
    fc.constant<Header>(['Access-Control-Request-Method', 'GET']),
    fc.tuple(fc.constantFrom('Connection', 'Via', 'Forwarded', 'X-User', 'DPoP', 'Client-Cert', 'Origin', 'Cookie', '__proto__'), anyText),
  ),
  { maxLength: 4 },
);
const paths = [
  ...new Set([...routes.map(({ path }) => path), '/invoices', '/me', '/v0/invoices', '/.well-known/oauth-protected-resource', '/x']),
];
const query = fc.oneof(
  fc.constant(''),
  fc
    .tuple(fc.constantFrom('api_key', 'API-Key', 'access_token', 'key', 'x'), key)
    .map(([name, value]) => `?${name}=${encodeURIComponent(value.toWellFormed())}`),
  anyText.map((text) => `?${text}`),
);
const off = fc.subarray(
  Object.keys(CATALOGUE).filter((id): id is CheckId => isCheckId(id) && /^(?:gateway|bearer|http)\./.test(id)),
  { maxLength: 5 },
);

const SPECIFIED = [200, 201, 204, 400, 401, 403, 404, 405, 413, 415, 422, 429, 502, 503];

test('whatever a caller shows, and wherever, the gateway gives an answer its specification allows', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('GET', 'POST', 'OPTIONS', 'TRACE'),
      fc.constantFrom(...paths),
      query,
      headers,
      off,
      async (method, path, search, sent, switchedOff) => {
        const cast = rehearse({ off: switchedOff });
        const response = await ask(cast, {
          method,
          url: `${GATEWAY}${path}${search}`,
          headers: sent,
          body: method === 'POST' ? 'a=b' : '',
        });
        expect(SPECIFIED).toContain(response.status);
        for (const [, value] of response.headers) expect(value).toMatch(/^[\x20-\x7E]*$/);
        const challenges = headerValues(response, 'www-authenticate').map(parseChallenges);
        if (response.status === 401) expect(challenges.length).toBeGreaterThan(0);
        expect(challenges).not.toContain(undefined);
        if (response.status === 405) expect(header(response, 'allow')).toBeTruthy();
        if (response.status === 429) expect(header(response, 'retry-after')).toMatch(/^\d+$/);
        if (response.status >= 400)
          expect(JSON.parse(response.body)).toMatchObject(path === '/split/token' ? {} : { status: response.status });
        if (!switchedOff.includes('http.error-detail')) expect(response.body).not.toContain(KEY);
        expect(response.body).not.toContain('wonderland');
      },
    ),
    { numRuns: 600 },
  );
});
