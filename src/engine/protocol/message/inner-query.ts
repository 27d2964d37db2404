import { encodeForm, parseForm } from '../../http/form.ts';
import type { Field } from '../../http/form.ts';
import type { Finding } from '../finding.ts';

/** A query as careless code makes it, by pasting values between names. Harmless only after {@link queryBuilt} has passed. */
export function pastedQuery(fields: readonly Field[]): string {
  return fields.map(([name, value]) => `${name}=${value.replaceAll(' ', '+')}`).join('&');
}

/**
 * Would these values, put into the query of an inner request, still be the values of their own
 * parameters, and add none? OWASP API8:2023; OWASP ASVS 5.0.0 1.2.2
 */
export function queryBuilt(fields: readonly Field[]): Finding {
  const pasted = pastedQuery(fields);
  const [beforeFragment = ''] = pasted.split('#');
  const read = encodeForm(parseForm(beforeFragment));
  return {
    passed: read === encodeForm(fields),
    expected: `only ${fields.map(([name]) => name).join(', ')}, each with its value`,
    received: parseForm(beforeFragment)
      .map(([name, value]) => `${name}=${value}`)
      .join(', '),
  };
}
