/** Who may apply a check or send a duty, in the order in which they are shown. */
export const CHECK_GROUPS = [
  'Every party',
  'Authorization server: authorize, login, consent',
  'Authorization server: pushed requests, device, registration',
  'Authorization server: token endpoint',
  'Authorization server: client authentication',
  'Authorization server: UserInfo',
  'Authorization server: exchange, introspection, revocation, logout',
  'Gateway',
  'JWT validation',
  'JWE',
  'DPoP',
  'Mutual TLS',
  'APIs',
  'Relying party',
] as const;

/** The group that a check is shown under. */
export type CheckGroup = (typeof CHECK_GROUPS)[number];

/** A section of a specification, as `rfc7636#4.6`; resolved in `content/specs.yaml`. */
export type SpecReference = `${string}#${string}`;

/** What a record and a verdict need of one named defence: a rule that can refuse (`check`), or something that is sent (`duty`). */
export interface CheckFacts {
  readonly kind: 'check' | 'duty';
  /** Plain words, no full stop: "Audience includes this API". */
  readonly title: string;
  /** Completes "The gateway refused: …", lower case: "the token is meant for someone else". */
  readonly refusal: string;
  readonly specs: readonly SpecReference[];
  /** False where there is nothing to go on with, so that off would mean nothing (an unknown code). */
  readonly switchable: boolean;
}

/** What explains a defence to whoever was refused by it, or asks what it is for. */
export interface Explanation {
  readonly group: CheckGroup;
  /** What it stops, one sentence. */
  readonly stops: string;
  /** How whoever was refused mends it, one imperative sentence. */
  readonly mend: string;
  /** Set where off means a naive twin of the verifier, which is labeled so on screen. */
  readonly naive?: string;
}

/** All there is to say about one named defence. */
export interface CheckEntry extends CheckFacts, Explanation {}
