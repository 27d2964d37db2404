import type { Finding } from '../finding.ts';

/** What may be asked of the login and the consent. OpenID Connect Core §3.1.2.1 */
export const PROMPTS = ['none', 'login', 'consent', 'select_account'] as const;

/**
 * Are these all values of `prompt` that this server knows? What it does not know it cannot do, and to go on as
 * if it had would tell the client something false. OpenID Connect Core §3.1.2.1
 */
export function promptsKnown(prompts: readonly string[]): Finding {
  const strange = prompts.filter((prompt) => !PROMPTS.some((known) => known === prompt));
  return { passed: strange.length === 0, expected: `some of ${PROMPTS.join(', ')}`, received: prompts.join(' ') };
}
