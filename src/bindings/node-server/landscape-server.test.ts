import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { serveLandscape } from './landscape-server.ts';
import type { LandscapeServer } from './landscape-server.ts';
import { manifestSchema } from './manifest-schema.ts';
import type { Manifest } from './manifest-schema.ts';
import type { ServeOptions } from './options.ts';
import { wireTo } from './socket.fixture.ts';

async function served(options: Partial<ServeOptions> = {}): Promise<LandscapeServer & { readonly manifest: Manifest }> {
  const server = await serveLandscape({ port: 0, host: '127.0.0.1', seed: 1, off: [], ...options });
  onTestFinished(() => server.close());
  return { ...server, manifest: manifestSchema.parse(await (await fetch(server.manifestUrl)).json()) };
}

test('the manifest says what its schema says, and every address in it is of a port that answers', async () => {
  const { manifest, parties } = await served();
  expect(JSON.stringify(manifest)).not.toMatch(/https:\/\/[a-z.]*lab\.test/);
  expect(Object.keys(manifest.parties)).toEqual(parties.map(({ id }) => id));
  expect(manifest.issuer).toBe(manifest.parties['as']);
  for (const origin of Object.values(manifest.parties)) expect((await fetch(`${origin}/nothing-here`)).status).toBeLessThan(500);
  for (const { url } of manifest.routes) expect((await fetch(url.replaceAll(/\{\w+\}/g, '1'))).status).toBeLessThan(500);
});

test('each client comes with what it proves itself by, and every API key with its app', async () => {
  const { manifest } = await served();
  for (const { client_secret: secret, jwks, token_endpoint_auth_method: method } of manifest.clients) {
    if (method.startsWith('client_secret_')) expect(secret).toBeDefined();
    if (method === 'private_key_jwt') expect(jwks?.keys.every((key) => 'd' in key)).toBe(true);
    if (method === 'none') expect([secret, jwks]).toEqual([undefined, undefined]);
  }
  expect(manifest.api_keys.length).toBeGreaterThan(0);
});

test('the manifest takes GET and HEAD alone', async () => {
  const { manifestUrl } = await served();
  const head = await fetch(manifestUrl, { method: 'HEAD' });
  expect([head.status, await head.text()]).toEqual([200, '']);
  const posted = await fetch(manifestUrl, { method: 'POST', body: 'x' });
  expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
});

test('metadata, keys and every endpoint in them follow the ports', async () => {
  const { manifest } = await served();
  const metadata = (await (await fetch(`${manifest.issuer}/.well-known/openid-configuration`)).json()) as Record<string, unknown>;
  expect(metadata['issuer']).toBe(manifest.issuer);
  const addresses = Object.entries(metadata).filter(([name]) => /(?:_endpoint|_uri)$/.test(name));
  expect(addresses.length).toBeGreaterThan(3);
  for (const [, address] of addresses) expect(String(address).startsWith(`${manifest.issuer}/`)).toBe(true);
});

test('what is switched off is said in the manifest and in every answer', async () => {
  const { manifest } = await served({ off: ['jwt.audience', 'token.code-once'] });
  expect(manifest.switched_off).toEqual(['jwt.audience', 'token.code-once']);
  for (const origin of Object.values(manifest.parties))
    expect((await fetch(`${origin}/`)).headers.get('lab-switched-off')).toBe('jwt.audience, token.code-once');
});

test('the end waits for nobody: not for a connection to a secure port that has said nothing', async () => {
  const server = await serveLandscape({ port: 0, host: '127.0.0.1', seed: 1, off: [] });
  const { socket, closed } = await wireTo(server.secure[0]?.origin ?? '');
  await server.close();
  await closed;
  expect(socket.destroyed).toBe(true);
});

test.each(['127.0.0.1', 'localhost'])('at %s, the two parties that keep sessions of one name have no name in common', async (host) => {
  const { manifest } = await served({ host });
  const [as, idp] = [manifest.issuer, manifest.parties['idp'] ?? ''].map((origin) => new URL(origin).hostname);
  expect([as === host, idp === as]).toEqual([true, false]);
  const metadata = await fetch(`${manifest.parties['idp'] ?? ''}/.well-known/openid-configuration`);
  expect(await metadata.json()).toMatchObject({ issuer: manifest.parties['idp'] });
});

test('a clock that stands gives tokens of that time', async () => {
  const clock = Date.UTC(2026, 0, 1);
  const { manifest, landscape } = await served({ clock });
  expect(manifest.clock).toBe('2026-01-01T00:00:00.000Z');
  expect(landscape.clock.now()).toBe(clock);
});

test('the record stays bounded, however many messages come', async () => {
  const { landscape, manifest } = await served();
  for (let sent = 0; sent < 80; sent += 1) await (await fetch(`${manifest.issuer}/jwks`)).text();
  expect(landscape.trace().exchanges.length).toBe(50);
  expect(landscape.trace().exchanges.at(-1)).toMatchObject({ number: 80, from: 'visitor', to: 'as' });
});

test('a port that is taken ends the start and leaves no other port open', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const port = (taken.address() as AddressInfo).port - 1;
  onTestFinished(() => void taken.close());
  await expect(serveLandscape({ port, host: '127.0.0.1', seed: 1, off: [] })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
});

test('a closed server frees its ports', async () => {
  const server = await serveLandscape({ port: 0, host: '127.0.0.1', seed: 1, off: [] });
  await server.close();
  await expect(fetch(server.manifestUrl)).rejects.toThrow();
});
