/**
 * What a rule found: did it pass, what it expected, what came. Values are text for a reader,
 * bounded by whoever records them; secrets are never put into one.
 */
export interface Finding {
  readonly passed: boolean;
  readonly expected?: string | undefined;
  readonly received?: string | undefined;
}

/** A finding that passed; `received` says what was looked at. */
export function passed(received?: string, expected?: string): Finding {
  return { passed: true, expected, received };
}

/** A finding that failed, with both sides for the reader to compare. */
export function failed(expected: string, received?: string): Finding {
  return { passed: false, expected, received: received ?? 'nothing' };
}

/** A finding by comparison of two texts. */
export function compared(expected: string, received: string | undefined): Finding {
  return { passed: expected === received, expected, received: received ?? 'nothing' };
}
