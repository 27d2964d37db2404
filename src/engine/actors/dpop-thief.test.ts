import { expect, test } from 'vitest';
import { jsonBody, logIn, rehearse } from '../../../tests/rehearsal.ts';
import type { CheckId } from '../checks/catalogue.ts';
import type { HttpRequest, HttpResponse } from '../http/message.ts';
import { createDpopClient } from './client/dpop-client.ts';
import type { DpopClient } from './client/dpop-client.ts';
import { createDpopThief } from './dpop-thief.ts';
import type { DpopThief } from './dpop-thief.ts';

interface Robbed {
  readonly victim: DpopClient;
  readonly thief: DpopThief;
  readonly gateway: string;
  /** The last request of the victim that was answered with 200 at the gateway. */
  readonly seen: HttpRequest;
  readonly wait: (seconds: number) => void;
}

/** Alice has called her API; the thief has seen the message. */
async function robbed(off: readonly CheckId[] = []): Promise<Robbed> {
  const cast = rehearse({ off });
  const victim = createDpopClient(cast, 'spa');
  await logIn(cast, victim.authorizationRequest());
  await victim.redeem();
  await victim.get(`${cast.gateway}/invoices`);
  const seen = cast.world.trace().exchanges.findLast(({ to, response }) => to === 'gateway' && response?.status === 200)?.request;
  if (!seen) throw new RangeError('The victim was answered.');
  return { victim, thief: createDpopThief(cast), gateway: cast.gateway, seen, wait: cast.world.clock.advance };
}

/** An attack, the checks of which each alone stops it, and what it is answered then. */
const ATTACKS: readonly (readonly [string, readonly CheckId[], string, (robbed: Robbed) => Promise<HttpResponse>])[] = [
  ['a captured request is sent again', ['dpop.replay'], 'invalid_dpop_proof', ({ thief, seen }) => thief.replay(seen)],
  [
    'a captured proof is used at another address',
    ['dpop.url', 'dpop.replay'],
    'invalid_dpop_proof',
    ({ thief, seen, gateway }) => thief.replay(seen, { url: `${gateway}/me` }),
  ],
  [
    'a stolen token is sent with proofs by another key',
    ['dpop.key-binding'],
    'invalid_token',
    ({ thief, victim, gateway }) => thief.get(`${gateway}/invoices`, victim.tokens.accessToken ?? ''),
  ],
  [
    'a captured proof is used later',
    ['dpop.issued-at', 'dpop.nonce'],
    'use_dpop_nonce',
    ({ thief, seen, wait }) => {
      wait(200);
      return thief.replay(seen);
    },
  ],
];

test.each(ATTACKS)('%s: with %j off it works, with any one of them on it does not', async (_what, off, error, attack) => {
  expect((await attack(await robbed(off))).status).toBe(200);
  for (const on of off) {
    const answer = await attack(await robbed(off.filter((check) => check !== on)));
    expect(answer.status, on).toBe(401);
  }
  const answer = await attack(await robbed());
  expect(answer.status).toBe(401);
  expect(jsonBody(answer)['error']).toBe(error);
});

test('a stolen code and verifier give the thief tokens of their own key, unless the code was bound to another', async () => {
  for (const bound of [false, true]) {
    const cast = rehearse();
    const victim = createDpopClient(cast, 'spa');
    const options = bound ? { dpopKey: await victim.keyThumbprint() } : {};
    await logIn(cast, victim.authorizationRequest(options));
    const { codeVerifier = '' } = cast.world.logins.spa.begun ?? {};
    const fields = { grant_type: 'authorization_code', client_id: 'spa', code: victim.received?.code ?? '', code_verifier: codeVerifier };
    const outcome = await createDpopThief(cast).redeem(fields);
    expect(bound ? outcome.refused : outcome.tokens?.accessToken).toEqual(bound ? 'invalid_grant' : expect.any(String));
  }
});
