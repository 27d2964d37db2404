// What a message costs a service, cryptography apart, beside a bare function that answers the same.
import { createLandscape } from '../src/engine/world/landscape.ts';
import { quantile, report } from './measure.mjs';

const ROUNDS = 40;
const MESSAGES = 200;

/** @type {readonly { what: string, request: import('../src/engine/http/message.ts').HttpRequest }[]} */
const CASES = [
  {
    what: 'Gateway refuses a call without a token',
    request: { method: 'GET', url: 'https://api.lab.test/invoices', headers: [], body: '' },
  },
  {
    what: 'Authorization server answers with its metadata',
    request: { method: 'GET', url: 'https://as.lab.test/.well-known/oauth-authorization-server', headers: [], body: '' },
  },
  {
    what: 'Token endpoint refuses an unknown code',
    request: {
      method: 'POST',
      url: 'https://as.lab.test/token',
      headers: [['Content-Type', 'application/x-www-form-urlencoded']],
      body: 'grant_type=authorization_code&client_id=ledger-phone&code=unknown&redirect_uri=test.lab.ledger%3A%2Fcallback&code_verifier=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
    },
  },
];

/** Milliseconds a message, the median of many rounds. @param {() => () => Promise<unknown>} prepare */
async function cost(prepare) {
  const times = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const send = prepare();
    const begin = performance.now();
    for (let message = 0; message < MESSAGES; message += 1) await send();
    times.push((performance.now() - begin) / MESSAGES);
  }
  return quantile(times, 0.5);
}

/** Prints one line for each case. */
export async function benchServices() {
  const answer = { status: 401, headers: /** @type {const} */ ([['Content-Type', 'text/plain']]), body: '' };
  const bare = await cost(() => async () => structuredClone(answer));
  for (const { what, request } of CASES) {
    const value = await cost(() => {
      const world = createLandscape({});
      return () => world.deliver(request, { from: 'attacker' });
    });
    report({ what: `${what}, each`, value, unit: 'ms', reference: { what: 'bare call', value: bare }, aim: '≤ 0.1 ms' });
  }
}
