import type { HttpResponse } from '../../../http/message.ts';
import { beginLogin } from '../../relying-party/begin-login.ts';
import { loginFormBelongs } from '../authorize/login/login.ts';
import { seeOther } from '../authorize/answer/see-other.ts';
import type { Endpoint } from '../context.ts';
import { sessionOf } from '../cookie.ts';
import { errorPage } from '../page.ts';
import { formFields, parameter, parametersOnce } from '../parameters.ts';
import { text } from '../respond.ts';
import { discover } from './discover.ts';
import { waitingFor } from './waiting.ts';

/** Told in the ID token, so that no further message is needed. OpenID Connect Core §5.5 */
const CLAIMS = { id_token: { name: null, email: null } };

/**
 * Sends a user who would rather log in elsewhere to the other identity provider, with a state, a
 * nonce and a challenge that only this browser's session can finish. OpenID Connect Core §3.1.2.1; RFC 9700 §4.7
 */
export const beginFederation: Endpoint = async (request, context): Promise<HttpResponse> => {
  const { span, store, config } = context;
  span.plan('http.parameter-once', 'login.form-token', 'rp.metadata-issuer');
  const { upstream } = config;
  if (!upstream) return text(404, 'There is nothing at this address.');
  const fields = formFields(request);
  const session = sessionOf(request, context);
  const pending = waitingFor(parameter(fields, 'request'), context);
  const once = span.check('http.parameter-once', parametersOnce(fields));
  const belongs = span.check('login.form-token', loginFormBelongs(parameter(fields, 'form_token'), session, pending));
  if (!once) return errorPage(span, 400, 'invalid_request', 'A field was sent more than once.');
  if (!belongs || !session)
    return errorPage(span, 403, 'invalid_request', 'This form does not belong to your session. Go back to the app and start again.');

  const discovered = await discover(await upstream.registration(), context);
  if (!discovered)
    return errorPage(
      span,
      502,
      'temporarily_unavailable',
      'The other identity provider cannot be reached. Go back, and log in here or try again.',
    );
  const { issuer, clientId, redirectUri, scope, endpoints } = discovered;
  const asked = store.pending.get(pending?.id ?? '')?.parameters;
  const begun = await beginLogin(
    { issuer, endpoint: endpoints?.authorization, clientId, redirectUri, scope, random: span.random, now: span.now },
    {
      claims: CLAIMS,
      // Asked by its age as well, the answer has to say when the login was. OpenID Connect Core §3.1.2.1
      ...(asked?.prompt.includes('login') ? { prompt: 'login', maxAge: 0 } : asked?.maxAge === undefined ? {} : { maxAge: asked.maxAge }),
    },
  );
  store.federations.set(session.id, { memory: { begun }, pendingId: pending?.id, at: span.now() });
  return seeOther(request, begun.address, context);
};
