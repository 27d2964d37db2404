import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rehearse } from '../../../tests/rehearsal.ts';
import { header, headerValues } from '../http/message.ts';
import type { Header, HttpRequest } from '../http/message.ts';
import { formatPem } from '../protocol/x509/pem.ts';
import { LatePartError } from '../services/late.ts';
import { holdings } from '../trace/holdings/holdings.ts';
import { verdictOf } from '../trace/verdict.ts';
import type { Service } from '../trace/span.ts';
import { IDENTITIES } from './certificates/identities.ts';
import { LAB_TRUST } from './certificates/lab-trust.ts';
import { createWorld, NetworkError } from './world.ts';
import type { World, WorldOptions } from './world.ts';

const CHECKS = ['mtls.chain', 'mtls.validity', 'mtls.usage', 'mtls.revocation', 'mtls.possession'];
const get = (headers: readonly Header[] = []): HttpRequest => ({ method: 'GET', url: 'https://api.example/', headers, body: '' });

/** A world with one server, which tells what reached it. */
function lab(options: Partial<WorldOptions> = {}): { readonly world: World; readonly came: HttpRequest[] } {
  const came: HttpRequest[] = [];
  const api: Service = (request) => {
    came.push(request);
    return Promise.resolve({ status: 204, headers: [], body: '' });
  };
  const parties = [
    { id: 'api', name: 'API', kind: 'api', origins: ['https://api.example'] },
    { id: 'client', name: 'Client', kind: 'client', origins: [] },
  ] as const;
  return { world: createWorld({ parties, services: { api }, trust: () => Promise.resolve(LAB_TRUST), ...options }), came };
}

test('a good certificate opens the door, and the party behind is told whose it is', async () => {
  const { world, came } = lab();
  await world.deliver(get(), { from: 'client', identity: IDENTITIES.payroll });
  const [made] = world.trace().exchanges;
  expect(made?.checks.map(({ check, outcome, party }) => [check, outcome, party])).toEqual([
    ...CHECKS.map((check) => [check, 'passed', 'api']),
    ['mtls.forwarded-certificate', 'sent', 'api'],
    ['http.message-size', 'passed', 'api'],
  ]);
  expect(header(came[0] ?? get(), 'client-cert')).toMatch(/^:[A-Za-z0-9+/]+=*:$/);
  // What the sender sent stays what is shown.
  expect(made && header(made.request, 'client-cert')).toBeUndefined();
});

test('the messages of the handshake are told, in order', async () => {
  const { world } = lab();
  await world.deliver(get(), { from: 'client', identity: IDENTITIES.batch });
  expect(world.trace().exchanges[0]?.handshake).toEqual({
    alert: undefined,
    messages: [
      { from: 'client', name: 'ClientHello', gist: 'TLS 1.3, to api.example' },
      { from: 'api', name: 'ServerHello', gist: 'TLS 1.3' },
      { from: 'api', name: 'EncryptedExtensions', gist: 'none' },
      { from: 'api', name: 'CertificateRequest', gist: 'a certificate that leads to CN=Lab Root CA,O=Lab Company' },
      { from: 'api', name: 'Certificate', gist: 'CN=lab.test,O=Lab Company' },
      { from: 'api', name: 'CertificateVerify', gist: 'a signature over all of this' },
      { from: 'api', name: 'Finished', gist: 'nobody changed any of this' },
      { from: 'client', name: 'Certificate', gist: 'CN=ledger-batch,O=Lab Company' },
      { from: 'client', name: 'CertificateVerify', gist: 'a signature over all of this' },
    ],
  });
});

describe('a handshake that ends with an alert', () => {
  const refused = async (): Promise<World> => {
    const { world } = lab();
    const bearer: Header = ['Authorization', 'Bearer s3cret'];
    await expect(world.deliver(get([bearer]), { from: 'client', identity: IDENTITIES.mallory })).rejects.toThrow(NetworkError);
    return world;
  };

  test('leaves a request without an answer, and says why', async () => {
    const [made] = (await refused()).trace().exchanges;
    expect(made?.response).toBeUndefined();
    expect(made?.failure).toBe('API ended the TLS handshake with the alert unknown_ca: no authority it trusts issued the certificate.');
    expect(made?.handshake?.alert).toBe('unknown_ca');
    expect(made?.handshake?.messages.at(-1)).toEqual({ from: 'api', name: 'Alert', gist: 'unknown_ca' });
  });

  test('is a refusal with the check that made it', async () => {
    const trace = (await refused()).trace();
    const [made] = trace.exchanges;
    expect(made && verdictOf(made, trace)).toMatchObject({ tone: 'refused', firstFailed: { check: 'mtls.chain', party: 'api' } });
  });

  test('keeps what the request would have told', async () => {
    const secret = holdings((await refused()).trace()).find(({ value }) => value === 's3cret');
    expect(secret?.holders.map(({ party }) => party)).toEqual(['client']);
  });

  test('makes every check that can be made, and follows the first that failed', async () => {
    const { world } = lab();
    const identity = { chain: IDENTITIES.expired.chain, key: IDENTITIES.payroll.key };
    await expect(world.deliver(get(), { from: 'client', identity })).rejects.toThrow('certificate_expired');
    const failed = world.trace().exchanges[0]?.checks.filter(({ outcome }) => outcome === 'failed');
    expect(failed?.map(({ check }) => check)).toEqual(['mtls.validity', 'mtls.possession']);
  });
});

describe('the certificate the party behind is told of', () => {
  test('is none where the sender presents none, whatever it writes', async () => {
    const { world, came } = lab();
    const written: Header[] = [
      ['Client-Cert', ':AAAA:'],
      ['client-cert', ':AAAB:'],
      ['Client-Cert-Chain', ':AAAC:'],
      ['Client_Cert', ':AAAD:'],
      ['CLIENT_CERT_CHAIN', ':AAAE:'],
    ];
    await world.deliver(get(written), { from: 'client' });
    expect(came[0]?.headers.filter(([name]) => /^client.cert/i.test(name))).toEqual([]);
  });

  test('is the one of the handshake, whatever the sender writes', async () => {
    const { world, came } = lab();
    await world.deliver(get([['Client-Cert', ':AAAA:']]), { from: 'client', identity: IDENTITIES.printer });
    const told = headerValues(came[0] ?? get(), 'client-cert');
    expect(told).toHaveLength(1);
    expect(told).not.toContain(':AAAA:');
  });

  test('is what a proxy before it says, and nobody else', async () => {
    const { world, came } = lab({ proxies: { api: ['gateway'] } });
    await world.deliver(get([['Client-Cert', ':AAAA:']]), { from: 'gateway' });
    await world.deliver(get([['Client-Cert', ':AAAA:']]), { from: 'client' });
    expect(came.map((request) => header(request, 'client-cert'))).toEqual([':AAAA:', undefined]);
    expect(world.trace().exchanges[0]?.checks.map(({ check }) => check)).toEqual(['http.message-size']);
  });
});

test('a message without a certificate and without such a header concerns TLS in nothing', async () => {
  const { world } = lab({ trust: () => Promise.reject(new Error('Nobody should ask.')) });
  await world.deliver(get(), { from: 'client' });
  expect(world.trace().exchanges[0]?.checks.map(({ check }) => check)).toEqual(['http.message-size']);
});

test('a certificate list of no certificate is no certificate', async () => {
  const { world } = lab();
  const { response } = await world.deliver(get(), { from: 'client', identity: { chain: '', key: IDENTITIES.payroll.key } });
  expect(response.status).toBe(204);
});

test('where a real network ended TLS, possession was proven there', async () => {
  const { world } = lab();
  await world.deliver(get(), { from: 'client', identity: { chain: IDENTITIES.payroll.chain, key: 'proven' } });
  const [made] = world.trace().exchanges;
  expect(made?.checks.find(({ check }) => check === 'mtls.possession')?.outcome).toBe('passed');
  expect(made?.handshake?.messages).toEqual([]);
});

test('what cannot be fetched is an answer that says so', async () => {
  const { world } = lab({ trust: () => Promise.reject(new LatePartError('A part of this party could not be fetched.')) });
  const { response } = await world.deliver(get(), { from: 'client', identity: IDENTITIES.payroll });
  expect(response.status).toBe(503);
});

test('a world that trusts nobody takes nobody', async () => {
  const { world } = lab({ trust: undefined });
  await expect(world.deliver(get(), { from: 'client', identity: IDENTITIES.payroll })).rejects.toThrow('unknown_ca');
});

test('moving the clock beyond the dates of a certificate ends it', async () => {
  const { world } = lab();
  world.clock.advance(9 * 366 * 86_400);
  await expect(world.deliver(get(), { from: 'client', identity: IDENTITIES.payroll })).rejects.toThrow('certificate_expired');
});

test('the same seed makes the same record', async () => {
  const once = async (): Promise<unknown> => {
    const cast = rehearse();
    await cast.send('app', { method: 'GET', url: 'https://as.lab.test/jwks', headers: [], body: '' }, IDENTITIES.payroll);
    return cast.world.trace();
  };
  expect(await once()).toEqual(await once());
});

test('whatever bytes are presented, there is an answer or an alert', async () => {
  const chain = fc.oneof(
    fc.string(),
    fc.uint8Array({ maxLength: 500 }).map((bytes) => formatPem('CERTIFICATE', bytes)),
    fc
      .nat(IDENTITIES.payroll.chain.length)
      .map((at) => `${IDENTITIES.payroll.chain.slice(0, at)}A${IDENTITIES.payroll.chain.slice(at + 1)}`),
  );
  const key = fc.constantFrom(
    IDENTITIES.payroll.key,
    'proven' as const,
    {},
    { kty: 'oct', k: 'AA' },
    { kty: 'OKP', crv: 'Ed25519', d: '!' },
  );
  await fc.assert(
    fc.asyncProperty(chain, key, async (some, by) => {
      const { world } = lab();
      const ended = await world.deliver(get(), { from: 'client', identity: { chain: some, key: by } }).catch((error: unknown) => error);
      expect(ended instanceof NetworkError || (ended as { response: { status: number } }).response.status === 204).toBe(true);
    }),
    { numRuns: 60 },
  );
});
