import { headerValues, mediaType } from '../../http/message.ts';
import type { HttpRequest } from '../../http/message.ts';
import { failed } from '../finding.ts';
import type { Finding } from '../finding.ts';

/** JSON, and what a change to part of an object may be called. RFC 8259 §11; RFC 7396 §4 */
const JSON_TYPE = 'application/json';
const CHANGE_TYPE = 'application/merge-patch+json';

/** The media types of a body that an API reads, for `Accept` in its refusal. RFC 9110 §15.5.16 */
export function typesRead({ method }: Pick<HttpRequest, 'method'>): readonly string[] {
  return method === 'PATCH' ? [CHANGE_TYPE, JSON_TYPE] : [JSON_TYPE];
}

/** The codings of a body that are none: a compressed one would have to be opened, and might not end. RFC 9110 §8.4 */
const PLAIN = /^(?:identity)?$/i;

/** Whether a body was packed in a way that is not opened here. RFC 9110 §8.4, §15.5.16 */
export function isPacked(request: HttpRequest): boolean {
  return headerValues(request, 'content-encoding').some((value) => !PLAIN.test(value.trim()));
}

/**
 * Is the body of a type that is read here? One that names none may be read as what it is; one that names another is
 * not JSON, even where it looks like it: a form of another site can send text without asking. RFC 9110 §8.3, §15.5.16
 */
export function bodyTypeRead(request: HttpRequest): Finding {
  const type = mediaType(request);
  const types = typesRead(request);
  if (isPacked(request))
    return failed('a body as it is', 'a body with a content coding', 'the body is packed in a way that is not read here');
  return { passed: type === undefined || types.includes(type), expected: types.join(' or '), received: type ?? 'a body of no named type' };
}
