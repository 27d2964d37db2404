import type { LabKey } from './keys.ts';
import { ATTACKER_KEY } from './keys.ts';

function clientKey(kid: string, x: string, d: string): LabKey {
  return { kty: 'OKP', crv: 'Ed25519', x, d, kid, alg: 'Ed25519', use: 'sig' };
}

/** The keys with which clients sign DPoP proofs, by client id. Published, as every lab key is; they secure nothing. */
export const DPOP_KEYS = {
  ledger: clientKey('ledger-dpop', 'C9VzxWayY0ahemQoITAdsH5HzImwoV3m0MFZzyXTlU4', 'SMCMMEJnXqclSXfhaCGBr_NV4yvji7xDweDTWhTFlMM'),
  'ledger-phone': clientKey(
    'ledger-phone-dpop',
    'mjiq5CrE7GvM3thT41aqUUdG9olsdNbwiTO-Go5Kvgo',
    'OIUsHPff51-m07FkndaTxrI1lNE64frpNGcxcl0ufls',
  ),
  spa: clientKey('spa-dpop', '_XBM7k7MUFPbAtsBZhG8qvD5qYEluCIV5fV51UpF6Qs', 'mcUJhoArLKKLkp0jNkEeCMkrcxnAG4IcuxFdK-ZjfEY'),
  'spa-bound': clientKey('spa-bound-dpop', 'dCcpCqXh4RrJJZleIvukUVpXw6Zr87Szh3XWldpwFgY', 'UH7qmDE5AHDQozsCgztk3pBqS5PWI_pyLJW8iuowwkE'),
} as const satisfies Readonly<Record<string, LabKey>>;

/** The private key to the public one that a proof shows, where somebody of the lab holds it. */
export function dpopKeyOf(jwk: { readonly x?: unknown }): LabKey | undefined {
  return [...Object.values<LabKey>(DPOP_KEYS), ATTACKER_KEY].find(({ x }) => x === jwk.x);
}
