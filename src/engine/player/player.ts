import type { CheckId } from '../checks/catalogue.ts';
import { applyAnswerEdits, applyEdits } from './edits/apply-edits.ts';
import { directCarrier } from './carrier.ts';
import type { Carrier } from './carrier.ts';
import { editsOf } from './edits/edits.ts';
import type { Edit, Place } from './edits/edits.ts';
import { ownSent } from './own/own-message.ts';
import { perform } from './performance.ts';
import type { Performance } from './performance.ts';
import type { Trace } from '../trace/trace.ts';
import type { DraftAnswer, Lab } from './play.ts';
import { FURTHEST_MOVE } from './player-view.ts';
import type { LabState, Player, PlayerView } from './player-view.ts';
import { runPlay } from './run.ts';

/** What a player is made with. */
export interface PlayerOptions {
  /** How drafts that the learner sends go over the network; replays always go direct. */
  readonly carrier?: Carrier;
  /** Where to begin, such as from a share link. */
  readonly state?: LabState;
  /** How many messages that run had sent before its reader went back, so that it can be scrubbed over again. */
  readonly furthest?: number | undefined;
  /** Whether answers are held from the beginning on. See {@link Player.holdAnswers}. */
  readonly holding?: boolean | undefined;
}

/** The state of a lab that nobody has touched. */
function freshState(lab: Lab, stage = 0): LabState {
  return { lab: lab.id, stage, edits: [], off: lab.attack?.stages[stage]?.off ?? [], clock: [], own: [], position: 0 };
}

function samePlace(one: Place, other: Place): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function sameTarget(one: Edit, other: Edit): boolean {
  return one.message === other.message && one.of === other.of && one.kind === other.kind && samePlace(one.place, other.place);
}

/** The record without an answer that nobody has yet. */
function withoutAnswer(trace: Trace, exchange: number | undefined): Trace {
  if (exchange === undefined) return trace;
  return { ...trace, exchanges: trace.exchanges.map((one) => (one.number === exchange ? { ...one, response: undefined } : one)) };
}

/** Edits that two lists do not share. */
function changed(before: readonly Edit[], after: readonly Edit[]): Edit[] {
  return [...before.filter((edit) => !after.includes(edit)), ...after.filter((edit) => !before.includes(edit))];
}

/** Plays a lab, message by message. See {@link Player}. */
export function createPlayer(lab: Lab, options: PlayerOptions = {}): Player {
  const carrier = options.carrier ?? directCarrier;
  const listeners = new Set<(view: PlayerView) => void>();
  const reached = new Set<string>();
  let state = options.state ?? freshState(lab);
  let abandoned: LabState | undefined;
  let expectedMessages = 0;
  let by: 'worker' | 'direct' | undefined;
  let closed = false;
  let holding = options.holding ?? false;
  let calls = 0;
  let wantedPosition: number | undefined;

  let performance: Performance = perform(lab, state);
  /** How many messages the performance has sent. It may be fewer than the reader sees: see `past`. */
  let performed = 0;
  /** What was shown at each position of this run. A replay gives the same again, so Back and scrubbing need none. */
  let past: PlayerView[] = [];
  let view: PlayerView = {
    lab,
    state,
    status: 'starting',
    trace: performance.world.trace(),
    furthest: state.position,
    expectedMessages,
    now: performance.world.clock.now(),
    carrier: by,
    holding,
    reached: [],
  };

  function publish(next: PlayerView): void {
    view = next;
    for (const listener of listeners) listener(view);
  }

  async function draftAnswer(now: number): Promise<{ readonly answer: DraftAnswer; readonly problem: string | undefined } | undefined> {
    const held = performance.heldAnswer();
    if (!held || !lab.onPath) return undefined;
    const { key, exchange, to, response: original } = held;
    const { response, problems } = await applyAnswerEdits(original, editsOf(state.edits, key, 'answer'), now);
    const from = performance.world.trace().exchanges.find(({ number }) => number === exchange)?.to ?? 'nobody';
    return { answer: { key, exchange, from, to, by: lab.onPath.party, original, response }, problem: problems[0] };
  }

  /** The view of where the performance stands. */
  async function picture(): Promise<PlayerView> {
    const trace = withoutAnswer(performance.world.trace(), performance.heldAnswer()?.exchange);
    const held = performance.held();
    const ending = performance.ending();
    const now = performance.world.clock.now();
    const onItsWay = await draftAnswer(now);
    const applied = held && (await applyEdits(held.request, editsOf(state.edits, held.key), now));
    for (const goal of lab.goals) if (goal.reached(trace, ending?.outcome)) reached.add(goal.id);
    return {
      lab,
      state,
      status: ending ? (ending.problem === undefined ? 'ended' : 'broken') : 'waiting',
      trace,
      draft: held &&
        applied && {
          key: held.key,
          step: held.step,
          from: held.from,
          to: performance.world.partyAt(applied.request.url)?.id ?? 'nobody',
          original: held.request,
          request: applied.request,
        },
      answer: onItsWay?.answer,
      holding,
      furthest: state.position,
      expectedMessages,
      outcome: ending?.outcome,
      now,
      carrier: by,
      problem: ending?.problem ?? onItsWay?.problem ?? applied?.problems[0],
      reached: [...reached],
    };
  }

  /** Keeps a view under its position; what was seen after it is another run from now on. */
  function keep(next: PlayerView): void {
    past = past.slice(0, next.state.position);
    past[next.state.position] = next;
  }

  async function show(): Promise<void> {
    const next = await picture();
    keep(next);
    publish(next);
  }

  function moveClocks(position: number): void {
    for (const move of state.clock) if (move.position === position) performance.world.clock.advance(move.seconds);
  }

  async function begin(): Promise<void> {
    performance.leave();
    performance = perform(lab, state);
    performed = 0;
    await performance.settled();
    moveClocks(0);
  }

  /** Which message of the reader's own comes next; -1 where the play's does. */
  const nextOwn = (): number => state.own.findIndex(({ at }) => at === performed);
  const over = (): boolean => performance.ending() !== undefined && nextOwn() < 0;

  /** Brings the performance to where the reader is. It is given up when `until` says so, and can be gone on with later. */
  async function catchUp(until: () => boolean = () => false): Promise<void> {
    if (performed > state.position || performance.heldAnswer()) await begin();
    while (performed < state.position && !over() && !until()) {
      const own = state.own[nextOwn()];
      await (own ? performance.sendOwn(own, nextOwn()) : performance.send(state.edits));
      performed += 1;
      moveClocks(performed);
    }
  }

  /** The performance has sent one more message than the reader saw. */
  async function moveOn(): Promise<void> {
    performed += 1;
    state = { ...state, position: performed };
    moveClocks(performed);
    await show();
  }

  /** Where a message of the record was sent; -1 for one that no actor sent. */
  const placeOf = (exchange: number): number =>
    view.trace.exchanges.filter(({ key }) => key !== undefined).findIndex(({ number }) => number === exchange);

  async function sendDraft(over: Carrier, hold: boolean): Promise<void> {
    publish({ ...view, status: 'sending' });
    state = { ...state, own: ownSent(state) };
    const carriedBy = await performance.send(state.edits, over, hold);
    if (over === carrier) by = carriedBy;
    if (!performance.heldAnswer()) return moveOn();
    past = past.slice(0, state.position + 1);
    publish(await picture());
  }

  async function letGo(): Promise<void> {
    publish({ ...view, status: 'sending' });
    await performance.letGo(state.edits);
    await moveOn();
  }

  async function replay(next: LabState, furthest = next.position): Promise<void> {
    state = { ...next, position: 0 };
    past = [];
    await begin();
    while (performed < furthest && !over()) {
      keep(await picture());
      state = { ...next, position: performed + 1 };
      await catchUp();
    }
    await show();
    if (next.position < state.position) await visit(next.position);
  }

  async function visit(position: number): Promise<void> {
    if (position === state.position) return view.answer ? replay(state) : undefined;
    const seen = past[position];
    if (!seen) return replay({ ...state, position });
    state = { ...state, position };
    publish({ ...seen, state, furthest: past.length - 1, expectedMessages, carrier: by, holding, reached: [...reached] });
  }

  // One change at a time: a second click waits for the first, and nothing interleaves.
  let last: Promise<void> = Promise.resolve();
  function enqueue(action: () => Promise<void>): Promise<void> {
    calls += 1;
    const next = last.then(async () => {
      if (closed) return;
      try {
        await action();
      } catch (error) {
        publish({ ...view, status: 'broken', problem: error instanceof Error ? error.message : 'Something in this lab broke.' });
      }
    });
    last = next;
    return next;
  }

  const changeEdits = (change: (edits: readonly Edit[]) => readonly Edit[]): Promise<void> =>
    enqueue(async () => {
      const edits = change(state.edits);
      const held = view.answer?.key;
      const ofHeld = (edit: Edit): boolean => edit.of === 'answer' && edit.message === held;
      // Beside messages of the reader's own, the draft that waits was shown at earlier places too.
      const before = past.slice(0, state.position).map(({ draft }) => draft?.key);
      const shown = new Set([...view.trace.exchanges.map(({ key }) => key), ...before]);
      const rewrites = changed(state.edits, edits).some((edit) => shown.has(edit.message) && !ofHeld(edit));
      state = { ...state, edits };
      if (rewrites) return replay(state);
      if (held !== undefined) {
        publish(await picture());
        return;
      }
      await catchUp();
      await show();
    });

  const count = async (): Promise<void> => {
    const { messages } = await runPlay(lab, { stage: state.stage, off: freshState(lab, state.stage).off });
    expectedMessages = messages;
    if (!closed) publish({ ...view, expectedMessages });
  };

  const ready = enqueue(() => replay(state, options.furthest));
  void ready.then(count);

  return {
    get view() {
      return view;
    },
    subscribe(listener) {
      listeners.add(listener);
      listener(view);
      return () => listeners.delete(listener);
    },
    send: () =>
      enqueue(async () => {
        if (view.answer) return letGo();
        await catchUp();
        if (!performance.held()) return;
        await sendDraft(carrier, holding);
      }),
    sendOwn: (request, options = {}) =>
      new Promise((resolve, reject) => {
        void enqueue(async () => {
          if (view.answer) await letGo();
          await catchUp();
          const own = [...ownSent(state), { ...options, at: performed, request }];
          const { tooMuchOwn } = await import('./own/own-limits.ts');
          const excess = tooMuchOwn(own);
          if (excess !== undefined) {
            reject(new RangeError(excess));
            return;
          }
          publish({ ...view, status: 'sending' });
          state = { ...state, own };
          const { by: carriedBy, answer } = await performance.sendOwn({ ...options, at: performed, request }, own.length - 1, carrier);
          by = carriedBy;
          await moveOn();
          if ('status' in answer) resolve(answer);
          else reject(answer);
        }).then(() => {
          reject(new DOMException('The message could not be sent.', 'AbortError'));
        });
      }),
    back: () =>
      enqueue(async () => {
        if (view.answer) return visit(state.position);
        if (state.position > 0) return visit(state.position - 1);
        if (!abandoned) return;
        const old = abandoned;
        abandoned = undefined;
        await replay(old);
      }),
    goTo(position) {
      wantedPosition = position;
      return enqueue(async () => {
        // While one visit ran, the scrubber may have moved on: only the last place counts.
        if (wantedPosition === undefined) return;
        const wanted = Math.max(0, Math.min(wantedPosition, view.furthest));
        wantedPosition = undefined;
        await visit(wanted);
      });
    },
    prepare() {
      const turn = calls + 1;
      return enqueue(async () => {
        if (!view.answer) await catchUp(() => calls !== turn);
      });
    },
    startAgain: () =>
      enqueue(async () => {
        if (state.position > 0 || state.edits.length > 0 || state.clock.length > 0) abandoned = state;
        await replay({ ...state, edits: [], clock: [], own: [], position: 0 });
      }),
    open: (next) =>
      enqueue(async () => {
        const restaged = next.stage !== state.stage;
        abandoned = undefined;
        await replay(next);
        if (restaged) await count();
      }),
    edit: (edit) => changeEdits((edits) => [...edits.filter((old) => !sameTarget(old, edit)), edit]),
    undoEdit: (edit) => changeEdits((edits) => edits.filter((old) => !sameTarget(old, edit))),
    undoEdits: (message, of) =>
      changeEdits((edits) => (message === undefined ? [] : edits.filter((edit) => edit.message !== message || edit.of !== of))),
    setSwitch: (check: CheckId, on) =>
      enqueue(async () => {
        const off = on ? state.off.filter((id) => id !== check) : [...new Set([...state.off, check])];
        await replay({ ...state, off });
      }),
    setStage: (stage) =>
      enqueue(async () => {
        if (!lab.attack?.stages[stage]) return;
        abandoned = state;
        await replay(freshState(lab, stage));
        await count();
      }),
    moveClock: (seconds) =>
      enqueue(async () => {
        if (!(seconds > 0)) return;
        await catchUp();
        const { position } = state;
        const others = state.clock.filter((move) => move.position !== position);
        const moved = state.clock.reduce((sum, move) => (move.position === position ? sum + move.seconds : sum), 0);
        const to = Math.min(moved + seconds, FURTHEST_MOVE);
        performance.world.clock.advance(to - moved);
        state = { ...state, clock: [...others, { position, seconds: to }] };
        await show();
      }),
    changeAndSendAgain: (exchange) =>
      enqueue(async () => {
        const position = placeOf(exchange);
        if (position >= 0) await visit(position);
      }),
    holdAnswers: (on) =>
      enqueue(async () => {
        holding = on;
        publish({ ...view, holding });
      }),
    changeAnswer: (exchange) =>
      enqueue(async () => {
        const position = placeOf(exchange);
        if (position < 0 || view.answer?.exchange === exchange) return;
        await visit(position);
        await catchUp();
        await sendDraft(directCarrier, true);
      }),
    close() {
      closed = true;
      performance.leave();
      listeners.clear();
    },
  };
}
