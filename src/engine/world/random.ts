/** Random bytes of one world: the same seed gives the same bytes in the same order. */
export type Random = (length: number) => Uint8Array<ArrayBuffer>;

/** A mulberry32 sequence. It is for labs that must replay, and secures nothing. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  return (length) => {
    const bytes = new Uint8Array(length);
    for (let index = 0; index < length; index += 1) bytes[index] = next() & 0xff;
    return bytes;
  };
}
