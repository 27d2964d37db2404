import type { Finding } from '../finding.ts';

const LOOPBACK = /^(http:\/\/(?:127\.0\.0\.1|\[::1\]))(?::\d{1,5})?(\/[^#]*)?$/;

/** The address without its port; undefined where it is none, or has a port that no address can have. */
function withoutLoopbackPort(uri: string): string | undefined {
  const match = URL.canParse(uri) ? LOOPBACK.exec(uri) : null;
  return match ? `${match[1] ?? ''}${match[2] ?? ''}` : undefined;
}

/**
 * Is this redirect URI, character by character, one the client registered? Only the port of a
 * loopback address may differ. RFC 9700 §4.1.3; RFC 8252 §7.3
 */
export function redirectUriRegistered(uri: string | undefined, registered: readonly string[]): Finding {
  const loopback = uri === undefined ? undefined : withoutLoopbackPort(uri);
  const fits = registered.some((known) => known === uri || (loopback !== undefined && withoutLoopbackPort(known) === loopback));
  return { passed: fits, expected: registered.join(' or '), received: uri ?? 'no redirect_uri' };
}
