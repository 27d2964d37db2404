import { field, parseForm, repeatedNames } from '../../http/form.ts';
import type { Field } from '../../http/form.ts';
import { mediaType } from '../../http/message.ts';
import type { HttpRequest } from '../../http/message.ts';
import type { Finding } from '../../protocol/finding.ts';

/** The fields of a form body; none where the body is something else. RFC 6749 §3.2 */
export function formFields(request: HttpRequest): Field[] {
  return mediaType(request) === 'application/x-www-form-urlencoded' ? parseForm(request.body) : [];
}

/** A parameter's value; one sent without a value counts as not sent. RFC 6749 §3.1 */
export function parameter(fields: readonly Field[], name: string): string | undefined {
  const value = field(fields, name);
  return value === '' ? undefined : value;
}

/** Every value of a parameter that may be repeated, such as `resource`; each counts once. RFC 8707 §2; RFC 8693 §2.1 */
export function parameterValues(fields: readonly Field[], name: string): string[] {
  return [...new Set(fields.filter((one) => one[0] === name && one[1] !== '').map((one) => one[1]))];
}

/** RFC 8707 §2; RFC 8693 §2.1 */
const REPEATABLE = ['resource', 'audience'];

/** Names sent more than once that may be sent once only. RFC 6749 §3.1, §3.2 */
export function forbiddenRepeats(fields: readonly Field[]): string[] {
  return repeatedNames(fields).filter((name) => !REPEATABLE.includes(name));
}

/** Is each parameter sent once? RFC 6749 §3.1, §3.2 */
export function parametersOnce(fields: readonly Field[]): Finding {
  const repeated = forbiddenRepeats(fields);
  return {
    passed: repeated.length === 0,
    expected: 'each parameter once',
    received: repeated.length === 0 ? 'each once' : `${repeated.slice(0, 5).join(', ')} more than once`,
  };
}
