import { bringChecks } from '../../checks/catalogue.ts';
import { loginAsAskedChecks } from '../../checks/relying-party/login-as-asked.ts';
import type { JsonObject } from '../../http/strict-json.ts';
import { loginAsAsked } from '../../protocol/token/login-as-asked.ts';
import type { AskedLogin } from '../../protocol/token/login-as-asked.ts';
import type { Judge } from '../../trace/span.ts';

bringChecks(loginAsAskedChecks);

/** Judges the login by what the client asked for; whether it may go on. OpenID Connect Core §3.1.3.7 */
export function judgeLogin(claims: JsonObject, asked: AskedLogin, judge: Judge): boolean {
  return judge.check('rp.id-token-auth', loginAsAsked(claims, asked, judge.now()));
}
