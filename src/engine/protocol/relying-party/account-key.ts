import { failed, passed } from '../finding.ts';
import type { Finding } from '../finding.ts';

/** An account somewhere else: only the two together name it for good. OpenID Connect Core §5.7 */
export interface LinkedAccount {
  readonly issuer: string;
  readonly sub: string;
}

/** Is there an account here that belongs to this issuer and subject? An e-mail address decides nothing: it can change hands. OpenID Connect Core §5.7 */
export function accountOf(issuer: string, sub: string | undefined, account: string | undefined): Finding {
  const expected = 'an account that is linked to the issuer and subject';
  const received = `${sub ?? 'nobody'} of ${issuer}`;
  return account === undefined
    ? failed(expected, `${received}, linked to no account`)
    : passed(`${received}, linked to ${account}`, expected);
}
