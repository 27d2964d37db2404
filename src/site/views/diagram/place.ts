/** Beside the newest arrows, in pixels. */
const ROOM_AROUND = 16;
/** Around a drawing, where its bands end, in its own pixels. */
const MARGIN = 12;
/** Labels cannot be read when they are drawn smaller. */
const SMALLEST = 0.85;

/**
 * Shrinks a drawing to its room, but never below the size at which labels can be read.
 * @param room how wide that is, in pixels
 * @param extent what the drawing takes
 * @returns how much smaller it is drawn than it was laid out
 */
export function fit(element: SVGSVGElement, room: number, extent: DOMRect): number {
  const [, , , tall = 0] = (element.getAttribute('viewBox') ?? '').split(' ').map(Number);
  if (extent.width === 0 || tall === 0) return 1;
  const { x, y } = extent;
  const width = Math.ceil(extent.width + 2 * MARGIN);
  const height = Math.ceil(tall - 8 - y);
  element.setAttribute('viewBox', `${x - MARGIN} ${y - 4} ${width} ${height}`);
  const scale = Math.min(1, Math.max(SMALLEST, (room - 16) / width));
  element.setAttribute('width', String(Math.round(width * scale)));
  element.setAttribute('height', String(Math.round(height * scale)));
  element.style.maxWidth = 'none';
  return scale;
}

/** How far to the right a box is scrolled so that what came after a message is wholly seen: its arrows, and those it brought about. */
export function newestLeft(box: HTMLElement, after: number): number {
  const arrows = [...box.querySelectorAll('a.arrow')].filter((link) => Number(link.getAttribute('data-of')) > after);
  const places = arrows.map((arrow) => arrow.getBoundingClientRect());
  const room = box.getBoundingClientRect();
  const left = Math.min(...places.map((place) => place.left)) - room.left - ROOM_AROUND;
  const right = Math.max(...places.map((place) => place.right)) - room.left - box.clientWidth + ROOM_AROUND;
  // Where both ends cannot be seen, the one it starts from is.
  const by = right > 0 ? Math.min(right, left) : Math.min(left, 0);
  return Math.max(0, box.scrollLeft + by);
}
