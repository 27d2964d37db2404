import type { Trace } from '../trace/trace.ts';
import { LONGEST_RUN } from './own/own-limits.ts';
import { perform } from './performance.ts';
import type { Ending } from './performance.ts';
import type { Lab } from './play.ts';
import type { LabState } from './player-view.ts';

/** Plays a state to the end of the play with nobody at the stage: edits, switches, clock and the reader's own messages, wherever it stands. */
export async function playOut(lab: Lab, { stage, off, edits, clock, own }: LabState): Promise<Ending & { readonly trace: Trace }> {
  const performance = perform(lab, { stage, off });
  const moveClock = (position: number): void => {
    for (const move of clock) if (move.position === position) performance.world.clock.advance(move.seconds);
  };
  await performance.settled();
  moveClock(0);
  for (let sent = 0; sent < LONGEST_RUN; sent += 1) {
    const mine = own.findIndex(({ at }) => at === sent);
    const message = own[mine];
    if (!message && performance.ending()) break;
    await (message ? performance.sendOwn(message, mine) : performance.send(edits));
    moveClock(sent + 1);
  }
  performance.leave();
  return { ...(performance.ending() ?? { problem: `The play sent more than ${LONGEST_RUN} messages.` }), trace: performance.world.trace() };
}
