import type { CheckEntry } from '../check.ts';

export const curveSignatureChecks = {
  'jwt.signature-range': {
    kind: 'check',
    title: 'ECDSA r and s in range',
    stops: 'Stops a signature of zeros, which verifies for every message where nobody looks.',
    refusal: 'the signature is made of numbers that no signer could have made',
    mend: 'Send the signature that the issuer made.',
    // The rule is the first step of FIPS 186-5 §6.4.2; JWA names the form of the two numbers.
    specs: ['rfc7518#3.4', 'rfc8725#3.4'],
    group: 'JWT validation',
    switchable: true,
    naive: 'Off, an arithmetic of our own verifies without that first step; the platform would never take zeros.',
  },
} as const satisfies Record<string, CheckEntry>;
