import { repeatedNames } from '../../http/form.ts';
import type { Field } from '../../http/form.ts';
import type { Finding } from '../finding.ts';

/** Is each parameter of an authorization response there once? RFC 6749 §3.1 */
export function eachSentOnce(fields: readonly Field[]): Finding {
  const repeated = repeatedNames(fields);
  return {
    passed: repeated.length === 0,
    expected: 'each parameter once',
    received: repeated.length === 0 ? 'each once' : `${repeated.slice(0, 5).join(', ')} more than once`,
  };
}
