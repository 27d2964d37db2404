import type { JWK } from 'jose';
import { ask } from '../../../../../tests/rehearsal.ts';
import type { CheckId } from '../../../checks/catalogue.ts';
import { base64url } from '../../../http/encoding.ts';
import { signCompact } from '../../../protocol/token/jws.ts';
import { LAB_START } from '../../../world/clock.ts';
import { KEY_FILES } from '../../../world/keys/key-files.ts';
import type { CheckCase } from '../trial.fixture.ts';

const REPORTS = 'https://reports.internal.lab.test';

function secret(path: string): JWK {
  return { kty: 'oct', alg: 'HS256', k: base64url(KEY_FILES[path] ?? new Uint8Array()) };
}

function token(kid: string, key: JWK, scope = 'invoice_read'): Promise<string> {
  const now = LAB_START / 1000;
  const claims = {
    iss: 'https://as.lab.test',
    sub: 'alice',
    aud: REPORTS,
    exp: now + 300,
    iat: now,
    jti: 'r-1',
    client_id: 'ledger',
    scope,
  };
  return signCompact({ typ: 'at+jwt', alg: 'HS256', kid }, claims, key);
}

function asking(refusal: string, wrong: () => Promise<string>, beside: readonly CheckId[] = []): CheckCase {
  return {
    party: 'reports',
    beside,
    refusal,
    goesOn: '200',
    play: async (cast, isWrong) => {
      const bearer = await (isWrong ? wrong() : token('reports-2026', secret('/keys/reports-2026')));
      await ask(cast, { url: `${REPORTS}/reports`, headers: [['Authorization', `Bearer ${bearer}`]] }, 'app');
    },
  };
}

export const pathAtReports: CheckCase = {
  party: 'reports',
  refusal: '404',
  goesOn: '200',
  play: async (cast, wrong) => {
    const bearer = await token('reports-2026', secret('/keys/reports-2026'));
    await ask(cast, { url: `${REPORTS}${wrong ? '/v0' : ''}/reports`, headers: [['Authorization', `Bearer ${bearer}`]] }, 'app');
  },
};

/** A secret that stands in a dictionary is refused, and so is one of no bytes that a file name leads to. */
export const weakSecretCases: readonly CheckCase[] = [
  asking('401 invalid_token', () => token('reports-2019', secret('/keys/reports-2019'))),
  asking('401 invalid_token', () => token('../dev/null', { kty: 'oct', alg: 'HS256', k: base64url(new Uint8Array(1)) }), ['jwt.key-id']),
];

/** A key id that climbs out of the folder names no known key; off, the file is opened. */
export const keyPathCase: CheckCase = {
  ...asking('401 invalid_token', () => token('../dev/null', { kty: 'oct', alg: 'HS256', k: base64url(new Uint8Array(1)) }), [
    'jwt.key-strength',
  ]),
  // Without a known key no signature verifies either.
  together: ['jwt.signature'],
};

export const reportsScopeCase = asking('403 insufficient_scope', () => token('reports-2026', secret('/keys/reports-2026'), 'openid'));
