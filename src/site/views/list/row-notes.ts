import { leakSentence } from '#engine/trace/diagram/diagram-notes.ts';
import { leaksOf } from '#engine/trace/holdings/leaks.ts';
import type { Trace } from '#engine/trace/trace.ts';
import { travelsOf } from '#engine/trace/holdings/travels.ts';

/** What is said of a message beside what it is: that it carries what is looked at, or that it leaks something. */
export interface RowNote {
  readonly kind: 'carries' | 'leak';
  readonly text: string;
}

/** The notes of a run's messages, by their number. Pure. @param token the token that is looked at */
export function rowNotes(trace: Trace, token: string | undefined): ReadonlyMap<number, readonly RowNote[]> {
  const notes = new Map<number, RowNote[]>();
  const note = (message: number, kind: RowNote['kind'], text: string): void => {
    const all = notes.get(message) ?? [];
    notes.set(message, all);
    all.push({ kind, text });
  };
  if (token !== undefined) for (const { message } of travelsOf(trace, token)) note(message, 'carries', 'carries the token you look at');
  for (const leak of leaksOf(trace)) note(leak.message, 'leak', leakSentence(trace, leak));
  return notes;
}
