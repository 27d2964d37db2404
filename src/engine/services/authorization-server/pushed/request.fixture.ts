import { queryFields } from '../../../http/form.ts';
import { authorizationUrl } from '../authorize/request.fixture.ts';

/** A right request of the web app as it is pushed, with some parameters changed; undefined takes one away. */
export function pushedFields(changes: Readonly<Record<string, string | undefined>> = {}): Record<string, string> {
  return Object.fromEntries(queryFields(authorizationUrl(changes)));
}
