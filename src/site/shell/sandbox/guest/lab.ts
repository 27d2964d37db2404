import type { Line } from './host.ts';

declare const globalThis: { readonly sandboxLine: Line };
const line = globalThis.sandboxLine;

/** One token that the lab sends, and whether an API has to accept it. */
export interface SentToken {
  readonly title: string;
  readonly token: string;
  /** Whether the API is to accept it. */
  readonly good: boolean;
}

/** Tokens as they might come to the API https://api.lab.test, made afresh by the clock of the world: good ones, and others. */
export async function sentTokens(): Promise<readonly SentToken[]> {
  return (await line.ask('tokens')) as readonly SentToken[];
}

/**
 * Has a function judge each of those tokens and prints whether it was right. It accepts a token by returning and
 * refuses it by throwing.
 * @returns how many it judged wrongly
 */
export async function judge(validate: (token: string) => unknown): Promise<number> {
  let wrong = 0;
  for (const { title, token, good } of await sentTokens()) {
    let refused: string | undefined;
    try {
      await validate(token);
    } catch (error) {
      refused = error instanceof Error ? error.message : String(error);
    }
    const right = good === (refused === undefined);
    if (!right) wrong += 1;
    const did = refused === undefined ? 'accepted' : `refused (${refused})`;
    if (right) console.log(`Right: ${title}: ${did}`);
    else console.error(`Wrong: ${title}: ${did}. It must be ${good ? 'accepted' : 'refused'}.`);
  }
  console.log(wrong === 0 ? 'Every token is rightly judged.' : `${wrong} judged wrongly.`);
  return wrong;
}

/** Moves the clock of the world on, by so many seconds. */
export async function moveClock(seconds: number): Promise<void> {
  await line.ask('clock', Number(seconds));
}
