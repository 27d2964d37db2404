import { expect, test } from 'vitest';
import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import { applyAnswerEdits } from './apply-edits.ts';
import type { Edit, Place } from './edits.ts';
import { createPlayer } from '../player.ts';
import { defineLab } from '../play.ts';
import type { Player } from '../player-view.ts';
import { runPlay } from '../run.ts';

const call = (path: string): HttpRequest => ({ method: 'GET', url: `https://api.lab.test${path}`, headers: [], body: '' });

/** The app asks twice and believes what it reads; somebody sits between it and the gateway, and not where the browser asks. */
const lab = defineLab({
  id: 'on-the-path',
  title: 'On the path',
  summary: '',
  teaches: [],
  switches: ['jwt.audience'],
  steps: [{ id: 'ask', title: '', text: '' }],
  goals: [],
  onPath: { party: 'attacker', answersTo: ['app'] },
  parties: ['app', 'gateway'],
  ends: 'refused',
  endings: { refused: '', believed: '' },
  async play({ step, send }) {
    const first = await step('ask', () => send('app', call('/invoices')));
    if (first.response.status === 200) return 'believed';
    await step('ask', () => send('browser', call('/invoices')));
    const last = await step('ask', () => send('app', call('/me')));
    return last.response.status === 200 ? 'believed' : 'refused';
  },
});

const status = (message: string, value: string): Edit => ({ message, of: 'answer', kind: 'text', place: { part: 'status' }, value });

async function playing(state?: Player['view']['state']): Promise<Player> {
  const player = createPlayer(lab, state ? { state } : {});
  await player.prepare();
  return player;
}

test('nobody is stopped at an answer who did not ask to be', async () => {
  const player = await playing();
  for (let sent = 0; sent < 3; sent += 1) await player.send();
  expect(player.view).toMatchObject({ status: 'ended', outcome: 'refused', holding: false, answer: undefined });
});

test('an answer is held on its way, and sent on as it was', async () => {
  const player = await playing();
  await player.holdAnswers(true);
  await player.send();
  expect(player.view).toMatchObject({
    status: 'waiting',
    draft: undefined,
    state: { position: 0 },
    answer: { key: 'ask#0', from: 'gateway', to: 'app', by: 'attacker', exchange: 1 },
  });
  // Nobody has it yet, so the record does not either.
  expect(player.view.trace.exchanges[0]?.response).toBeUndefined();
  await player.send();
  expect(player.view).toMatchObject({ answer: undefined, draft: { key: 'ask#1' }, state: { position: 1 } });
  expect(player.view.trace.exchanges[0]?.onPath).toBeUndefined();
  await player.send();
  expect(player.view).toMatchObject({ answer: undefined, draft: { key: 'ask#2' } });
});

test('a player can hold answers from the beginning on', async () => {
  const player = createPlayer(lab, { holding: true });
  await player.send();
  expect(player.view).toMatchObject({ holding: true, answer: { key: 'ask#0' } });
});

test('an edited answer is what its actor gets, is marked, and is made again in every replay', async () => {
  const player = await playing();
  await player.holdAnswers(true);
  await player.send();
  await player.edit(status('ask#0', '200'));
  expect(player.view.answer).toMatchObject({ original: { status: 401 }, response: { status: 200 } });
  await player.send();
  expect(player.view).toMatchObject({ status: 'ended', outcome: 'believed' });
  const [exchange] = player.view.trace.exchanges;
  expect(exchange).toMatchObject({ response: { status: 200 }, onPath: { by: 'attacker', edited: ['status'], given: { status: 401 } } });
  const other = await playing(player.view.state);
  expect(other.view.trace).toEqual(player.view.trace);
  await player.undoEdits();
  expect(player.view).toMatchObject({ status: 'waiting', draft: { key: 'ask#1' } });
  expect(await runPlay(lab, { edits: [status('ask#2', '200')] })).toMatchObject({ outcome: 'believed', messages: 3 });
});

test('a status that is none is told, and the answer keeps the one it had', async () => {
  const player = await playing();
  await player.holdAnswers(true);
  await player.send();
  for (const value of ['999', 'abc', '', '20']) {
    await player.edit(status('ask#0', value));
    expect(player.view).toMatchObject({ answer: { response: { status: 401 } } });
    expect(player.view.problem).toContain('three digits');
  }
  await player.send();
  expect(player.view.trace.exchanges[0]?.response).toMatchObject({ status: 401 });
  expect(player.view.trace.exchanges[0]?.onPath?.edited ?? []).toEqual([]);
});

test('the answer of a message that was sent is opened where it came back', async () => {
  const player = await playing();
  await player.send();
  await player.send();
  await player.changeAnswer(1);
  expect(player.view).toMatchObject({ state: { position: 0 }, answer: { key: 'ask#0' }, holding: false });
  await player.changeAnswer(1);
  await player.edit(status('ask#0', '200'));
  await player.send();
  expect(player.view).toMatchObject({ status: 'ended', outcome: 'believed' });
});

test('edits of an answer are dropped by themselves, and it stays held', async () => {
  const player = await playing();
  await player.edit({ message: 'ask#0', kind: 'text', place: { part: 'header', name: 'X', index: 0 }, value: '1' });
  await player.holdAnswers(true);
  await player.send();
  await player.edit(status('ask#0', '200'));
  await player.undoEdits('ask#0', 'answer');
  expect(player.view).toMatchObject({ answer: { response: { status: 401 } }, state: { edits: [{ message: 'ask#0', kind: 'text' }] } });
});

test('back gives a held answer up, and so does whatever plays the run again', async () => {
  for (const undo of [
    (player: Player) => player.back(),
    (player: Player) => player.goTo(0),
    (player: Player) => player.changeAndSendAgain(1),
    (player: Player) => player.setSwitch('jwt.audience', false),
    (player: Player) => player.moveClock(60),
    (player: Player) => player.startAgain(),
    (player: Player) => player.edit({ message: 'ask#0', kind: 'text', place: { part: 'url' }, value: 'https://api.lab.test/me' }),
  ]) {
    const player = await playing();
    await player.holdAnswers(true);
    await player.send();
    await undo(player);
    expect(player.view).toMatchObject({ answer: undefined, draft: { key: 'ask#0' }, state: { position: 0 } });
    expect(player.view.trace.exchanges).toEqual([]);
    await player.holdAnswers(false);
    await player.send();
    expect(player.view).toMatchObject({ draft: { key: 'ask#1' }, state: { position: 1 } });
  }
});

test('resting on a held answer does not give it up; a message of the reader’s own lets it go first', async () => {
  const player = await playing();
  await player.holdAnswers(true);
  await player.send();
  await player.prepare();
  expect(player.view.answer).toBeDefined();
  await player.sendOwn(call('/me'));
  expect(player.view).toMatchObject({ answer: undefined, state: { position: 2 } });
  expect(player.view.trace.exchanges.map(({ key }) => key)).toEqual(['ask#0', 'own#0']);
});

test('an answer that nobody on the path can reach is left alone, whatever a link says', async () => {
  expect(await runPlay(lab, { edits: [status('ask#1', '200')] })).toMatchObject({ outcome: 'refused' });
  const { onPath: _nobody, ...safe } = lab;
  const { trace, outcome } = await runPlay(safe, { edits: [status('ask#0', '200')] });
  expect(outcome).toBe('refused');
  expect(trace.exchanges.every(({ onPath }) => onPath === undefined)).toBe(true);
});

const given: HttpResponse = {
  status: 200,
  headers: [
    ['Content-Type', 'application/json'],
    ['Content-Length', '40'],
    ['Location', 'https://app.lab.test/callback?code=c1&iss=https%3A%2F%2Fas.lab.test#top'],
    ['Set-Cookie', 'a=1'],
    ['Set-Cookie', 'b=2'],
  ],
  body: '{"token_type":"Bearer","expires_in":300}',
};
const changed = async (place: Place, value: string | null, of: HttpResponse = given): Promise<HttpResponse> =>
  (await applyAnswerEdits(of, [{ message: 'm#0', of: 'answer', kind: 'text', place, value }], 0)).response;

test('every part of an answer can be changed by itself', async () => {
  expect((await changed({ part: 'status' }, '302')).status).toBe(302);
  expect((await changed({ part: 'header', name: 'set-cookie', index: 1 }, null)).headers).toHaveLength(4);
  const location = await changed({ part: 'location', name: 'iss', index: 0 }, 'https://evil.lab.test');
  expect(location.headers[2]?.[1]).toBe('https://app.lab.test/callback?code=c1&iss=https%3A%2F%2Fevil.lab.test#top');
  expect((await changed({ part: 'json', name: 'expires_in', index: 0 }, '60')).body).toBe('{"token_type":"Bearer","expires_in":60}');
  expect((await changed({ part: 'json', name: 'token_type', index: 0 }, '60')).body).toBe('{"token_type":"60","expires_in":300}');
  expect((await changed({ part: 'json', name: 'scope', index: 0 }, 'all')).body).toContain('"scope":"all"');
  const shorter = await changed({ part: 'json', name: 'expires_in', index: 0 }, null);
  expect(shorter).toMatchObject({ body: '{"token_type":"Bearer"}' });
  expect(shorter.headers[1]).toEqual(['Content-Length', '23']);
});

test('what cannot be in an answer changes nothing', async () => {
  for (const value of ['99', '600', 'abc', '', null]) expect((await changed({ part: 'status' }, value)).status).toBe(200);
  const page = { ...given, headers: [], body: '<p>' };
  expect(await changed({ part: 'json', name: 'a', index: 0 }, '1', page)).toEqual(page);
  expect(await changed({ part: 'location', name: 'a', index: 0 }, '1', page)).toEqual(page);
  expect(await changed({ part: 'method' }, 'POST')).toMatchObject({ status: 200, body: given.body });
  expect(JSON.parse((await changed({ part: 'json', name: '__proto__', index: 0 }, '{"a":1}')).body)).toHaveProperty('token_type');
});

test('a claim of the ID token in an answer is changed as in a request', async () => {
  const part = (value: object): string => btoa(JSON.stringify(value)).replaceAll('=', '');
  const answer = { ...given, body: JSON.stringify({ id_token: `${part({ alg: 'RS256' })}.${part({ sub: 'alice' })}.AAAA` }) };
  const edit: Edit = {
    message: 'm#0',
    of: 'answer',
    kind: 'jwt',
    place: { part: 'json', name: 'id_token', index: 0 },
    header: {},
    claims: { sub: { kind: 'json', value: 'mallory' } },
    signature: 'attacker',
  };
  const { response, edited, problems } = await applyAnswerEdits(answer, [edit], 0);
  expect(edited).toEqual(['sub', 'signature']);
  expect(problems).toEqual([]);
  const { id_token: token } = JSON.parse(response.body) as { id_token: string };
  expect(atob(token.split('.')[1] ?? '')).toBe('{"sub":"mallory"}');
  expect((await applyAnswerEdits(given, [edit], 0)).problems).toEqual(['There is no JWT in id_token to change.']);
});
