/** The algorithms a DPoP proof may be signed with: every one is asymmetric. RFC 9449 §4.3 (5), §11.6; RFC 9864 §2 */
export const DPOP_ALGORITHMS = ['Ed25519', 'EdDSA', 'ES256', 'PS256', 'RS256'] as const;
