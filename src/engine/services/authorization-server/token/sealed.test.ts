import { compactDecrypt, importJWK } from 'jose';
import { expect, test } from 'vitest';
import { ask, exchange, form, jsonBody, logIn, outcomeOf, rehearse } from '../../../../../tests/rehearsal.ts';
import { createRelyingParty } from '../../../actors/client/relying-party.ts';
import type { RelyingParty } from '../../../actors/client/relying-party.ts';
import { formatClientBasic } from '../../../http/basic.ts';
import type { Header } from '../../../http/message.ts';
import { sealToken } from '../../../protocol/jwe/seal-token.ts';
import { decodeCompact } from '../../../protocol/token/jws.ts';
import { CLIENTS } from '../../../world/clients.ts';
import type { Client } from '../client/registration.ts';
import { PUBLIC_JWKS } from '../../../world/keys/keys.ts';
import { ISSUER_OPENING, PORTAL_OPENING, RESOURCE_SEAL_KEY } from '../../../world/keys/opening-keys.ts';

const [ISSUER_SEALING = RESOURCE_SEAL_KEY] = ISSUER_OPENING.keys;

type Company = ReturnType<typeof rehearse>;

async function granted(cast: Company, { id, secret }: { readonly id: string; readonly secret: string }): Promise<string> {
  const basic = ['Authorization', formatClientBasic({ user: id, password: secret })] as const;
  return String(
    jsonBody(await ask(cast, form('https://as.lab.test/token', { grant_type: 'client_credentials' }, [basic])))['access_token'],
  );
}

function portal(cast: Company, opening = PORTAL_OPENING): RelyingParty {
  const { id, secret, redirectUris } = CLIENTS.vaultPortal;
  return createRelyingParty({
    party: 'app',
    clientId: id,
    secret,
    redirectUri: redirectUris[0],
    scope: 'openid profile invoice_read',
    issuer: 'https://as.lab.test',
    keys: PUBLIC_JWKS.keys,
    send: cast.send,
    world: cast.world,
    memory: cast.world.logins.app,
    opening,
  });
}

test('a sealed access token opens at its resource alone, and the gateway and the API take it', async () => {
  const cast = rehearse();
  const token = await granted(cast, CLIENTS.vault);
  expect(token.split('.')).toHaveLength(5);
  const { plaintext } = await compactDecrypt(token, await importJWK(RESOURCE_SEAL_KEY, RESOURCE_SEAL_KEY.alg));
  expect(decodeCompact(new TextDecoder().decode(plaintext))?.claims).toMatchObject({ client_id: 'vault', aud: 'https://api.lab.test' });
  const answer = await ask(cast, { url: 'https://api.lab.test/me', headers: [['Authorization', `Bearer ${token}`]] }, 'machine');
  expect(answer.status).toBe(200);
});

test('a sealed access token can be asked about and taken back, though the server cannot open it', async () => {
  const cast = rehearse();
  const token = await granted(cast, CLIENTS.vault);
  const basic = ({ id, secret }: { readonly id: string; readonly secret: string }): Header => [
    'Authorization',
    formatClientBasic({ user: id, password: secret }),
  ];
  const introspect = async (): Promise<unknown> =>
    jsonBody(await ask(cast, form('https://as.lab.test/introspect', { token }, [basic(CLIENTS.gateway)]), 'gateway'))['active'];
  expect(await introspect()).toBe(true);
  const stranger = await ask(cast, form('https://as.lab.test/revoke', { token }, [basic(CLIENTS.annualReport)]), 'machine');
  expect(jsonBody(stranger)['error']).toBe('invalid_grant');
  expect((await ask(cast, form('https://as.lab.test/revoke', { token }, [basic(CLIENTS.vault)]), 'machine')).status).toBe(200);
  expect(await introspect()).toBe(false);
  const answer = await ask(cast, { url: 'https://api.lab.test/me', headers: [['Authorization', `Bearer ${token}`]] }, 'machine');
  expect(answer.status).toBe(401);
});

test('a login hint that its client sealed to this server is opened, and the metadata says how ID tokens are sealed', async () => {
  const cast = rehearse();
  await logIn(cast, cast.app.authorizationRequest());
  const idToken = (await cast.app.redeem()).tokens?.idToken ?? '';
  const url = new URL(await cast.app.authorizationRequest({ prompt: 'none' }));
  url.searchParams.set('id_token_hint', await sealToken(idToken, ISSUER_SEALING, false));
  await cast.browser.navigate(url.href);
  expect(cast.app.received?.code).toBeDefined();
  expect(jsonBody(await ask(cast, { url: 'https://as.lab.test/.well-known/openid-configuration' }))).toMatchObject({
    id_token_encryption_alg_values_supported: ['ECDH-ES+A256KW'],
    id_token_encryption_enc_values_supported: ['A256GCM'],
  });
});

test('no client registered a key for its ID tokens whose algorithm the metadata does not name', () => {
  const { registered } = rehearse().world;
  const used = Object.values<Client>(CLIENTS).flatMap(({ idTokenSeal }) => idTokenSeal?.alg ?? []);
  expect(used.filter((alg) => registered.idTokenSealing?.includes(alg) !== true)).toEqual([]);
});

test('an access token signed with ES256 is taken, range and all', async () => {
  const cast = rehearse();
  const token = await granted(cast, CLIENTS.annualReport);
  expect(decodeCompact(token)?.header).toMatchObject({ alg: 'ES256', typ: 'at+jwt' });
  expect((await ask(cast, { url: 'https://api.lab.test/me', headers: [['Authorization', `Bearer ${token}`]] }, 'machine')).status).toBe(
    200,
  );
  expect(outcomeOf(cast, 'jwt.signature-range', cast.world.trace().exchanges.length - 1)).toBe('passed');
});

test('an ID token sealed to its client is opened and then judged as any', async () => {
  const cast = rehearse();
  const client = portal(cast);
  await logIn(cast, client.authorizationRequest());
  const { tokens } = await client.redeem();
  expect(tokens?.idToken?.split('.')).toHaveLength(5);
  const made = exchange(cast).checks.filter(({ party }) => party === 'app');
  expect(made.map(({ check }) => check)).toEqual(
    expect.arrayContaining(['jwe.tag', 'jwt.signed', 'rp.id-token-signature', 'rp.id-token-at-hash']),
  );
  expect(made.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
});

test('a client whose key does not open the ID token keeps no tokens', async () => {
  const cast = rehearse();
  const client = portal(cast, { ...PORTAL_OPENING, keys: [RESOURCE_SEAL_KEY] });
  await logIn(cast, client.authorizationRequest());
  expect((await client.redeem()).refused).toBe('jwe.tag');
  expect(client.tokens.accessToken).toBeUndefined();
});

test('a hint may be sealed to the issuer, and one that nobody can open is no hint', async () => {
  const cast = rehearse();
  await logIn(cast, cast.app.authorizationRequest());
  const idToken = (await cast.app.redeem()).tokens?.idToken ?? '';
  const [key] = ISSUER_OPENING.keys;
  if (!key) throw new Error('The issuer has a key.');
  const logout = async (hint: string): Promise<string> =>
    (await cast.browser.navigate(`https://as.lab.test/logout?id_token_hint=${hint}`)).html;
  expect(await logout(await sealToken(idToken, RESOURCE_SEAL_KEY, false))).toContain('Do you want to log out?');
  expect(await logout(await sealToken(idToken, key, false))).not.toContain('Do you want to log out?');
});
