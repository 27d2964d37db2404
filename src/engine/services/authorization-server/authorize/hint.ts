import { bringChecks } from '../../../checks/catalogue.ts';
import { stepUpChecks } from '../../../checks/resource-server/step-up.ts';
import { subjectOfHint } from '../../../protocol/token/id-token-hint.ts';
import { failed } from '../../../protocol/finding.ts';
import { looksSealed } from '../../../protocol/jwe/open-token.ts';
import type { Context } from '../context.ts';
import { openedHere } from '../token/sealed.ts';

bringChecks(stepUpChecks);

/** An `id_token_hint` after its check, and whom it names. */
export interface Hint {
  readonly accepted: boolean;
  readonly sub: string | undefined;
}

/**
 * Judges and reads the hint of an authorization request, opened first where its client sealed it to this server.
 * OpenID Connect Core §3.1.2.1
 * @param claimed the user that the claims parameter asks for, if it asks for one
 */
export async function readHint(text: string, context: Context, claimed?: string): Promise<Hint> {
  const { span, config } = context;
  const opened = looksSealed(text) ? await openedHere(context, text) : text;
  const { finding, sub } = await subjectOfHint(opened, {
    issuer: config.issuer,
    keys: config.keys.verifying(span.now()),
    algorithms: [config.keys.current().idToken.alg],
  });
  const two = finding.passed && claimed !== undefined && claimed !== sub;
  const judged = two ? failed(claimed, sub, 'the hint and the claims parameter name two users') : finding;
  return { accepted: span.check('authorize.subject', judged), sub };
}
