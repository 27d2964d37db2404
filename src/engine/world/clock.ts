/** The time of one world, in milliseconds since 1970. It moves only when told. */
export interface Clock {
  now(): number;
  /** Moves on by so many seconds; never back. */
  advance(seconds: number): void;
}

/** 2026-11-24, 10:04:12 UTC: when every lab begins unless it says otherwise. */
export const LAB_START = Date.UTC(2026, 10, 24, 10, 4, 12);

/** A clock that starts at a given time. */
export function createClock(start: number = LAB_START): Clock {
  let time = start;
  return {
    now: () => time,
    advance(seconds) {
      time += Math.max(0, Math.round(seconds * 1000));
    },
  };
}
