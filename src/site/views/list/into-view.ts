import { reveal, scrollerOf } from '../selection/reveal.ts';

/** Brings a row into view that was chosen elsewhere, or whose message was sent just now; the page itself stays where it is. */
export function intoView(row: Element): void {
  // Whoever walks from row to row has chosen it there.
  if (document.activeElement?.closest('[data-message]')) return;
  const box = scrollerOf(row);
  if (box) reveal(box, row, 0);
}
