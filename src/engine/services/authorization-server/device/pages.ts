import type { Header, HttpResponse } from '../../../http/message.ts';
import { durationInWords } from '../../../protocol/duration.ts';
import { findClient } from '../client/clients.ts';
import type { Context } from '../context.ts';
import { page } from '../page.ts';
import type { Session, WaitingDevice } from '../store.ts';
import type { DeviceAuthorization } from './device-authorization.ts';

/** The form for the user code. A code that came with the address is filled in, never sent by itself. RFC 8628 §3.3, §3.3.1 */
export function userCodePage(
  { span }: Context,
  session: Session,
  { typed = '', wrong = false, headers = [] }: { readonly typed?: string; readonly wrong?: boolean; readonly headers?: readonly Header[] },
): HttpResponse {
  return page(
    span,
    200,
    'Connect a device',
    (
      echo,
    ) => `<p>Type the code that your device shows.</p>${wrong ? '\n<p role="alert">No device waits with this code. Look at your device again.</p>' : ''}
<form method="post" action="/device">
<input type="hidden" name="form_token" value="${session.formToken}">
<label>Code <input name="user_code" autocomplete="off" autocapitalize="characters" spellcheck="false" value="${echo(typed)}"></label>
<button type="submit">Continue</button>
</form>`,
    headers,
  );
}

/** Too many wrong codes: nothing to fill in, and when to come back. RFC 8628 §5.1 */
export function waitPage({ span }: Context, seconds: number): HttpResponse {
  const sentence = `<p>Too many wrong codes were tried. Come back in ${durationInWords(seconds)}.</p>`;
  return page(span, 429, 'Wait before the next code', () => sentence, [['Retry-After', String(seconds)]]);
}

/** Which device asks, for which app, for what; a stranger's code looks like any other, so the page says what to compare. RFC 8628 §3.3, §5.4 */
export async function confirmPage(
  context: Context,
  waiting: WaitingDevice,
  device: DeviceAuthorization,
  session: Session,
): Promise<HttpResponse> {
  const { span, config } = context;
  const client = await findClient(context, device.clientId);
  const meaning = (scope: string): string => (Object.hasOwn(config.scopes, scope) ? (config.scopes[scope] ?? '') : 'unknown');
  const ago = durationInWords((span.now() - device.at) / 1000);
  return page(
    span,
    200,
    'Allow this device',
    (echo) => `<p>A device with the app ${echo(client?.name ?? device.clientId)} asks for access as ${echo(session.login?.sub ?? '')}.</p>
<p>It asked ${ago} ago and shows the code <strong>${device.userCode}</strong>. Go on only if you hold that device yourself, and nobody sent you this code.</p>
<ul>
${device.scope.map((scope) => `<li><code>${echo(scope)}</code>: ${echo(meaning(scope))}</li>`).join('\n')}
</ul>
<p>The access lasts while the device uses it, and 90 days at most.</p>
<form method="post" action="/device/confirm">
<input type="hidden" name="request" value="${waiting.id}">
<input type="hidden" name="form_token" value="${session.formToken}">
<button type="submit" name="decision" value="allow">Allow</button>
<button type="submit" name="decision" value="deny">Deny</button>
</form>`,
  );
}

/** The end of the user's part. RFC 8628 §3.3 */
export function donePage({ span }: Context, allowed: boolean): HttpResponse {
  return allowed
    ? page(span, 200, 'Device connected', () => '<p>You can go back to your device.</p>')
    : page(span, 200, 'Device refused', () => '<p>The device gets no access.</p>');
}
