import type { HttpRequest, HttpResponse } from '../../../../http/message.ts';
import type { Context } from '../../context.ts';
import { noStore } from '../../respond.ts';

/**
 * A redirect of a page that may just have been sent a form. 303 makes the browser ask with GET;
 * 307 would have it send the form, password included, to the next address. RFC 9700 §4.12
 */
export function seeOther(request: HttpRequest, location: string, { span }: Context): HttpResponse {
  const status = request.method !== 'POST' || span.duty('authorize.redirect-303', '303 See Other') ? 303 : 307;
  return { status, headers: [['Location', location], ...noStore(span)], body: '' };
}
