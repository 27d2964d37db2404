import { base64url } from '../../../../http/encoding.ts';
import { withHeader } from '../../../../http/message.ts';
import type { HttpRequest, HttpResponse } from '../../../../http/message.ts';
import { bringChecks } from '../../../../checks/catalogue.ts';
import { responseModeChecks } from '../../../../checks/authorization-server/response-mode.ts';
import type { ResponseMode } from '../../../../protocol/authorization/response-type.ts';
import type { Context } from '../../context.ts';
import { page } from '../../page.ts';
import { seeOther } from './see-other.ts';

bringChecks(responseModeChecks);

type Parameters = readonly (readonly [string, string])[];

const SUBMIT = 'document.forms[0].submit()';
/** The digest of that one script: nothing else runs on the page. CSP3 §8.1 */
const SUBMIT_DIGEST = "'sha256-ePniVEkSivX/c7XWBGafqh8tSpiRrKiqYeqbG7N1TOE='";

function withScript(response: HttpResponse, source: string): HttpResponse {
  const policy = response.headers.find(([name]) => name === 'Content-Security-Policy')?.[1] ?? "default-src 'none'";
  return withHeader(response, 'Content-Security-Policy', `${policy}; script-src ${source}`);
}

/** A form that sends itself, and a button where scripts do not run. OAuth 2.0 Form Post Response Mode §2 */
function formPost({ span }: Context, redirectUri: string, parameters: Parameters): HttpResponse {
  const body = page(span, 200, 'Back to the app', (echo) => {
    const inputs = parameters.map(([name, value]) => `<input type="hidden" name="${name}" value="${echo(value)}">`);
    return `<form method="post" action="${echo(redirectUri)}">\n${inputs.join('\n')}\n<button type="submit">Continue</button>\n</form>\n<script>${SUBMIT}</script>`;
  });
  return withScript(body, SUBMIT_DIGEST);
}

/** JSON that can stand in a script: nothing in it ends the element or a line. HTML §4.12.1.3 */
function scriptJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(/[<\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** A message to the window that opened this one. Its target is the origin of the redirect URI, so that nobody else's window reads it. RFC 9700 §4.17 */
function webMessage({ span }: Context, redirectUri: string, parameters: Parameters): HttpResponse {
  const { origin } = new URL(redirectUri);
  const target = span.duty('authorize.message-target', `targetOrigin ${origin}`) ? origin : '*';
  const message = { type: 'authorization_response', response: Object.fromEntries(parameters) };
  const nonce = base64url(span.random(12));
  const script = `(window.opener ?? window.parent).postMessage(${scriptJson(message)}, ${scriptJson(target)})`;
  const body = page(span, 200, 'Back to the app', () => `<p>You can close this window.</p>\n<script nonce="${nonce}">${script}</script>`);
  return withScript(body, `'nonce-${nonce}'`);
}

/** An authorization response that goes another way than in the query. OAuth 2.0 Multiple Response Types §2.1 */
export function respondIn(
  mode: Exclude<ResponseMode, 'query'>,
  request: HttpRequest,
  context: Context,
  redirectUri: string,
  parameters: Parameters,
): HttpResponse {
  if (mode === 'form_post') return formPost(context, redirectUri, parameters);
  const target = URL.parse(redirectUri);
  if (mode === 'web_message' && target && target.origin !== 'null') return webMessage(context, redirectUri, parameters);
  if (target) target.hash = new URLSearchParams(parameters.map(([name, value]) => [name, value])).toString();
  return seeOther(request, target?.href ?? redirectUri, context);
}
