/** Under what is brought into view, in pixels. */
const ROOM_BELOW = 16;

/** Scrolls a box up or down, just so far that an element in it is seen below what stays at its top. */
export function reveal(box: HTMLElement, element: Element, below: number): void {
  const [place, room] = [element.getBoundingClientRect(), box.getBoundingClientRect()];
  const [over, under] = [room.top + below - place.top, place.bottom + ROOM_BELOW - room.top - box.clientHeight];
  if (over > 0) box.scrollTop -= over;
  else if (under > 0) box.scrollTop += under;
}

/** What scrolls an element up and down, if anything but the page does. */
export function scrollerOf(element: Element): HTMLElement | undefined {
  for (let above = element.parentElement; above && above !== document.body; above = above.parentElement) {
    if (above.scrollHeight > above.clientHeight && /auto|scroll/.test(getComputedStyle(above).overflowY)) return above;
  }
  return undefined;
}
