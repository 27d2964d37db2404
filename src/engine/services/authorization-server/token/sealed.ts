import { bringChecks } from '../../../checks/catalogue.ts';
import { jweChecks } from '../../../checks/token/jwe.ts';
import { openToken } from '../../../protocol/jwe/open-token.ts';
import { sealToken } from '../../../protocol/jwe/seal-token.ts';
import type { SealingKey } from '../../../protocol/jwe/seal-token.ts';
import type { Context } from '../context.ts';

bringChecks(jweChecks);

function seal(token: string, key: SealingKey, { span }: Context): Promise<string> {
  return sealToken(token, key, !span.duty('jwe.not-compressed', 'no zip'));
}

/**
 * An access token in an envelope for the resource it is meant for. A resource without a key gets it as it
 * is, and so does one of several resources. RFC 7519 §11.2
 */
export async function sealForResource(context: Context, token: string, audience: unknown): Promise<string> {
  const seals = await context.config.seals?.();
  const key = typeof audience === 'string' ? seals?.of[audience] : undefined;
  return key ? seal(token, key, context) : token;
}

/** An ID token in an envelope for its client, whose key is registered. OpenID Connect Core §2, §16.14 */
export function sealForClient(context: Context, token: string, key: SealingKey): Promise<string> {
  return seal(token, key, context);
}

/**
 * What is in an envelope that a client sealed to this server, such as an `id_token_hint`; as it came where
 * it cannot be opened, so that the rules about it refuse it. OpenID Connect Core §3.1.2.1
 */
export async function openedHere({ config, span }: Context, token: string): Promise<string> {
  const seals = await config.seals?.();
  if (!seals) return token;
  const { findings, inside } = await openToken(token, seals.opening, () => false);
  let opened = true;
  for (const { check, finding } of findings) opened = span.check(check, finding) && opened;
  return opened && inside !== undefined ? inside : token;
}
