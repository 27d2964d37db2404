import { bringChecks } from '../../../checks/catalogue.ts';
import { stepUpChecks } from '../../../checks/resource-server/step-up.ts';
import { failed } from '../../../protocol/finding.ts';
import { promptsKnown } from '../../../protocol/authorization/prompt.ts';
import type { Context } from '../context.ts';

bringChecks(stepUpChecks);

/**
 * Judges the values of `prompt`; whether the request may go on. Beside `none`, any other asks for a page that it
 * forbids. OpenID Connect Core §3.1.2.1
 */
export function judgePrompt(prompts: readonly string[], { span }: Context): boolean {
  const known = span.check('authorize.prompt-known', promptsKnown(prompts));
  const forbidden = prompts.length > 1 && prompts.includes('none');
  const alone = !forbidden || span.check('authorize.prompt-none', failed('none and nothing else', prompts.join(' ')));
  return alone && known;
}
