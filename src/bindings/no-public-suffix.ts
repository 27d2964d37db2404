/**
 * Stands in for `tldts`, from which tough-cookie takes this one function to refuse cookies for a
 * whole public suffix. Every host of the lab is under `.test`, so the list itself is not needed:
 * a suffix is one label here. Null for an address or a single label, as in tldts.
 */
export function getDomain(host: string): string | null {
  if (host.includes(':') || /^\d+(\.\d+){3}$/.test(host)) return null;
  const labels = host.replace(/\.$/, '').split('.');
  return labels.length < 2 || labels.includes('') ? null : labels.slice(-2).join('.');
}
