import { bringChecks } from '../../../checks/catalogue.ts';
import { stepUpChecks } from '../../../checks/step-up.ts';
import { subjectOfHint } from '../../../protocol/token/id-token-hint.ts';
import { looksSealed } from '../../../protocol/jwe/open-token.ts';
import type { Context } from '../context.ts';
import { openedHere } from '../token/sealed.ts';

bringChecks(stepUpChecks);

/** An `id_token_hint` after its check, and whom it names. */
export interface Hint {
  readonly accepted: boolean;
  readonly sub: string | undefined;
}

/** Judges and reads the hint of an authorization request, opened first where its client sealed it to this server. OpenID Connect Core §3.1.2.1 */
export async function readHint(text: string, context: Context): Promise<Hint> {
  const { span, config } = context;
  const opened = looksSealed(text) ? await openedHere(context, text) : text;
  const { finding, sub } = await subjectOfHint(opened, {
    issuer: config.issuer,
    keys: config.keys.verifying(span.now()),
    algorithms: [config.keys.current().idToken.alg],
  });
  return { accepted: span.check('authorize.subject', finding), sub };
}
