import { headerValues } from '../../http/message.ts';
import type { HttpResponse } from '../../http/message.ts';
import { failed, passed } from '../finding.ts';
import type { Finding } from '../finding.ts';

/** Whether a source of `frame-ancestors` names an origin. CSP3 §6.7.2.8, as far as origins go */
function names(source: string, own: string, ancestor: string): boolean {
  const lower = source.toLowerCase();
  if (lower === "'self'") return ancestor === own;
  if (lower === '*') return /^https?:/.test(ancestor);
  if (/^[a-z][a-z0-9+.-]*:$/.test(lower)) return ancestor.startsWith(lower);
  const [scheme, host = ''] = lower.includes('://') ? lower.split('://') : [undefined, lower];
  const parsed = URL.parse(ancestor);
  if (!parsed || (scheme !== undefined && `${scheme}:` !== parsed.protocol)) return false;
  return host.startsWith('*.') ? parsed.host.endsWith(host.slice(1)) : parsed.host === host.replace(/\/.*$/, '');
}

/**
 * May a page be shown in a frame of another? `frame-ancestors` decides, and where a page sends none,
 * `X-Frame-Options`. CSP3 §6.4.2; HTML §7.6; RFC 9700 §4.16
 * @param own the framed page's origin
 * @param ancestor the origin of the page with the frame
 */
export function mayBeFramed(response: HttpResponse, own: string, ancestor: string): Finding {
  const expected = `a page that ${ancestor} may frame`;
  const directives = headerValues(response, 'content-security-policy')
    .flatMap((policy) => policy.split(/[;,]/))
    .map((directive) => directive.trim().split(/\s+/))
    .filter(([name]) => name?.toLowerCase() === 'frame-ancestors');
  if (directives.length > 0) {
    const refusing = directives.find(([, ...sources]) => !sources.some((source) => names(source, own, ancestor)));
    return refusing ? failed(expected, refusing.join(' ')) : passed('frame-ancestors allows it', expected);
  }
  const values = headerValues(response, 'x-frame-options').flatMap((value) => value.toLowerCase().split(','));
  const said = [...new Set(values.map((value) => value.trim()).filter((value) => value !== ''))];
  // Two that do not agree forbid it: one of them was meant to.
  const torn = said.length > 1 && said.some((value) => value === 'deny' || value === 'sameorigin' || value === 'allowall');
  if (torn || said.includes('deny') || (said.includes('sameorigin') && ancestor !== own))
    return failed(expected, `X-Frame-Options: ${said.join(', ')}`);
  return passed('nothing forbids it', expected);
}
