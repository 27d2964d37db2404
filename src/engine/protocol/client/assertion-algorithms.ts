/** The algorithms a client may sign its assertions with. A secret is never a key here. RFC 8414 §2 */
export const ASSERTION_ALGORITHMS: readonly string[] = ['Ed25519', 'EdDSA', 'ES256', 'PS256', 'RS256'];
