import { bringChecks } from '../../../checks/catalogue.ts';
import { dpopChecks } from '../../../checks/token/dpop.ts';
import { failed, passed } from '../../../protocol/finding.ts';
import type { Context } from '../context.ts';

bringChecks(dpopChecks);

/** Is `dpop_jkt` the thumbprint of some key? A code that is bound to anything else could be redeemed by nobody. RFC 9449 §10; RFC 7638 §3 */
export function keyNamed(thumbprint: string, { span }: Context): boolean {
  const expected = 'the SHA-256 thumbprint of a key';
  const fits = /^[A-Za-z0-9_-]{43}$/.test(thumbprint);
  return span.check(
    'token.code-dpop-key',
    fits ? passed(thumbprint, expected) : failed(expected, thumbprint, 'dpop_jkt is no thumbprint of a key'),
  );
}
