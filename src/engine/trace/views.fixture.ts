import type { Exchange, Trace } from './trace.ts';

/** A trace to draw: an accepted message, then a refused one with a nested call inside it. */
export function sampleTrace(over: Partial<Exchange> = {}): Trace {
  return {
    parties: [
      { id: 'app', name: 'Ledger app', kind: 'client', origins: [] },
      { id: 'as', name: 'Authorization server', kind: 'authorization-server', origins: ['https://as.lab.test'] },
      { id: 'gateway', name: 'Gateway', kind: 'gateway', origins: ['https://api.lab.test'] },
      { id: 'invoices', name: 'Invoices API', kind: 'api', origins: ['https://invoices.internal.lab.test'] },
    ],
    off: [],
    exchanges: [
      {
        number: 1,
        step: 'token',
        key: 'token#0',
        from: 'app',
        to: 'as',
        at: 0,
        edited: [],
        request: {
          method: 'POST',
          url: 'https://as.lab.test/token',
          headers: [
            ['Content-Type', 'application/x-www-form-urlencoded'],
            ['Authorization', 'Basic bGVkZ2VyOnM='],
          ],
          body: 'grant_type=authorization_code&code=c0de&code_verifier=v3r1f13r',
        },
        response: {
          status: 200,
          headers: [['Content-Type', 'application/json']],
          body: '{"access_token":"t0ken","refresh_token":"r3fresh","token_type":"Bearer"}',
        },
        checks: [{ check: 'token.pkce-verifier', party: 'as', outcome: 'passed' }],
      },
      {
        number: 2,
        step: 'call',
        key: 'call#0',
        from: 'app',
        to: 'gateway',
        at: 1000,
        edited: ['aud'],
        request: { method: 'GET', url: 'https://api.lab.test/invoices?page=1', headers: [['Authorization', 'Bearer t0ken']], body: '' },
        response: { status: 401, headers: [['WWW-Authenticate', 'Bearer error="invalid_token"']], body: '' },
        checks: [
          { check: 'jwt.signature', party: 'gateway', outcome: 'passed' },
          {
            check: 'jwt.audience',
            party: 'gateway',
            outcome: 'failed',
            expected: 'https://api.lab.test',
            received: 'https://payments.internal.lab.test',
          },
          { check: 'gateway.scope', party: 'gateway', outcome: 'not-reached' },
        ],
        ...over,
      },
      {
        number: 3,
        parent: 2,
        step: 'call',
        from: 'gateway',
        to: 'as',
        at: 1000,
        edited: [],
        request: { method: 'GET', url: 'https://as.lab.test/jwks', headers: [], body: '' },
        response: { status: 200, headers: [], body: '{"keys":[]}' },
        checks: [],
      },
    ],
  };
}
