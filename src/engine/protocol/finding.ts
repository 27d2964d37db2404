/**
 * What a rule found: did it pass, what it expected, what came. Values are text for a reader,
 * bounded by whoever records them; secrets are never put into one.
 */
export interface Finding {
  readonly passed: boolean;
  readonly expected?: string | undefined;
  readonly received?: string | undefined;
  /** The reason in this case, where the check's own sentence would not be true: "the code is missing". */
  readonly refusal?: string | undefined;
}

/** A finding that passed; `received` says what was looked at. */
export function passed(received?: string, expected?: string): Finding {
  return { passed: true, expected, received };
}

/** A finding that failed, with both sides for the reader to compare; `refusal` as in {@link Finding}. */
export function failed(expected: string, received?: string, refusal?: string): Finding {
  return { passed: false, expected, received: received ?? 'nothing', ...(refusal === undefined ? {} : { refusal }) };
}

/** A finding by comparison of two texts. */
export function compared(expected: string, received: string | undefined): Finding {
  return { passed: expected === received, expected, received: received ?? 'nothing' };
}
