import type { JWK } from 'jose';
import { publicJwk } from './signing-key.ts';
import type { LabKey } from './signing-key.ts';

/** The keys of one time: one for each purpose. OpenID Connect Core §10.1 */
export interface KeyGeneration {
  readonly accessToken: LabKey;
  readonly idToken: LabKey;
}

/** The signing keys of an authorization server as they follow each other. OpenID Connect Core §10.1.1 */
export interface KeyRing {
  /** The keys that sign now. */
  current(): KeyGeneration;
  /** Public keys with which what was issued here verifies: those that sign, and those before them until their last token has ended. */
  verifying(now: number): readonly LabKey[];
  /** What is published: those, and the next ones, so that verifiers know them before they sign. RFC 7517 §5 */
  published(now: number): Promise<readonly JWK[]>;
  /** Goes over to the next keys, at a time in milliseconds since 1970. False where there are no further ones. */
  rotate(now: number): Promise<boolean>;
}

/** Keys that stay as they are while the others follow each other. */
export interface LastingKeys {
  /** Sign where a client asks for their algorithm. */
  readonly signing: readonly LabKey[];
  /** Public keys to which others seal what they send here; they verify nothing. RFC 7517 §4.2 */
  readonly sealing: readonly JWK[];
}

/** Milliseconds for which keys verify after they have signed for the last time: longer than any token they signed. */
const VERIFIES_ON = 3_600_000;

function publicKeys({ accessToken, idToken }: KeyGeneration): LabKey[] {
  return [publicJwk(accessToken), publicJwk(idToken)];
}

/**
 * A ring at its first generation.
 * @param fetchLater gives the generations that follow; asked when the first of them is needed
 */
export function createKeyRing(
  first: KeyGeneration,
  fetchLater: () => Promise<readonly KeyGeneration[]>,
  lasting: LastingKeys = { signing: [], sealing: [] },
): KeyRing {
  let current = first;
  const earlier: { readonly keys: KeyGeneration; readonly until: number }[] = [];
  let rotations = 0;
  const next = async (): Promise<KeyGeneration | undefined> => (await fetchLater())[rotations];
  const verifying = (now: number): LabKey[] => [
    ...publicKeys(current),
    ...earlier.filter(({ until }) => now < until).flatMap(({ keys }) => publicKeys(keys)),
    ...lasting.signing.map(publicJwk),
  ];
  return {
    current: () => current,
    verifying,
    async published(now) {
      const coming = await next();
      return [...verifying(now), ...(coming ? publicKeys(coming) : []), ...lasting.sealing];
    },
    async rotate(now) {
      const coming = await next();
      if (!coming) return false;
      earlier.unshift({ keys: current, until: now + VERIFIES_ON });
      current = coming;
      rotations += 1;
      return true;
    },
  };
}
