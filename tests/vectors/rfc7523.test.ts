import { expect, test } from 'vitest';
import { assertionOnce, validateClientAssertion } from '#engine/protocol/client/client-assertion.ts';
import { signCompact } from '#engine/protocol/token/jws.ts';
import { PAYROLL_KEY, publicJwk } from '#engine/world/keys/keys.ts';
import rfc7523 from './rfc7523.json' with { type: 'json' };

test.each(rfc7523.vectors)('RFC 7523: $comment', async ({ claims, clientId, issuer, now, failed }) => {
  const assertion = await signCompact({ alg: 'Ed25519', kid: PAYROLL_KEY.kid }, claims, PAYROLL_KEY);
  const expectations = { issuer, clientId, keys: [publicJwk(PAYROLL_KEY)], leewaySeconds: 0, now: now * 1000 };
  const judged = await validateClientAssertion(assertion, expectations);
  const findings = [...judged.findings, { check: 'client.assertion-once', finding: assertionOnce(judged.claims, 'new') }];
  expect(findings.filter(({ finding }) => !finding.passed).map(({ check }) => check)).toEqual(failed);
});
