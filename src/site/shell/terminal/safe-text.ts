/** The most that one command may print to the screen. */
export const OUTPUT_LINES = 2000;
export const OUTPUT_LENGTH = 256 * 1024;

/** Characters that steer a terminal, or turn the direction of what follows them: a service may send any of them. */
const STEERING = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

function visible(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x20) return `^${String.fromCharCode(code + 0x40)}`;
  if (code === 0x7f) return '^?';
  return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
}

/** A text in which nothing can steer the screen: what could is shown as text, as `cat -v` does. */
export function safeText(text: string): string {
  return text.replaceAll('\r\n', '\n').replaceAll(STEERING, visible);
}

/** A text for the screen: safe, with line ends as a terminal wants them. */
export function forScreen(text: string): string {
  return safeText(text).replaceAll('\n', '\r\n');
}

/** What is left of what one command may print. */
export interface OutputRoom {
  readonly lines: number;
  readonly length: number;
}

/** The part of a text for which there is room, and the room after it. */
export function withinRoom(text: string, room: OutputRoom): { readonly text: string; readonly room: OutputRoom; readonly cut: boolean } {
  let end = Math.min(text.length, room.length);
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) {
    lines += 1;
    if (lines >= room.lines) end = at + 1;
  }
  const kept = text.slice(0, end);
  return { text: kept, room: { lines: room.lines - lines, length: room.length - kept.length }, cut: kept.length < text.length };
}
