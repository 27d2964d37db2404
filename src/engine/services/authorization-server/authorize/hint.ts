import { bringChecks } from '../../../checks/catalogue.ts';
import { stepUpChecks } from '../../../checks/step-up.ts';
import { subjectOfHint } from '../../../protocol/token/id-token-hint.ts';
import type { Context } from '../context.ts';

bringChecks(stepUpChecks);

/** An `id_token_hint` after its check, and whom it names. */
export interface Hint {
  readonly accepted: boolean;
  readonly sub: string | undefined;
}

/** Judges and reads the hint of an authorization request. OpenID Connect Core §3.1.2.1 */
export async function readHint(text: string, { span, config }: Context): Promise<Hint> {
  const { finding, sub } = await subjectOfHint(text, {
    issuer: config.issuer,
    keys: config.keys.verifying(span.now()),
    algorithms: [config.keys.current().idToken.alg],
  });
  return { accepted: span.check('authorize.subject', finding), sub };
}
