import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ask, form, rehearse } from '../../../../tests/rehearsal.ts';
import type { CheckId } from '../../checks/catalogue.ts';
import { dpopChecks } from '../../checks/token/dpop.ts';
import { isCheckId } from '../../checks/whole-catalogue.ts';
import { base64url, utf8 } from '../../http/encoding.ts';
import { header, headerValues } from '../../http/message.ts';
import type { Header } from '../../http/message.ts';
import { jwkThumbprint } from '../../protocol/token/signature/jwk-thumbprint.ts';
import { makeDpopProof } from '../../protocol/token/dpop/make-dpop-proof.ts';
import { LAB_START } from '../../world/clock.ts';
import { DPOP_KEYS } from '../../world/keys/dpop-keys.ts';
import { BASIC, REFRESH, TOKEN } from '../authorization-server/token/request.fixture.ts';
import { GATEWAY, INVOICES_API, tokenFor } from '../resource-server/protected-world.fixture.ts';

const KEY = DPOP_KEYS.spa;
const bound = await tokenFor('alice', { scope: 'openid invoice_read', cnf: { jkt: await jwkThumbprint(KEY) } });
const good = await makeDpopProof({ method: 'GET', url: `${GATEWAY}/invoices`, accessToken: bound, id: 'one', now: LAB_START }, KEY);

const anyText = fc.string({ unit: 'binary', maxLength: 80 });
const part = fc
  .oneof(fc.json(), fc.constantFrom('{"typ":"dpop+jwt","alg":"Ed25519"}', '{"jwk":null}', '{"iat":1e999}'))
  .map((json) => base64url(utf8(json)));
const proof = fc.oneof(
  fc.constant(good),
  anyText,
  fc
    .tuple(fc.nat(good.length), fc.constantFrom('A', '.', ',', '=', ' ', '\u0000'))
    .map(([at, char]) => good.slice(0, at) + char + good.slice(at + 1)),
  fc.tuple(part, part, anyText).map((parts) => parts.join('.')),
);
const proofs = fc.array(fc.tuple(fc.constantFrom('DPoP', 'dpop', 'Dpop'), proof), { maxLength: 3 });
const token = fc.oneof(fc.constant(bound), anyText);
const off = fc.subarray(
  Object.keys(dpopChecks).filter((id): id is CheckId => isCheckId(id)),
  { maxLength: 5 },
);

test('whatever stands in the DPoP header, every endpoint gives an answer that its specification allows', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(TOKEN, 'https://as.lab.test/userinfo', `${GATEWAY}/invoices`, `${INVOICES_API}/invoices`),
      fc.constantFrom('DPoP', 'dpop', 'Bearer', 'DPoP Bearer'),
      token,
      proofs,
      off,
      async (url, scheme, given, sent, switchedOff) => {
        const cast = rehearse({ off: switchedOff });
        const authorization: Header = ['Authorization', `${scheme} ${given}`];
        const response = await ask(cast, url === TOKEN ? form(url, REFRESH, [BASIC, ...sent]) : { url, headers: [authorization, ...sent] });
        expect([200, 400, 401, 403]).toContain(response.status);
        if (response.status === 401) expect(header(response, 'www-authenticate')).toBeDefined();
        expect(headerValues(response, 'dpop-nonce').length).toBeLessThanOrEqual(1);
        for (const [, value] of response.headers) expect(value).toMatch(/^[\x20-\x7E]*$/);
      },
    ),
    { numRuns: 1200 },
  );
}, 60_000);
