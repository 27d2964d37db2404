import { late } from './late.ts';

/** The naive verifier of a party that checks neither the algorithm of a token nor that of its key. RFC 8725 §2.1 */
export const byTokenAlg = late(async () => (await import('../protocol/naive/verify-by-token-alg.ts')).verifyByTokenAlg);
