import { mediaType } from '../../http/message.ts';
import type { HttpRequest } from '../../http/message.ts';
import type { Finding } from '../finding.ts';

/** JSON, and what a change to part of an object may be called. RFC 8259 §11; RFC 7396 §4 */
const JSON_TYPE = 'application/json';
const CHANGE_TYPE = 'application/merge-patch+json';

/** The media types of a body that an API reads, for `Accept` in its refusal. RFC 9110 §15.5.16 */
export function typesRead({ method }: Pick<HttpRequest, 'method'>): readonly string[] {
  return method === 'PATCH' ? [CHANGE_TYPE, JSON_TYPE] : [JSON_TYPE];
}

/**
 * Is the body of a type that is read here? One that names none may be read as what it is; one that names another is
 * not JSON, even where it looks like it: a form of another site can send text without asking. RFC 9110 §8.3, §15.5.16
 */
export function bodyTypeRead(request: HttpRequest): Finding {
  const type = mediaType(request);
  const types = typesRead(request);
  return { passed: type === undefined || types.includes(type), expected: types.join(' or '), received: type ?? 'a body of no named type' };
}
