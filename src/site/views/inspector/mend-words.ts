import type { CheckId } from '#engine/checks/catalogue.ts';
import type { CheckRecord } from '#engine/trace/trace.ts';

/** What to send so that a check passes: the parameter whose value the check itself named as expected. */
const PARAMETERS: Partial<Readonly<Record<CheckId, string>>> = {
  'jwt.audience': 'resource',
  'gateway.scope': 'scope',
  'api.scope': 'scope',
  'userinfo.scope': 'scope',
  'authorize.redirect-uri-exact': 'redirect_uri',
  'token.code-redirect-uri': 'redirect_uri',
  'authorize.pkce-method': 'code_challenge_method',
};

/**
 * The very parameter that would have passed a check, as it would be sent: `resource=https://api.lab.test`. Undefined where the
 * check told no single value that could be sent.
 */
export function wayOut({ check, expected }: CheckRecord): string | undefined {
  const parameter = PARAMETERS[check];
  return parameter !== undefined && expected !== undefined && /^\S{1,200}$/.test(expected) ? `${parameter}=${expected}` : undefined;
}

/** A reason as the catalogue tells it, as a sentence of its own: "The token is meant for someone else." */
export function asSentence(reason: string): string {
  const [first = '', ...rest] = [...reason];
  const text = first.toUpperCase() + rest.join('');
  return /[.?!…]$/.test(text) ? text : `${text}.`;
}
