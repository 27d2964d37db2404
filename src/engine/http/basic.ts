import { base64, fromBase64, fromUtf8, utf8 } from './encoding.ts';

/** A user name and password, or a client id and secret. */
export interface BasicCredentials {
  readonly user: string;
  readonly password: string;
}

/** Credentials as the value of `Authorization`, in UTF-8. The user may not hold a colon. RFC 7617 §2 */
export function formatBasic({ user, password }: BasicCredentials): string {
  return `Basic ${base64(utf8(`${user}:${password}`))}`;
}

/** The credentials in an `Authorization` value, or undefined where it is not well-formed Basic. RFC 7617 §2 */
export function parseBasic(value: string): BasicCredentials | undefined {
  const encoded = /^basic +([^ ]+) *$/i.exec(value)?.[1];
  const bytes = encoded === undefined ? undefined : fromBase64(encoded);
  const text = bytes && fromUtf8(bytes);
  if (text === undefined || /\p{Cc}/u.test(text)) return undefined;
  const colon = text.indexOf(':');
  return colon < 0 ? undefined : { user: text.slice(0, colon), password: text.slice(colon + 1) };
}

function formEncoded(text: string): string {
  return new URLSearchParams([['', text]]).toString().slice(1);
}

function formDecoded(text: string): string | undefined {
  if (!/[%+]/.test(text)) return text;
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}

/** A client's id and secret as the value of `Authorization`: each form-encoded first. RFC 6749 §2.3.1 */
export function formatClientBasic(client: BasicCredentials): string {
  return formatBasic({ user: formEncoded(client.user), password: formEncoded(client.password) });
}

/** The client id and secret in an `Authorization` value, each form-decoded, or undefined. RFC 6749 §2.3.1 */
export function parseClientBasic(value: string): BasicCredentials | undefined {
  const raw = parseBasic(value);
  if (!raw) return undefined;
  const user = formDecoded(raw.user);
  const password = formDecoded(raw.password);
  return user === undefined || password === undefined ? undefined : { user, password };
}
