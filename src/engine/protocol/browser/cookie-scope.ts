/** Whether a host is an address and no name. The platform writes every form of an IPv4 address as four numbers. */
function isAddress(host: string): boolean {
  return host.startsWith('[') || /^\d+(?:\.\d+){3}$/.test(host);
}

/**
 * The domain somebody can register that a host belongs to: its last two labels. Every host of the lab is under
 * `.test`, where a public suffix is one label. An address belongs to itself. Undefined for a suffix. RFC 6265bis §5.7 (9)
 */
export function registrableDomain(host: string): string | undefined {
  if (isAddress(host)) return host;
  const labels = host.replace(/\.$/, '').split('.');
  return labels.length < 2 || labels.includes('') ? undefined : labels.slice(-2).join('.');
}

/** Whether a host is the domain or one below it. RFC 6265bis §5.1.3 */
export function domainMatches(host: string, domain: string): boolean {
  return host === domain || (host.endsWith(`.${domain}`) && !isAddress(host));
}

/** Whether the path of a request is the one of a cookie or one below it. RFC 6265bis §5.1.4 */
export function pathMatches(path: string, cookiePath: string): boolean {
  return path === cookiePath || path.startsWith(cookiePath.endsWith('/') ? cookiePath : `${cookiePath}/`);
}

/** The path of a cookie that names none: the folder of what set it. RFC 6265bis §5.1.4 */
export function defaultPath(path: string): string {
  const end = path.lastIndexOf('/');
  return end > 0 ? path.slice(0, end) : '/';
}

/** Whether nobody on the way can read or change what goes there. RFC 6265bis §5.8.3 leaves it to the browser; Secure Contexts §3.1 */
export function isSecure({ protocol, hostname }: URL): boolean {
  const host = hostname.replace(/\.+$/, '');
  return protocol === 'https:' || /^(?:(?:.+\.)?localhost|127(?:\.\d+){3}|\[::1\])$/.test(host);
}
