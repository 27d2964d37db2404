import type { Trace } from '../trace/trace.ts';
import type { Edit } from './edits/edits.ts';
import { perform } from './performance.ts';
import type { Ending, Setting } from './performance.ts';
import type { Lab } from './play.ts';

/** A play that never ends is stopped after so many messages. */
const MOST_MESSAGES = 500;

/** Plays a lab to its end with nobody at the stage. */
export async function runPlay(
  lab: Lab,
  setting: Partial<Setting> & { readonly edits?: readonly Edit[] } = {},
): Promise<Ending & { readonly trace: Trace; readonly messages: number }> {
  const performance = perform(lab, { stage: setting.stage ?? 0, off: setting.off ?? [], play: setting.play });
  let messages = 0;
  await performance.settled();
  while (!performance.ending() && messages < MOST_MESSAGES) {
    await performance.send(setting.edits ?? []);
    messages += 1;
  }
  performance.leave();
  return {
    ...(performance.ending() ?? { problem: `The play sent more than ${MOST_MESSAGES} messages.` }),
    trace: performance.world.trace(),
    messages,
  };
}
