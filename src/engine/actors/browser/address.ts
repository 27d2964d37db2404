/** An address as it is sent: what stands behind `#` stays in the browser. RFC 9110 §7.1 */
export function withoutFragment(url: string): string {
  return url.split('#', 1)[0] ?? url;
}

/** The origin of an address as text; `null` where it has none. RFC 6454 §6.2 */
export function originText(url: string): string {
  return URL.parse(url)?.origin ?? 'null';
}
