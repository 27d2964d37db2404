import { beforeAll, expect, test } from 'vitest';
import { fetchChecks } from '#engine/checks/fetch-checks.ts';
import { createPlayer } from '#engine/player/player.ts';
import type { Player } from '#engine/player/player-view.ts';
import lab from '#labs/validate/lab.ts';
import { countChanges } from './count-changes.ts';
import { asWritten, withoutOwn } from './without.ts';
import { yourChanges } from './your-changes.ts';

beforeAll(() => fetchChecks(lab.switches));

async function playing(): Promise<Player> {
  const player = createPlayer(lab);
  await player.prepare();
  return player;
}

async function toCall(player: Player): Promise<string> {
  while (player.view.draft && !player.view.draft.request.headers.some(([, value]) => value.startsWith('Bearer'))) await player.send();
  return player.view.draft?.key ?? '';
}

test('a changed claim is told with what it was, what it is, and what became of the signature', async () => {
  const player = await playing();
  const message = await toCall(player);
  await player.edit({
    message,
    kind: 'jwt',
    place: { part: 'header', name: 'Authorization', index: 0 },
    header: {},
    claims: { aud: { kind: 'json', value: 'https://elsewhere.lab.test' }, exp: { kind: 'time', inSeconds: -300 }, sub: { kind: 'absent' } },
    signature: 'issuer',
  });
  const [waiting] = yourChanges(lab, player.view);
  expect(waiting).toMatchObject({
    title: 'The message that waits',
    exchange: undefined,
    note: 'Token in header Authorization. Signature: sign as the issuer would.',
  });
  await player.send();
  const [row, ...others] = yourChanges(lab, player.view);
  expect(others).toEqual([]);
  expect(row?.title).toMatch(/^Message \d+, .+ to Gateway$/);
  expect(row?.values).toMatchObject([
    { what: 'aud', from: 'https://api.lab.test', to: 'https://elsewhere.lab.test' },
    { what: 'exp', to: '5 min ago' },
    { what: 'sub', from: 'alice', to: undefined },
  ]);
  expect(row?.without.edits).toEqual([]);
});

test('switches, moves of the clock and messages of the reader’s own are changes too, and each can go alone', async () => {
  const player = await playing();
  await player.moveClock(300);
  await player.sendOwn({ method: 'GET', url: 'https://api.lab.test/me', headers: [], body: '' }, { identity: 'payroll' });
  await player.send();
  await player.moveClock(60);
  const [check] = lab.switches;
  if (!check) throw new Error('The lab has switches.');
  await player.setSwitch(check, false);
  const { state } = player.view;
  expect(countChanges(lab, state)).toBe(4);
  const rows = yourChanges(lab, player.view);
  expect(rows.map(({ title }) => title)).toEqual(['Message 1, your own', 'Switch', 'Clock', 'Clock']);
  expect(rows[0]).toMatchObject({ values: [{ what: 'sent', to: 'GET /me' }], note: 'With the certificate payroll.' });
  expect(rows[2]?.values).toEqual([{ what: 'moved on before message 1', to: '+5 min' }]);
  for (const { without } of rows) {
    await player.open(without);
    expect(countChanges(lab, player.view.state)).toBe(3);
  }
  expect(withoutOwn(state, 0)).toMatchObject({ own: [], position: 1, clock: [{ position: 0 }, { position: 1 }] });
  expect(asWritten(state, [])).toMatchObject({ own: [], clock: [], off: [], edits: [], position: 1 });
});

test('what was undone by Back is no change', async () => {
  const player = await playing();
  await player.sendOwn({ method: 'GET', url: 'https://api.lab.test/me', headers: [], body: '' });
  await player.back();
  expect(countChanges(lab, player.view.state)).toBe(0);
});

test('an edit of a message that this run does not send is named by its step', async () => {
  const player = await playing();
  const [step] = lab.steps;
  await player.edit({ message: `${step?.id}#9`, kind: 'text', place: { part: 'form', name: 'scope', index: 0 }, value: null });
  expect(yourChanges(lab, player.view)[0]).toMatchObject({
    title: `A message not sent yet: ${step?.title}`,
    values: [{ what: 'form field scope', from: undefined, to: undefined }],
  });
});
