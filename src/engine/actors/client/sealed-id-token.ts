import { bringChecks } from '../../checks/catalogue.ts';
import { jweChecks } from '../../checks/token/jwe.ts';
import { openToken } from '../../protocol/jwe/open-token.ts';
import type { OpeningPolicy } from '../../protocol/jwe/jwe-rules.ts';
import type { Judge } from '../../trace/span.ts';

bringChecks(jweChecks);

/**
 * Takes an ID token out of its envelope and reports every check of it. A client that registered a key
 * takes no ID token that is not sealed to it. OpenID Connect Core §3.1.3.7 (1)
 */
export async function openSealedIdToken(
  idToken: string,
  opening: OpeningPolicy,
  judge: Judge,
): Promise<{ readonly idToken: string; readonly refused?: string }> {
  const { findings, inside } = await openToken(idToken, opening, (id) => judge.isOff(id));
  let refused: string | undefined;
  for (const { check, finding } of findings) if (!judge.check(check, finding)) refused ??= check;
  return { idToken: inside ?? idToken, ...(refused === undefined ? {} : { refused }) };
}
