import type { Finding } from '../finding.ts';

/** Is there anything at this path? RFC 9110 §15.5.5 */
export function pathKnown(path: string, known: boolean, expected = 'an address of this party'): Finding {
  return { passed: known, expected, received: path };
}
