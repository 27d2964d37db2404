import { expect, test } from 'vitest';
import type { HttpRequest } from '../http/message.ts';
import { IDENTITIES } from '../world/certificates/identities.ts';
import type { Carrier } from './carrier.ts';
import { createPlayer } from './player.ts';
import { defineLab } from './play.ts';
import type { Lab } from './play.ts';
import { FURTHEST_MOVE } from './player-view.ts';
import type { Player } from './player-view.ts';
import { runPlay } from './run.ts';

const call = (path: string, token = ''): HttpRequest => ({
  method: 'GET',
  url: `https://api.lab.test${path}`,
  headers: token === '' ? [] : [['Authorization', `Bearer ${token}`]],
  body: '',
});

/** Three calls: without a token, with one, and again. */
const lab: Lab = defineLab({
  id: 'three-calls',
  title: 'Three calls',
  summary: '',
  teaches: [],
  switches: ['jwt.audience', 'jwt.expiry'],
  steps: [
    { id: 'bare', title: '', text: '' },
    { id: 'call', title: '', text: '' },
  ],
  goals: [
    {
      id: 'expired',
      text: '',
      reached: ({ exchanges }) =>
        exchanges.some(({ checks }) => checks.some(({ check, outcome }) => check === 'jwt.expiry' && outcome === 'failed')),
    },
  ],
  parties: ['app', 'gateway', 'invoices'],
  ends: 'read',
  endings: { read: '', refused: '' },
  async play({ step, send, mintAccessToken }) {
    await step('bare', () => send('app', call('/invoices')));
    const token = await mintAccessToken({ sub: 'alice', scope: 'invoice_read' });
    await step('call', () => send('app', call('/invoices', token)));
    const last = await step('call', () => send('app', call('/invoices', token)));
    return last.response.status === 200 ? 'read' : 'refused';
  },
});

const statuses = (player: Player): (number | undefined)[] =>
  player.view.trace.exchanges.filter(({ parent }) => parent === undefined).map(({ response }) => response?.status);

async function playing(options: Parameters<typeof createPlayer>[1] = {}): Promise<Player> {
  const player = createPlayer(lab, options);
  await player.goTo(0);
  return player;
}

test('a play waits at each message and ends as it was written', async () => {
  const player = await playing();
  expect(player.view).toMatchObject({ status: 'waiting', draft: { key: 'bare#0', from: 'app', to: 'gateway' } });
  await player.send();
  await player.send();
  expect(player.view).toMatchObject({ status: 'waiting', draft: { key: 'call#1' }, state: { position: 2 } });
  await player.send();
  expect(player.view).toMatchObject({ status: 'ended', outcome: 'read', furthest: 3 });
  expect(statuses(player)).toEqual([401, 200, 200]);
});

test('sending after the end changes nothing, however often', async () => {
  const player = await playing();
  await Promise.all(Array.from({ length: 50 }, () => player.send()));
  expect(player.view.state.position).toBe(3);
  expect(statuses(player)).toHaveLength(3);
});

test('back replays to the same record, one message shorter', async () => {
  const player = await playing();
  await player.send();
  await player.send();
  const { exchanges } = player.view.trace;
  await player.send();
  await player.back();
  expect(player.view.trace.exchanges).toEqual(exchanges);
  expect(player.view.furthest).toBe(3);
});

test('an edited claim is kept by meaning: it is made again in every replay', async () => {
  const player = await playing();
  await player.send();
  await player.edit({
    message: 'call#0',
    kind: 'jwt',
    place: { part: 'header', name: 'authorization', index: 0 },
    header: {},
    claims: { aud: { kind: 'json', value: 'https://payments.internal.lab.test' } },
    signature: 'issuer',
  });
  await player.send();
  expect(statuses(player)).toEqual([401, 401]);
  expect(player.view.trace.exchanges.at(-1)?.edited).toEqual(['aud']);
  await player.send();
  await player.goTo(2);
  expect(statuses(player)).toEqual([401, 401]);
  await player.setSwitch('jwt.audience', false);
  expect(statuses(player)).toEqual([401, 200]);
  await player.setSwitch('jwt.audience', true);
  await player.back();
  await player.undoEdits();
  await player.send();
  expect(statuses(player)).toEqual([401, 200]);
});

test('moving the clock makes the token expire, and back undoes that too', async () => {
  const player = await playing();
  await player.send();
  await player.send();
  await player.moveClock(3600);
  await player.send();
  expect(statuses(player)).toEqual([401, 200, 401]);
  expect(player.view.reached).toEqual(['expired']);
  await player.goTo(1);
  await player.send();
  expect(statuses(player)).toEqual([401, 200]);
});

test('moves of the clock at one place are one, and none goes further than can be kept', async () => {
  const player = await playing();
  const { now } = player.view;
  for (let move = 0; move < 3; move += 1) await player.moveClock(60);
  expect(player.view).toMatchObject({ now: now + 180_000, state: { clock: [{ position: 0, seconds: 180 }] } });
  await player.moveClock(1e12);
  expect(player.view.state.clock).toEqual([{ position: 0, seconds: FURTHEST_MOVE }]);
  expect(player.view.now).toBe(now + FURTHEST_MOVE * 1000);
});

test('start again loses nothing: back brings the old run back', async () => {
  const player = await playing();
  await player.edit({ message: 'bare#0', kind: 'text', place: { part: 'url' }, value: 'https://api.lab.test/me' });
  await player.send();
  const { state } = player.view;
  await player.startAgain();
  expect(player.view.state).toMatchObject({ position: 0, edits: [] });
  await player.back();
  expect(player.view.state).toEqual(state);
});

test('a message to nowhere ends the play with a reason, and back mends it', async () => {
  const player = await playing();
  await player.edit({ message: 'bare#0', kind: 'text', place: { part: 'url' }, value: 'https://nowhere.example/' });
  await player.send();
  expect(player.view).toMatchObject({ status: 'ended', problem: undefined, outcome: undefined });
  expect(player.view.trace.exchanges.at(-1)?.failure).toBe('Nobody answers at https://nowhere.example.');
  await player.back();
  expect(player.view).toMatchObject({ status: 'waiting', draft: { key: 'bare#0' } });
});

test('a handshake that ends with an alert ends the play with a reason, and back goes before it', async () => {
  const refused = defineLab({
    ...lab,
    play: async ({ attacker, gateway }) => {
      await attacker.send({ method: 'GET', url: `${gateway}/invoices`, headers: [], body: '' }, IDENTITIES.mallory);
      return 'refused';
    },
  });
  const player = createPlayer(refused);
  await player.send();
  expect(player.view).toMatchObject({ status: 'ended', problem: undefined, outcome: undefined });
  expect(player.view.trace.exchanges[0]?.failure).toMatch(/^Gateway ended the TLS handshake with the alert unknown_ca: /);
  await player.back();
  expect(player.view).toMatchObject({ status: 'waiting', draft: { key: 'play#0' } });
  await player.setSwitch('mtls.chain', false);
  await player.send();
  expect(player.view).toMatchObject({ status: 'ended', outcome: 'refused' });
  expect(player.view.trace.exchanges[0]?.response?.status).toBe(401);
});

test('what Start again put away comes back even after the new run was begun', async () => {
  const player = await playing();
  await player.send();
  await player.send();
  await player.startAgain();
  await player.send();
  await player.back();
  await player.back();
  expect(player.view.state.position).toBe(2);
});

test('a refused message is opened again where it was sent', async () => {
  const player = await playing();
  await player.send();
  await player.send();
  await player.changeAndSendAgain(1);
  expect(player.view).toMatchObject({ state: { position: 0 }, draft: { key: 'bare#0' } });
});

test('a state from elsewhere opens at its place, and one that is longer than the play opens at its end', async () => {
  const player = await playing({ state: { lab: lab.id, stage: 0, edits: [], off: [], clock: [], own: [], position: 400 } });
  expect(player.view.status).not.toBe('broken');
  const other = createPlayer(lab, { state: { lab: lab.id, stage: 0, edits: [], off: [], clock: [], own: [], position: 400 } });
  await other.undoEdits();
  expect(other.view).toMatchObject({ status: 'ended', state: { position: 3 } });
});

test('only what the learner sends goes over the carrier; replays do not', async () => {
  let carried = 0;
  const carrier: Carrier = {
    name: 'worker',
    async carry(_request, deliver) {
      carried += 1;
      return { delivered: await deliver(), by: 'worker' };
    },
  };
  const player = await playing({ carrier });
  await player.send();
  await player.send();
  await player.back();
  expect(carried).toBe(2);
  expect(player.view.carrier).toBe('worker');
});

test('a scrubber that runs ahead ends at its last place', async () => {
  const player = await playing();
  await player.send();
  await player.send();
  await player.send();
  await Promise.all([player.goTo(0), player.goTo(2), player.goTo(1)]);
  expect(player.view.state.position).toBe(1);
});

test('a lab plays unattended to its declared end', async () => {
  expect(await runPlay(lab)).toMatchObject({ outcome: 'read', messages: 3 });
  expect(
    await runPlay(lab, {
      edits: [{ message: 'call#1', kind: 'text', place: { part: 'header', name: 'authorization', index: 0 }, value: null }],
    }),
  ).toMatchObject({ outcome: 'refused' });
});

test('what was gone back over is there again in a player that knows how far the run had been', async () => {
  const player = await playing();
  for (let sent = 0; sent < 3; sent += 1) await player.send();
  await player.goTo(1);
  const { state, furthest } = player.view;
  const other = createPlayer(lab, { state, furthest });
  await other.prepare();
  expect(other.view).toMatchObject({ status: 'waiting', draft: { key: 'call#0' }, state: { position: 1 }, furthest: 3 });
  expect(statuses(other)).toEqual([401]);
  await other.goTo(3);
  expect(other.view).toMatchObject({ status: 'ended', outcome: 'read', state: { position: 3 } });
  await other.goTo(1);
  await other.send();
  expect(other.view).toMatchObject({ state: { position: 2 }, furthest: 2 });
});

test('a run that was never so long is scrubbed over to its end', async () => {
  const player = createPlayer(lab, { furthest: 400 });
  await player.prepare();
  expect(player.view).toMatchObject({ state: { position: 0 }, furthest: 3 });
});

const mine = (path = '/invoices', url = `https://api.lab.test${path}`): HttpRequest => ({ ...call(''), url });
const keys = (player: Player): (string | undefined)[] =>
  player.view.trace.exchanges.filter(({ parent }) => parent === undefined).map(({ key }) => key);

test('a message of the reader’s own is answered beside the play, whose draft goes on waiting', async () => {
  const player = await playing();
  expect(player.view.trace.parties.some(({ id }) => id === 'you')).toBe(false);
  await player.send();
  const response = await player.sendOwn(mine());
  expect(response.status).toBe(401);
  expect(player.view).toMatchObject({ status: 'waiting', draft: { key: 'call#0' }, state: { position: 2 }, furthest: 2 });
  expect(player.view.trace.exchanges[1]).toMatchObject({ key: 'own#0', from: 'you', to: 'gateway', edited: [] });
  expect(player.view.trace.parties.at(-1)).toMatchObject({ id: 'you', name: 'You', kind: 'client' });
  await player.send();
  expect(keys(player)).toEqual(['bare#0', 'own#0', 'call#0']);
});

test('back undoes a message of the reader’s own, and the scrubber brings it again', async () => {
  const player = await playing();
  await player.sendOwn(mine());
  await player.send();
  await player.sendOwn(mine('/me'));
  const { exchanges } = player.view.trace;
  await player.back();
  await player.back();
  await player.back();
  expect(keys(player)).toEqual([]);
  await player.goTo(3);
  expect(player.view.trace.exchanges).toEqual(exchanges);
  await player.setSwitch('jwt.audience', false);
  expect(keys(player)).toEqual(['own#0', 'bare#0', 'own#1']);
});

test('a send of the draft takes the place of what was undone', async () => {
  const player = await playing();
  await player.sendOwn(mine());
  await player.sendOwn(mine('/me'));
  await player.goTo(0);
  await player.send();
  expect(keys(player)).toEqual(['bare#0']);
  expect(player.view).toMatchObject({ furthest: 1, state: { own: [] } });
});

test('an edit of a message before one of the reader’s own plays both again', async () => {
  const player = await playing();
  await player.send();
  await player.send();
  await player.sendOwn(mine('/me'));
  await player.edit({ message: 'bare#0', kind: 'text', place: { part: 'url' }, value: 'https://api.lab.test/me' });
  expect(keys(player)).toEqual(['bare#0', 'call#0', 'own#0']);
  expect(player.view.trace.exchanges[0]?.edited).toEqual(['url']);
});

test('messages of the reader’s own go on after the play has ended, and a state from elsewhere brings them again', async () => {
  const player = await playing();
  for (let sent = 0; sent < 3; sent += 1) await player.send();
  await player.sendOwn(mine());
  expect(player.view).toMatchObject({ status: 'ended', outcome: 'read', state: { position: 4 } });
  const other = createPlayer(lab, { state: player.view.state });
  await other.prepare();
  expect(other.view.trace).toEqual(player.view.trace);
  await other.back();
  expect(keys(other)).toEqual(['bare#0', 'call#0', 'call#1']);
});

test('a message of the reader’s own to nowhere says so, and stays in the record', async () => {
  const player = await playing();
  await expect(player.sendOwn(mine('', 'https://nowhere.example/'))).rejects.toThrow('Nobody answers at https://nowhere.example.');
  await expect(player.sendOwn(mine('', 'no address'))).rejects.toMatchObject({ name: 'NetworkError' });
  expect(player.view).toMatchObject({ status: 'waiting', state: { position: 2 } });
  expect(player.view.trace.exchanges.map(({ to }) => to)).toEqual(['nobody', 'nobody']);
});

test('a certificate of the lab is presented by its name', async () => {
  const player = await playing();
  await player.sendOwn(mine(), { identity: 'payroll' });
  expect(player.view.trace.exchanges[0]?.handshake?.alert).toBeUndefined();
  await expect(player.sendOwn(mine(), { identity: 'mallory' })).rejects.toThrow('unknown_ca');
  await player.back();
  await player.goTo(2);
  expect(player.view.trace.exchanges[1]?.handshake?.alert).toBe('unknown_ca');
});

test('more than a run can keep is not sent, and the run stays as it is', async () => {
  const player = await playing();
  const { view } = player;
  await expect(player.sendOwn({ ...mine(), body: 'x'.repeat(300 * 1024) })).rejects.toThrow('Send a smaller one');
  await expect(player.sendOwn({ ...mine(), headers: [['X', 'x'.repeat(20_000)]] })).rejects.toBeInstanceOf(RangeError);
  expect(player.view).toBe(view);
  player.close();
  await expect(player.sendOwn(mine())).rejects.toMatchObject({ name: 'AbortError' });
});

test('a message of the reader’s own goes over the carrier as a draft does', async () => {
  const carrier: Carrier = { name: 'worker', carry: async (_request, deliver) => ({ delivered: await deliver(), by: 'worker' }) };
  const player = await playing({ carrier });
  await player.sendOwn(mine());
  expect(player.view.carrier).toBe('worker');
});
