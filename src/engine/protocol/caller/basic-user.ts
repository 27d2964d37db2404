import { parseBasic } from '../../http/basic.ts';
import { headerValues } from '../../http/message.ts';
import type { HttpRequest } from '../../http/message.ts';
import { equalInConstantTime } from '../constant-time.ts';
import { failed, passed } from '../finding.ts';
import type { Finding } from '../finding.ts';

/** What a rule needs to know of somebody with a password. */
interface PasswordHolder {
  readonly sub: string;
  readonly password: string;
}

/** Whether a request names the scheme Basic in an `Authorization` header. RFC 7617 §2 */
export function basicPresented(request: HttpRequest): boolean {
  return headerValues(request, 'authorization').some((value) => /^basic(?: |$)/i.test(value.trim()));
}

/** What the rule found: `user` is the name as it was sent, `named` who that is, whether or not the password was right. */
export interface BasicUser<Known> {
  readonly finding: Finding;
  readonly user?: string | undefined;
  readonly named?: Known | undefined;
}

/**
 * Do user name and password belong together? Both are UTF-8 and compared in one normal form, so that
 * one way to type an umlaut is as good as another; everything after the first colon is password. An
 * unknown user costs the same comparison. The finding holds no password. RFC 7617 §2, §2.1
 */
export function basicUserMatches<Known extends PasswordHolder>(request: HttpRequest, known: readonly Known[]): BasicUser<Known> {
  const expected = 'the user name and password of somebody known here';
  const values = headerValues(request, 'authorization');
  const credentials = parseBasic((values[0] ?? '').trim());
  const user = credentials?.user.normalize('NFC');
  const named = known.find(({ sub }) => sub.normalize('NFC') === user);
  const same = equalInConstantTime(credentials?.password.normalize('NFC') ?? '', named?.password.normalize('NFC') ?? '\u0000');
  const found = { user, named };
  if (values.length > 1) {
    const finding = failed(expected, `${values.length} Authorization headers`, 'the request brings more than one Authorization header');
    return { ...found, finding };
  }
  if (!credentials) {
    const reason = 'what follows Basic is no user name and password';
    return { ...found, finding: failed(expected, 'Basic without base64 of a user name, a colon and a password in UTF-8', reason) };
  }
  return same && named
    ? { ...found, finding: passed(`${named.sub} and the right password`, expected) }
    : { ...found, finding: failed(expected, 'a user name and password that do not belong together') };
}
