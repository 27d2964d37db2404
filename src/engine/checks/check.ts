/** Who may apply a check or send a duty; also the group it is shown under. */
export type CheckGroup =
  | 'Every party'
  | 'Authorization server: authorize, login, consent'
  | 'Authorization server: pushed requests, device, registration'
  | 'Authorization server: token endpoint'
  | 'Authorization server: client authentication'
  | 'Authorization server: UserInfo'
  | 'Authorization server: exchange, introspection, revocation, logout'
  | 'Gateway'
  | 'JWT validation'
  | 'JWE'
  | 'Mutual TLS'
  | 'DPoP'
  | 'APIs'
  | 'Relying party';

/** A section of a specification, as `rfc7636#4.6`; resolved in `content/specs.yaml`. */
export type SpecReference = `${string}#${string}`;

/** One named defence: a rule that can refuse (`check`), or something that is sent (`duty`). */
export interface CheckEntry {
  readonly kind: 'check' | 'duty';
  /** Plain words, no full stop: "Audience includes this API". */
  readonly title: string;
  /** What it stops, one sentence. */
  readonly stops: string;
  /** Completes "The gateway refused: …", lower case: "the token is meant for someone else". */
  readonly refusal: string;
  /** How whoever was refused mends it, one imperative sentence. */
  readonly mend: string;
  readonly specs: readonly SpecReference[];
  readonly group: CheckGroup;
  /** False where there is nothing to go on with, so that off would mean nothing (an unknown code). */
  readonly switchable: boolean;
  /** Set where off means a naive twin of the verifier, which is labeled so on screen. */
  readonly naive?: string;
}
