import { ask, jsonBody, logIn } from '../../../../../tests/rehearsal.ts';
import { decodeCompact, signCompact } from '../../../protocol/token/jws.ts';
import type { PartyId } from '../../../trace/trace.ts';
import { ATTACKER_KEY, ACCESS_TOKEN_KEY } from '../../../world/keys/keys.ts';
import { LATER_KEYS } from '../../../world/keys/later-keys.ts';
import { PUBLISHING, proveByKey, registered } from '../../authorization-server/register/request.fixture.ts';
import type { Company } from '../../authorization-server/token/request.fixture.ts';
import { GATEWAY, INVOICES_API, tokenFor } from '../../resource-server/protected-world.fixture.ts';
import type { CheckCase } from '../trial.fixture.ts';

const SCOPE = { scope: 'openid invoice_read' };

/** The keys after the next ones were not published before: whoever has looked lately does not know them. */
async function rotateTwice(cast: Company): Promise<void> {
  await cast.rotateKeys();
  await cast.rotateKeys();
}

/** The issuer signs with a new key; in the wrong case a made-up key id has just used up the look at its keys. */
function calling(party: PartyId, url: string): CheckCase {
  return {
    party,
    together: ['jwt.key-id', 'jwt.signature', ...(party === 'invoices' ? (['api.own-validation'] as const) : [])],
    refusal: '401 invalid_token',
    goesOn: '200',
    async play(cast, wrong) {
      const send = async (token: string): Promise<unknown> => ask(cast, { url, headers: [['Authorization', `Bearer ${token}`]] }, 'app');
      if (wrong) await send(await tokenFor('alice', SCOPE, { kid: 'made-up' }));
      await rotateTwice(cast);
      const { accessToken = ACCESS_TOKEN_KEY } = LATER_KEYS[1] ?? {};
      await send(await tokenFor('alice', SCOPE, { kid: accessToken.kid }, accessToken));
    },
  };
}

/** A client that publishes its keys comes with a new one; in the wrong case a made-up key id has just used up the look at them. */
const clientWithNewKey: CheckCase = {
  party: 'as',
  beside: ['registration.metadata-urls', 'http.outbound-url'],
  together: ['client.assertion-signature'],
  refusal: '401 invalid_client',
  goesOn: '200',
  async play(cast, wrong) {
    const { client_id: id } = await registered(cast, PUBLISHING);
    if (wrong) await proveByKey(cast, id, { ...ATTACKER_KEY, kid: 'made-up' });
    await rotateTwice(cast);
    await proveByKey(cast, id, LATER_KEYS[1]?.accessToken ?? ACCESS_TOKEN_KEY);
  },
};

/** Cases of `jwt.key-refresh`, at everyone who verifies with an issuer's published keys. */
export const keyRefreshCases = {
  'jwt.key-refresh': [
    clientWithNewKey,
    calling('gateway', `${GATEWAY}/invoices`),
    calling('invoices', `${INVOICES_API}/invoices`),
    {
      party: 'app',
      together: ['rp.id-token-signature'],
      refusal: 'jwt.key-refresh',
      goesOn: 'tokens kept',
      async play(cast, wrong) {
        if (wrong) await cast.app.refresh();
        await rotateTwice(cast);
        await logIn(cast, cast.app.authorizationRequest());
        return (await cast.app.redeem()).refused ?? 'tokens kept';
      },
      async tamper(response, { body: sent }) {
        const body = sent.includes('grant_type=refresh_token') ? jsonBody(response) : {};
        const decoded = decodeCompact(String(body['id_token']));
        if (!decoded) return response;
        const id_token = await signCompact({ ...decoded.header, alg: 'Ed25519', kid: 'made-up' }, decoded.claims, ATTACKER_KEY);
        return { ...response, body: JSON.stringify({ ...body, id_token }) };
      },
    },
  ],
} as const satisfies Record<string, readonly CheckCase[]>;
