import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { HttpRequest } from '../http/message.ts';
import { createPlayer } from './player.ts';
import { defineLab } from './play.ts';
import type { Player, PlayerView } from './player-view.ts';

const call = (token: string): HttpRequest => ({
  method: 'GET',
  url: 'https://api.lab.test/invoices',
  headers: [['Authorization', `Bearer ${token}`]],
  body: '',
});

/** Two tokens, each used twice; it goes another way where the first call is refused. */
const lab = defineLab({
  id: 'two-tokens',
  title: 'Two tokens',
  summary: '',
  teaches: [],
  switches: ['jwt.audience', 'jwt.expiry', 'gateway.scope'],
  steps: [{ id: 'call', title: '', text: '' }],
  goals: [],
  onPath: { party: 'attacker', answersTo: ['app'] },
  parties: ['app', 'gateway', 'invoices'],
  ends: 'read',
  endings: { read: '', refused: '' },
  async play({ step, send, mintAccessToken }) {
    const token = await mintAccessToken({ sub: 'alice', scope: 'invoice_read' });
    const first = await step('call', () => send('app', call(token)));
    if (first.response.status !== 200) return 'refused';
    await step('call', () => send('app', call(token)));
    const other = await mintAccessToken({ sub: 'bob', scope: 'invoice_read' });
    await step('call', () => send('app', call(other)));
    await step('call', () => send('app', call(other)));
    return 'read';
  },
});

const moves = {
  send: (player: Player) => player.send(),
  back: (player: Player) => player.back(),
  prepare: (player: Player) => player.prepare(),
  scrub: (player: Player, number: number) => player.goTo(number),
  again: (player: Player) => player.startAgain(),
  audience: (player: Player, number: number) =>
    player.edit({
      message: `call#${number}`,
      kind: 'jwt',
      place: { part: 'header', name: 'authorization', index: 0 },
      header: {},
      claims: { aud: { kind: 'json', value: 'https://elsewhere.lab.test' } },
      signature: 'issuer',
    }),
  undo: (player: Player, number: number) => player.undoEdits(`call#${number}`),
  undoAll: (player: Player) => player.undoEdits(),
  clock: (player: Player, number: number) => player.moveClock(number * 100),
  off: (player: Player) => player.setSwitch('jwt.audience', false),
  on: (player: Player) => player.setSwitch('jwt.audience', true),
  own: async (player: Player, number: number) => {
    const url = ['https://api.lab.test/invoices', 'https://nowhere.example/', 'https://as.lab.test/jwks'][number % 3] ?? '';
    await player.sendOwn({ ...call('of-my-own'), url }).catch(() => undefined);
  },
  hold: (player: Player) => player.holdAnswers(true),
  pass: (player: Player) => player.holdAnswers(false),
  answer: (player: Player, number: number) =>
    player.edit({
      message: `call#${number}`,
      of: 'answer',
      kind: 'text',
      place: { part: 'status' },
      value: number % 2 === 0 ? '401' : '200',
    }),
  openAnswer: (player: Player, number: number) => player.changeAnswer(number),
  open: (player: Player, number: number) => player.changeAndSendAgain(number),
} as const;

const shown = ({ trace, draft, status, outcome, now, problem, state }: PlayerView) => ({
  trace,
  draft,
  status,
  outcome,
  now,
  problem,
  state,
});

test('whatever a learner does, in whatever order, the view is what a replay of its state gives', async () => {
  const names = Object.keys(moves) as (keyof typeof moves)[];
  const step = fc.record({ name: fc.constantFrom(...names), number: fc.nat(4), waits: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
      const player = createPlayer(lab);
      for (const { name, number, waits } of steps) {
        const done = moves[name](player, number);
        if (waits) await done;
      }
      await player.prepare();
      // An answer on its way is no part of the state: its message is sent again.
      if (player.view.answer) await player.back();
      await player.holdAnswers(false);
      await player.prepare();
      const fresh = createPlayer(lab, { state: player.view.state });
      await fresh.prepare();
      expect(shown(player.view)).toEqual(shown(fresh.view));
      await Promise.all([player.send(), fresh.send()]);
      expect(shown(player.view)).toEqual(shown(fresh.view));
      player.close();
      fresh.close();
    }),
    { numRuns: 80 },
  );
});

test('a message that did not change is the same object in every later view', async () => {
  const player = createPlayer(lab);
  await player.send();
  const [first] = player.view.trace.exchanges;
  await player.send();
  expect(player.view.trace.exchanges[0]).toBe(first);
});
