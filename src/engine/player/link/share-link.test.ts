import fc from 'fast-check';
import { expect, test } from 'vitest';
import { base64url, utf8 } from '../../http/encoding.ts';
import type { LabState } from '../player-view.ts';
import { decodeState } from './read-share-link.ts';
import { encodeState, LINK_LIMIT } from './share-link.ts';

const STATE: LabState = {
  lab: 'validate',
  stage: 0,
  edits: [
    {
      message: 'call#0',
      kind: 'jwt',
      place: { part: 'header', name: 'authorization', index: 0 },
      header: {},
      claims: { aud: { kind: 'json', value: ['a', { b: null }] } },
      signature: 'issuer',
    },
    { message: 'token#0', of: 'answer', kind: 'text', place: { part: 'status' }, value: '302' },
    { message: 'token#0', of: 'answer', kind: 'text', place: { part: 'location', name: 'iss', index: 0 }, value: null },
    { message: 'token#0', of: 'answer', kind: 'text', place: { part: 'json', name: '__proto__', index: 0 }, value: '1' },
    { message: 'token#0', kind: 'text', place: { part: 'form', name: 'scope', index: 0 }, value: null },
  ],
  off: ['jwt.audience'],
  clock: [{ position: 1, seconds: 300 }],
  own: [
    {
      at: 1,
      request: { method: 'GET', url: 'https://api.lab.test/me', headers: [['Accept', '*/*']], body: '' },
      identity: 'mallory',
    },
  ],
  position: 2,
};

test('a state survives the way through a link', async () => {
  const fragment = await encodeState(STATE);
  expect(fragment).toMatch(/^v2\.[A-Za-z0-9_-]+$/);
  expect(await decodeState(fragment ?? '')).toEqual({ ok: true, state: STATE });
});

test('a link may switch off a check whose group is not here yet', async () => {
  const state = { ...STATE, off: ['mtls.chain', 'jwt.audience'] as const };
  expect(await decodeState((await encodeState(state)) ?? '')).toEqual({ ok: true, state });
});

test('a link cut in half is refused with a plain message', async () => {
  const fragment = (await encodeState(STATE)) ?? '';
  expect(await decodeState(fragment.slice(0, fragment.length / 2))).toEqual({ ok: false, message: expect.stringContaining('cut off') });
});

test('a link of a later version says that it is newer', async () => {
  for (const link of ['v7.AAAA', 'v7.(another)', 'v99999999999999999999.x', `v${'9'.repeat(400)}.x`, `v7.${'A'.repeat(LINK_LIMIT)}`])
    expect(await decodeState(link)).toEqual({ ok: false, message: expect.stringContaining('newer Tokenscope') });
});

test('what is no link of this version is damaged', async () => {
  for (const link of ['v1=', 'v1.', 'V1.x', 'v0.AAAA', 'v.AAAA', 'v1.AA AA', 'v-1.AAAA'])
    expect(await decodeState(link)).toEqual({ ok: false, message: 'This link is damaged or was cut off.' });
});

test('a link over the limit is not read, and none is written', async () => {
  expect(await decodeState(`v1.${'A'.repeat(LINK_LIMIT)}`)).toMatchObject({ ok: false });
  const noise = Array.from({ length: 16_000 }, (_, index) => String.fromCharCode(33 + (((index * 7919) % 89) ** 3 % 89))).join('');
  const edits = Array.from({ length: 20 }, (_, index) => ({
    message: `call#${index}`,
    kind: 'text' as const,
    place: { part: 'body' as const },
    value: base64url(utf8(noise.slice(index * 7))),
  }));
  expect((await encodeState({ ...STATE, edits }))?.length ?? 0).toBeLessThanOrEqual(LINK_LIMIT);
});

test('a link that unpacks to megabytes is stopped', async () => {
  const stream = new Blob([new Uint8Array(4_000_000)]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  const packed = new Uint8Array(await new Response(stream).arrayBuffer());
  expect(packed.length).toBeLessThan(LINK_LIMIT / 2);
  expect(await decodeState(`v1.${base64url(packed)}`)).toMatchObject({ ok: false });
});

async function linkOf(data: unknown, version = 2): Promise<string> {
  const stream = new Blob([JSON.stringify(data)]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return `v${version}.${base64url(new Uint8Array(await new Response(stream).arrayBuffer()))}`;
}

test('a link from before readers sent messages of their own still opens', async () => {
  const { own: _none, ...older } = STATE;
  expect(await decodeState(await linkOf(older, 1))).toEqual({ ok: true, state: { ...STATE, own: [] } });
});

test('messages of the reader’s own that this code would not write are refused', async () => {
  const [mine] = STATE.own;
  for (const own of [
    [{ ...mine, at: -1 }],
    [{ ...mine, at: 500 }],
    [{ ...mine, at: 1.5 }],
    [{ ...mine, identity: 'constructor' }],
    [{ ...mine, identity: 'nobody' }],
    [{ ...mine, from: 'as' }],
    [mine, mine],
    [{ ...mine, at: 3 }, mine],
    [{ at: 0, request: { ...mine?.request, headers: [['a']] } }],
    [{ at: 0, request: { ...mine?.request, body: 'x'.repeat(300 * 1024) } }],
    Array.from({ length: 201 }, (_, at) => ({ ...mine, at })),
  ])
    expect(await decodeState(await linkOf({ ...STATE, own }))).toMatchObject({ ok: false });
});

test('what would unpack to more than is read is no link, however well it packs', async () => {
  const [mine] = STATE.own;
  if (!mine) throw new Error('The state has a message of the reader’s own.');
  const large: LabState = { ...STATE, own: [{ ...mine, request: { ...mine.request, body: 'x'.repeat(200 * 1024) } }] };
  expect(await encodeState(large)).toBeUndefined();
});

test('an unknown check, a foreign member or a wrong type is refused', async () => {
  for (const wrong of [
    { ...STATE, off: ['jwt.everything'] },
    { ...STATE, off: ['jwe.everything'] },
    { ...STATE, off: ['toString'] },
    { ...STATE, html: '<b>' },
    { ...STATE, position: -1 },
    { ...STATE, lab: '../../x' },
  ])
    expect(await decodeState(await linkOf(wrong))).toMatchObject({ ok: false });
});

test('no text makes the reader throw', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.string(),
        fc.string().map((rest) => `v1.${rest}`),
        fc.uint8Array().map((bytes) => `v1.${base64url(Uint8Array.from(bytes))}`),
      ),
      async (fragment) => {
        expect(typeof (await decodeState(fragment)).ok).toBe('boolean');
      },
    ),
    { numRuns: 500 },
  );
});
