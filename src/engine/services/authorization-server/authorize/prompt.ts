import { bringChecks } from '../../../checks/catalogue.ts';
import { stepUpChecks } from '../../../checks/resource-server/step-up.ts';
import { promptsKnown } from '../../../protocol/authorization/prompt.ts';
import type { Context } from '../context.ts';

bringChecks(stepUpChecks);

/** Judges the values of `prompt`; whether the request may go on. OpenID Connect Core §3.1.2.1 */
export function judgePrompt(prompts: readonly string[], { span }: Context): boolean {
  return span.check('authorize.prompt-known', promptsKnown(prompts));
}
