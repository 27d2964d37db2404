import type { LabDoor } from '../commands/command.ts';
import type { Answer, FromShell, KnownParty, Question } from './shell-messages.ts';

/** How many questions one line may ask of the world: a loop that calls for ever is over then. */
const MOST_QUESTIONS = 200;

/** The world's door in the worker: every question is a message to the page, and waits for its answer. */
export interface WorkerDoor extends LabDoor {
  open(parties: readonly KnownParty[]): void;
  /** A line begins, at this time of the world. */
  tell(now: number): void;
  answer(call: number, answer: Answer): void;
}

/** Makes the door. @param say sends a message to the page */
export function createLabDoor(say: (message: FromShell) => void): WorkerDoor {
  const waiting = new Map<number, (answer: Answer) => void>();
  let parties: readonly KnownParty[] = [];
  let now = 0;
  let calls = 0;
  let asked = 0;

  async function ask(question: Question): Promise<Answer> {
    asked += 1;
    calls += 1;
    const call = calls;
    const answer = await new Promise<Answer>((resolve) => {
      waiting.set(call, resolve);
      say({ kind: 'ask', call, question });
    });
    ({ now } = answer);
    return answer;
  }

  return {
    get parties() {
      return parties;
    },
    now: () => now,
    open(known) {
      parties = known;
    },
    tell(time) {
      now = time;
      asked = 0;
    },
    answer(call, answer) {
      waiting.get(call)?.(answer);
      waiting.delete(call);
    },
    async send(request, identity) {
      if (asked >= MOST_QUESTIONS) return { failure: `One line can send ${MOST_QUESTIONS} messages. Run another line for more.` };
      const { sent } = await ask({ what: 'send', request, ...(identity === undefined ? {} : { identity }) });
      return sent ?? { failure: 'The world gave no answer.' };
    },
    async moveClock(seconds) {
      if (asked < MOST_QUESTIONS) await ask({ what: 'move-clock', seconds });
    },
    tokens: async () => (await ask({ what: 'tokens' })).tokens ?? [],
  };
}
