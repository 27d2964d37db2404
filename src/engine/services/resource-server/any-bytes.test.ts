import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CheckId } from '../../checks/catalogue.ts';
import { CATALOGUE, isCheckId } from '../../checks/whole-catalogue.ts';
import { base64url, utf8 } from '../../http/encoding.ts';
import type { Header } from '../../http/message.ts';
import { GATEWAY, INVOICES_API, protectedWorld, tokenFor } from './protected-world.fixture.ts';

const genuine = await tokenFor('alice');
const SPECIFIED = [200, 201, 400, 401, 403, 404, 405, 413, 415, 422];

const anyText = fc.string({ unit: 'binary', maxLength: 60 });
const path = fc.oneof(
  fc.constantFrom('/invoices', '/me', '/invoices/inv-1001', '/.well-known/oauth-protected-resource', '/%', '//', ''),
  anyText,
);
const token = fc.oneof(
  fc.constantFrom(genuine, `${genuine}.x`, 'e30.e30.', `${btoa('{"alg":"none"}')}.e30.`),
  anyText,
  fc.nat(genuine.length).map((at) => `${genuine.slice(0, at)}A${genuine.slice(at + 1)}`),
  fc.json().map((json) => `${base64url(utf8(json))}.e30.AA`),
);
const headers: fc.Arbitrary<Header[]> = fc.array(
  fc.oneof(
    token.map((value): Header => ['Authorization', `Bearer ${value}`]),
    fc.tuple(
      fc.constantFrom('Content-Type', 'X-User', 'Host', 'Cookie', 'authorization', '__proto__'),
      fc.oneof(anyText, fc.constant('application/x-www-form-urlencoded')),
    ),
  ),
  { maxLength: 4 },
);
const body = fc.oneof(
  anyText,
  fc.json(),
  fc.constant('{"customer":"C-204","amount":1}'),
  anyText.map((text) => `access_token=${text}`),
);
const off = fc.subarray(
  Object.keys(CATALOGUE).filter((id): id is CheckId => isCheckId(id) && /^(?:jwt|gateway|bearer|api|http)\./.test(id)),
  { maxLength: 6 },
);

describe.each([GATEWAY, INVOICES_API])('%s', (origin) => {
  test('gives any bytes an answer its specification allows', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('GET', 'POST', 'PUT', 'constructor'),
        path,
        anyText,
        headers,
        body,
        off,
        async (method, where, query, sent, text, switchedOff) => {
          const world = protectedWorld(switchedOff);
          const url = `${origin}${where.startsWith('/') || where === '' ? where : `/${where}`}${query === '' ? '' : `?${query}`}`;
          const { response } = await world.deliver({ method, url, headers: sent, body: text }, { from: 'app' });
          expect(SPECIFIED).toContain(response.status);
          for (const [, value] of response.headers) expect(value).toMatch(/^[\x20-\x7E]*$/);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
