import type { HttpResponse } from '../../../../http/message.ts';
import { codeOfStep, stepAt } from '../../../../protocol/authentication/one-time-code.ts';
import type { Context } from '../../context.ts';
import { page } from '../../page.ts';
import type { User } from '../../client/registration.ts';
import type { PendingRequest, Session } from '../../store.ts';
import { hidden } from '../pages.ts';

/** Whose code is asked for, and for which request. */
export interface SecondFactor {
  readonly pending: PendingRequest;
  readonly session: Session;
  readonly user: User;
  /** Whether a code was typed that is not right. */
  readonly failed?: boolean;
}

/**
 * The form for the second factor. The lab has no telephone, so what the user's authenticator shows
 * stands on the page; a real page would never say it.
 */
export async function secondFactorPage(context: Context, { pending, session, user, failed = false }: SecondFactor): Promise<HttpResponse> {
  const { span } = context;
  const shown = await codeOfStep(user.authenticator ?? '', stepAt(span.now()));
  return page(
    span,
    200,
    'Confirm that it is you',
    (
      echo,
    ) => `<p>The app asks for a login with two factors.</p>${failed ? '\n<p role="alert">That code is wrong, or was used before.</p>' : ''}
<p>In this lab, the authenticator of ${echo(user.sub)} shows <code>${shown}</code>.</p>
<form method="post" action="/login/second-factor">
${hidden('request', pending.id)}
${hidden('form_token', session.formToken)}
<label>One-time code <input name="one_time_code" inputmode="numeric" autocomplete="one-time-code"></label>
<button type="submit" name="decision" value="confirm">Confirm</button>
<button type="submit" name="decision" value="cancel">I cannot</button>
</form>`,
  );
}
