import { bringChecks } from '../../../checks/catalogue.ts';
import { dpopChecks } from '../../../checks/token/dpop.ts';
import { compared, failed, passed } from '../../../protocol/finding.ts';
import type { Finding } from '../../../protocol/finding.ts';
import type { Context } from '../context.ts';
import type { RefreshFamily } from '../store.ts';

bringChecks(dpopChecks);

/** Is what is presented sent by the DPoP key that it was bound to? RFC 9449 §5, §10 */
export function keyProven(key: string, { confirmation }: Context): Finding {
  const proven = confirmation?.jkt;
  return proven === undefined ? failed(key, 'no DPoP proof') : compared(key, proven);
}

/** Is a refresh token sent by whoever it was bound to: by that DPoP key, with that certificate? RFC 9449 §5; RFC 8705 §4 */
export function senderProven({ dpopKey, certificate }: RefreshFamily, context: Context): Finding {
  const byKey = dpopKey === undefined ? undefined : keyProven(dpopKey, context);
  if (certificate === undefined || byKey?.passed === false) return byKey ?? passed('bound to nobody');
  const presented = context.confirmation?.['x5t#S256'];
  const refusal =
    presented === undefined
      ? 'the refresh token is bound to a certificate, and none came'
      : 'the refresh token is bound to another certificate';
  const expected = `certificate ${certificate}`;
  return presented === certificate ? passed(expected, expected) : failed(expected, presented && `certificate ${presented}`, refusal);
}
