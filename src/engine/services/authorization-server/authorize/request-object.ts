import type { Field } from '../../../http/form.ts';
import type { Finding } from '../../../protocol/finding.ts';
import { parameter } from '../parameters.ts';
import type { AuthorizationError } from './answer/answer.ts';

/** Parameters that bring a JSON object along, and the error each is refused with. OpenID Connect Core §6.1, §7.2.1 */
const OBJECTS = {
  request: 'request_not_supported',
  registration: 'registration_not_supported',
} as const satisfies Readonly<Record<string, AuthorizationError>>;

function brought(fields: readonly Field[]): (keyof typeof OBJECTS)[] {
  return (['request', 'registration'] as const).filter((name) => parameter(fields, name) !== undefined);
}

/** Does the request bring no object that would have to be read beside its parameters? OpenID Connect Core §3.1.2.6 */
export function requestObject(fields: readonly Field[]): Finding {
  const names = brought(fields);
  return {
    passed: names.length === 0,
    expected: 'no request and no registration',
    received: names.length === 0 ? 'plain parameters' : names.join(' and '),
  };
}

/** The error for an object that is not read here: that of the first one. OpenID Connect Core §3.1.2.6 */
export function objectUnsupported(fields: readonly Field[]): AuthorizationError {
  return OBJECTS[brought(fields)[0] ?? 'request'];
}
