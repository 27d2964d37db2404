/** What names an arrow or a band in every drawing of a run. */
const NAMES = ['data-phase', 'data-of', 'data-part', 'data-party'] as const;

/** Names what has the focus in a drawing, so that it can be found in the next one; undefined where nothing in it has. */
export function keyOfFocus(host: HTMLElement): string | undefined {
  const focused = document.activeElement;
  if (!(focused instanceof SVGElement) || !host.contains(focused)) return undefined;
  return NAMES.flatMap((name) => {
    const value = focused.getAttribute(name);
    return value === null ? [] : [`[${name}="${CSS.escape(value)}"]`];
  }).join('');
}

/** Gives the focus to what had it in the drawing before. What is gone gives it to the drawing itself, so that it is not lost. */
export function focusIn(host: HTMLElement, key: string): void {
  const found = key === '' ? null : host.querySelector<SVGElement>(`:is(a.arrow, .band)${key}`);
  (found ?? host.querySelector<SVGElement>('a.arrow, .band'))?.focus({ preventScroll: true });
}
