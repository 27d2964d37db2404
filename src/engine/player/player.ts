import type { CheckId } from '../checks/catalogue.ts';
import { holdings } from '../trace/holdings.ts';
import type { Applied } from './apply-edits.ts';
import { directCarrier } from './carrier.ts';
import type { Carrier } from './carrier.ts';
import type { Edit, Place } from './edits.ts';
import { perform } from './performance.ts';
import type { Performance } from './performance.ts';
import type { Lab } from './play.ts';
import type { LabState, Player, PlayerStatus, PlayerView } from './player-view.ts';
import { runPlay } from './run.ts';

/** What a player is made with. */
export interface PlayerOptions {
  /** How drafts that the learner sends go over the network; replays always go direct. */
  readonly carrier?: Carrier;
  /** Where to begin, such as from a share link. */
  readonly state?: LabState;
}

/** The state of a lab that nobody has touched. */
function freshState(lab: Lab, stage = 0): LabState {
  return { lab: lab.id, stage, edits: [], off: lab.attack?.stages[stage]?.off ?? [], clock: [], position: 0 };
}

function samePlace(one: Place, other: Place): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function sameTarget(one: Edit, other: Edit): boolean {
  return one.message === other.message && one.kind === other.kind && samePlace(one.place, other.place);
}

/** Plays a lab, message by message. See {@link Player}. */
export function createPlayer(lab: Lab, options: PlayerOptions = {}): Player {
  const carrier = options.carrier ?? directCarrier;
  const listeners = new Set<(view: PlayerView) => void>();
  const reached = new Set<string>();
  let state = options.state ?? freshState(lab);
  let abandoned: LabState | undefined;
  let furthest = state.position;
  let expectedMessages = 0;
  let by: 'worker' | 'direct' = carrier.name;
  let performance: Performance = perform(lab, state);
  let closed = false;
  let view = picture('starting', undefined);

  function picture(status: PlayerStatus, applied: Applied | undefined, problem?: string): PlayerView {
    const trace = performance.world.trace();
    const held = performance.held();
    const ending = performance.ending();
    for (const goal of lab.goals) if (goal.reached(trace, ending?.outcome)) reached.add(goal.id);
    return {
      lab,
      state,
      status,
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
      furthest,
      expectedMessages,
      outcome: ending?.outcome,
      now: performance.world.clock.now(),
      carrier: by,
      holdings: holdings(trace),
      problem: problem ?? ending?.problem ?? applied?.problems[0],
      reached: [...reached],
    };
  }

  function publish(next: PlayerView): void {
    view = next;
    for (const listener of listeners) listener(view);
  }

  async function show(): Promise<void> {
    const ending = performance.ending();
    publish(picture(ending ? (ending.problem === undefined ? 'ended' : 'broken') : 'waiting', await performance.preview(state.edits)));
  }

  async function replay(next: LabState): Promise<void> {
    performance.leave();
    performance = perform(lab, next);
    await performance.settled();
    let position = 0;
    const advance = (): void => {
      for (const move of next.clock) if (move.position === position) performance.world.clock.advance(move.seconds);
    };
    advance();
    while (position < next.position && !performance.ending()) {
      await performance.send(next.edits);
      position += 1;
      advance();
    }
    state = { ...next, position };
    furthest = Math.max(furthest, position);
    await show();
  }

  // One change at a time: a second click waits for the first, and nothing interleaves.
  let last: Promise<void> = Promise.resolve();
  function enqueue(action: () => Promise<void>): Promise<void> {
    const next = last.then(async () => {
      if (closed) return;
      try {
        await action();
      } catch (error) {
        publish(picture('broken', undefined, error instanceof Error ? error.message : 'Something in this lab broke.'));
      }
    });
    last = next;
    return next;
  }

  const changeEdits = (edits: readonly Edit[]): Promise<void> =>
    enqueue(async () => {
      state = { ...state, edits };
      furthest = state.position;
      await show();
    });

  const ready = enqueue(() => replay(state));
  void ready.then(async () => {
    const { messages } = await runPlay(lab, { stage: state.stage, off: freshState(lab, state.stage).off });
    expectedMessages = messages;
    if (!closed) publish({ ...view, expectedMessages });
  });

  let wantedPosition: number | undefined;

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
        if (!performance.held()) return;
        publish({ ...view, status: 'sending' });
        by = await performance.send(state.edits, carrier);
        state = { ...state, position: state.position + 1 };
        furthest = Math.max(furthest, state.position);
        abandoned = undefined;
        for (const move of state.clock) if (move.position === state.position) performance.world.clock.advance(move.seconds);
        await show();
      }),
    back: () =>
      enqueue(async () => {
        if (state.position > 0) return replay({ ...state, position: state.position - 1 });
        if (!abandoned) return;
        const old = abandoned;
        abandoned = undefined;
        await replay(old);
      }),
    goTo(position) {
      wantedPosition = Math.max(0, Math.min(position, furthest));
      return enqueue(async () => {
        // While one replay ran, the scrubber may have moved on: only the last place counts.
        if (wantedPosition === undefined) return;
        const wanted = wantedPosition;
        wantedPosition = undefined;
        if (wanted !== state.position) await replay({ ...state, position: wanted });
      });
    },
    startAgain: () =>
      enqueue(async () => {
        if (state.position > 0 || state.edits.length > 0) abandoned = state;
        furthest = 0;
        await replay({ ...state, edits: [], clock: [], position: 0 });
      }),
    edit: (edit) => changeEdits([...state.edits.filter((old) => !sameTarget(old, edit)), edit]),
    undoEdit: (edit) => changeEdits(state.edits.filter((old) => !sameTarget(old, edit))),
    undoEdits: (message) => changeEdits(message === undefined ? [] : state.edits.filter((edit) => edit.message !== message)),
    setSwitch: (check: CheckId, on) =>
      enqueue(async () => {
        const off = on ? state.off.filter((id) => id !== check) : [...new Set([...state.off, check])];
        furthest = state.position;
        await replay({ ...state, off });
      }),
    setStage: (stage) =>
      enqueue(async () => {
        if (!lab.attack?.stages[stage]) return;
        abandoned = state;
        furthest = 0;
        await replay(freshState(lab, stage));
        expectedMessages = (await runPlay(lab, { stage, off: state.off })).messages;
        publish({ ...view, expectedMessages });
      }),
    moveClock: (seconds) =>
      enqueue(async () => {
        if (!(seconds > 0)) return;
        performance.world.clock.advance(seconds);
        state = { ...state, clock: [...state.clock, { position: state.position, seconds }] };
        furthest = state.position;
        await show();
      }),
    changeAndSendAgain: (exchange) =>
      enqueue(async () => {
        const sent = view.trace.exchanges.filter((one) => one.key !== undefined);
        const position = sent.findIndex((one) => one.number === exchange);
        if (position >= 0) await replay({ ...state, position });
      }),
    close() {
      closed = true;
      performance.leave();
      listeners.clear();
    },
  };
}
