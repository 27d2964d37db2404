import { expect, test } from 'vitest';
import { decodeCompact } from '#engine/protocol/token/jws.ts';
import { jwks } from './jwks.ts';
import { jwt } from './jwt.ts';
import { running, testLab } from '../lab.fixture.ts';
import { tokens } from '../tokens.ts';

const CLAIMS = ['iss=https://as.lab.test', 'aud=https://api.lab.test', 'sub=alice', 'client_id=ledger', 'jti=1', 'iat=now', 'exp=+5m'];
const signed = async (...more: string[]): Promise<string> => (await running(jwt, ['sign', ...CLAIMS, ...more])).stdout.trim();

test('a token that is signed as the issuer would passes every check', async () => {
  const { stdout, status } = await running(jwt, ['verify', await signed()]);
  expect(stdout).toMatch(/✓ .*\nValid: \d+ checks passed\.\n$/s);
  expect(status).toBe(0);
});

test.each([
  ['aud=https://other.example', 'issuer', /expected https:\/\/api\.lab\.test\n {4}came {5}https:\/\/other\.example/],
  ['exp=-1h', 'issuer', /expired 1 h/],
  ['sub=mallory', 'keep', /does not verify/],
  ['sub=mallory', 'attacker', /does not verify/],
  ['sub=mallory', 'none', /expected .*\n {4}came {5}none/],
  ['sub=mallory', 'hmac', /came {5}HS256/],
  ['header.typ=JWT', 'issuer', /expected at\+jwt\n {4}came {5}JWT/],
  ['jti-', 'issuer', /no jti/],
])('an edit of %s, signed by %s, fails the check it should', async (change, who, expected) => {
  const edited = await running(jwt, ['edit', await signed(), change, '--sign', who]);
  const { stdout, status } = await running(jwt, ['verify', edited.stdout.trim(), '--type', 'access']);
  expect(stdout).toMatch(expected);
  expect(status).toBe(1);
});

test('an edit without a choice of signature keeps the old one, and says so', async () => {
  const token = await signed();
  const { stdout, notes } = await running(jwt, ['edit', token, 'sub=bob']);
  expect(decodeCompact(stdout.trim())).toMatchObject({ claims: { sub: 'bob' }, signature: decodeCompact(token)?.signature });
  expect(notes[0]).toContain('The old signature was kept');
});

test('values are JSON where they can be, and text otherwise', async () => {
  const { stdout } = await running(jwt, ['edit', 'roles=["a"]', 'n=3', 'name=alice', '--sign=none'], {
    stdin: `Authorization: Bearer ${await signed()}\n`,
  });
  expect(decodeCompact(stdout.trim())?.claims).toMatchObject({ roles: ['a'], n: 3, name: 'alice' });
});

test('what is decoded is JSON, with its times told of beside it', async () => {
  const { stdout, notes } = await running(jwt, ['decode'], { stdin: await signed() });
  expect(JSON.parse(stdout)).toMatchObject({ header: { alg: 'Ed25519', typ: 'at+jwt' }, claims: { sub: 'alice' } });
  expect(notes).toEqual(['iat is now, 2026-11-24 10:04:12', 'exp is in 5 min, 2026-11-24 10:09:12']);
});

test('keys come from a party, a file, or an address by a message', async () => {
  const { lab, sent } = testLab();
  const token = await signed();
  expect((await running(jwt, ['verify', token, '--key', '~/keys/issuer.jwks'], { lab })).status).toBe(0);
  expect((await running(jwt, ['verify', token, '--key', '~/keys/attacker.jwk'], { lab })).status).toBe(1);
  expect(sent).toEqual([]);
  expect((await running(jwt, ['verify', token, '--jwks', 'https://as.lab.test/jwks'], { lab })).status).toBe(0);
  expect(sent).toEqual(['GET https://as.lab.test/jwks']);
  const pem = (await running(jwks, ['get', 'as-2026-11', '--pem'], { lab })).stdout;
  expect((await running(jwt, ['verify', token, '--key', 'k'], { lab, files: { k: pem } })).status).toBe(0);
});

test.each([
  [['decode', 'nonsense'], 'This is no JWT: nonsense'],
  [['decode'], 'Give a token'],
  [['decode', 'eyJhbGciOiJkaXIifQ..aXY.Y2lwaGVy.dGFn'], 'This token is encrypted'],
  [['edit', 'a.b', 'x'], 'This is no JWT: a.b'],
  [['frob'], 'There is no "frob" here'],
  [['dpop', 'POST'], 'Say for which request'],
  [['dpop', 'GET', 'https://api.lab.test/', '--key', 'nobody'], 'There is no private key nobody'],
  [['sign', 'sub=a', '--sign', 'me'], 'There is no signature "me"'],
  [['verify', '--frob', 'x'], 'There is no option --frob here'],
])('jwt %j names the way out', async (args, message) => {
  await expect(running(jwt, args)).rejects.toThrow(message);
});

test('the keys of a party are listed with their thumbprints', async () => {
  const { stdout } = await running(jwks, ['list']);
  expect(stdout).toMatch(/^kid +kty +alg +use +thumbprint\nas-2026-11 +OKP Ed25519 +Ed25519 +sig +[\w-]{43}\n/);
  const key = (await running(jwks, ['get', 'as-2026-11'])).stdout;
  const [thumbprint = ''] = /[\w-]{43}/.exec((await running(jwks, ['thumbprint'], { stdin: key })).stdout) ?? [];
  expect(stdout).toContain(thumbprint);
  await expect(running(jwks, ['get', 'nobody'])).rejects.toThrow('No key is called nobody. There are as-2026-11');
  await expect(running(jwks, ['list', 'nobody'])).rejects.toThrow('There is no party nobody');
});

test('tokens of the run become variables and files', async () => {
  const { lab, seen } = testLab();
  expect((await running(tokens, [], { lab })).stdout).toContain('No token has gone over the network yet');
  const token = await signed();
  seen.push({ kind: 'access token', value: 'older', parties: ['Ledger app'], messages: ['1'] });
  seen.push({ kind: 'access token', value: token, parties: ['Ledger app', 'Gateway'], messages: ['2', '2.1'] });
  const { stdout, assigned, written } = await running(tokens, [], { lab });
  expect(assigned).toEqual({ ACCESS_TOKEN: token });
  expect(written).toEqual({ '/home/you/tokens/access-token-1': 'older', '/home/you/tokens/access-token-2': token });
  expect(stdout).toContain('$ACCESS_TOKEN  tokens/access-token-2  over in 5 min  Ledger app, Gateway; in message 2, 2.1');
});
