/** What a script may use up. Times in milliseconds, sizes in bytes or characters. */
export interface Limits {
  /** Computing without a pause. */
  readonly busy: number;
  /** From start to end. */
  readonly total: number;
  readonly memory: number;
  readonly stack: number;
  readonly lines: number;
  /** Of one line of the console. */
  readonly lineLength: number;
  /** Of all lines. */
  readonly output: number;
  readonly requests: number;
  /** Of one request, all its parts together. */
  readonly requestSize: number;
  readonly timers: number;
  readonly keys: number;
  /** Operations of SubtleCrypto. */
  readonly operations: number;
  /** Of the script itself. */
  readonly script: number;
}

/** More than a client needs, less than a page would feel. */
export const LIMITS: Limits = {
  busy: 5_000,
  total: 60_000,
  memory: 64 * 1024 * 1024,
  stack: 128 * 1024,
  lines: 500,
  lineLength: 8_000,
  output: 400_000,
  requests: 150,
  requestSize: 128 * 1024,
  timers: 200,
  keys: 500,
  operations: 3_000,
  script: 200_000,
};
