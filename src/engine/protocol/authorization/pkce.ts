import { equalInConstantTime } from '../constant-time.ts';
import { sha256 } from '../digest.ts';
import { failed, passed } from '../finding.ts';
import type { Finding } from '../finding.ts';

/** What an authorization server keeps with a code, to compare later. RFC 7636 §4.4 */
export interface CodeChallenge {
  /** `plain` is only met where `authorize.pkce-method` is switched off. */
  readonly method: 'S256' | 'plain';
  readonly value: string;
}

/** 43 to 128 unreserved characters. RFC 7636 §4.1, §4.2 */
const CODE_VERIFIER = /^[A-Za-z0-9._~-]{43,128}$/;

/** The S256 challenge of a verifier. RFC 7636 §4.2 */
export function deriveChallenge(verifier: string): Promise<string> {
  return sha256(verifier);
}

/** Whether a `code_challenge` has the form its method asks for; an S256 challenge is 43 characters of base64url. RFC 7636 §4.2 */
export function codeChallengeWellFormed(value: string | undefined, method: CodeChallenge['method'] = 'S256'): Finding {
  if (value === undefined) return failed('a code_challenge');
  if (method === 'plain')
    return CODE_VERIFIER.test(value) ? passed('plain, well formed') : failed('43 to 128 unreserved characters', value);
  return /^[A-Za-z0-9_-]{43}$/.test(value) ? passed(value) : failed('43 characters of base64url', value);
}

/**
 * Does this `code_verifier` belong to the challenge its code was issued for? RFC 7636 §4.6
 * Never throws: absent, malformed and wrong verifiers are failed findings. The finding shows the
 * challenge that the verifier leads to, and never the verifier itself.
 */
export async function matchCodeVerifier(verifier: string | undefined, challenge: CodeChallenge): Promise<Finding> {
  const expected = `a code_verifier for challenge ${challenge.value}`;
  if (verifier === undefined) return failed(expected, 'no code_verifier');
  if (!CODE_VERIFIER.test(verifier)) return failed('43 to 128 unreserved characters', `${verifier.length} characters`);
  const derived = challenge.method === 'plain' ? verifier : await deriveChallenge(verifier);
  const received = challenge.method === 'plain' ? 'a plain code_verifier' : `one that gives ${derived}`;
  return { passed: equalInConstantTime(derived, challenge.value), expected, received };
}
