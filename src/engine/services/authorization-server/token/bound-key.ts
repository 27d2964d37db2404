import { bringChecks } from '../../../checks/catalogue.ts';
import { dpopChecks } from '../../../checks/dpop.ts';
import { compared, failed } from '../../../protocol/finding.ts';
import type { Finding } from '../../../protocol/finding.ts';
import type { Context } from '../context.ts';

bringChecks(dpopChecks);

/** Is what is presented sent by the DPoP key that it was bound to? RFC 9449 §5, §10 */
export function keyProven(key: string, { confirmation }: Context): Finding {
  const proven = confirmation?.jkt;
  return proven === undefined ? failed(key, 'no DPoP proof') : compared(key, proven);
}
