import type { Finding } from '../finding.ts';
import type { ClientMetadata } from './client-metadata.ts';

/** Names that lead into somebody's own network, whoever asks. RFC 6761 §6; RFC 6762 §3; RFC 8375 §3 */
const PRIVATE_SUFFIXES = ['localhost', 'local', 'internal', 'home.arpa', 'invalid', 'onion'];

/** Schemes that are no app's own: a browser, or an old program, does something itself with their addresses. */
const NEVER = ['javascript:', 'data:', 'vbscript:', 'blob:', 'file:', 'ftp:', 'ws:', 'wss:', 'about:', 'view-source:', 'http:', 'https:'];

const OWN_URLS = ['client_uri', 'logo_uri', 'tos_uri', 'policy_uri', 'jwks_uri', 'backchannel_logout_uri'] as const;

function isAddress(hostname: string): boolean {
  return hostname.startsWith('[') || /^[\d.]+$/.test(hostname);
}

function under(hostname: string, suffix: string): boolean {
  return hostname === suffix || hostname.endsWith(`.${suffix}`);
}

/** Why a web address may not be registered; undefined where it may. */
function webProblem(url: URL, internal: readonly string[]): string | undefined {
  const hostname = url.hostname.replace(/\.$/, '');
  if (url.protocol !== 'https:') return `${url.protocol} is not https`;
  if (url.username !== '' || url.password !== '') return 'it holds credentials';
  // A parser turns every way to write an IPv4 address into four numbers before this sees it.
  if (isAddress(hostname)) return 'its host is an address, not a name';
  if (!hostname.includes('.')) return `${hostname} is no public name`;
  return [...PRIVATE_SUFFIXES, ...internal].some((suffix) => under(hostname, suffix)) ? `${hostname} is inside a network` : undefined;
}

/**
 * Why a redirect URI may not be registered; undefined where it may. A web app's is https at a public
 * name; an app on a device has a loopback address or a scheme of its own. RFC 6749 §3.1.2; RFC 8252 §7
 */
function redirectProblem(uri: string, internal: readonly string[]): string | undefined {
  const url = URL.parse(uri);
  if (!url) return 'it is no absolute address';
  if (uri.includes('#')) return 'it has a fragment';
  if (uri.includes('*')) return 'it holds a wildcard';
  if (/[\s\\]/.test(uri)) return 'it holds a space or a backslash';
  if (url.protocol === 'http:' && (url.hostname === '127.0.0.1' || url.hostname === '[::1]'))
    return url.username === '' ? undefined : 'it holds credentials';
  if (url.protocol === 'https:' || url.protocol === 'http:') return webProblem(url, internal);
  if (NEVER.includes(url.protocol)) return `${url.protocol} is no scheme of an app`;
  // A scheme of one's own is a domain name in reverse, so that it is somebody's. RFC 8252 §7.1
  return url.protocol.includes('.') ? undefined : `${url.protocol} is no domain name in reverse`;
}

/** What is wrong with the addresses of a registration, by the error that says so. RFC 7591 §3.2.2 */
export interface UrlProblems {
  readonly redirect: readonly string[];
  readonly other: readonly string[];
}

/**
 * What is wrong with a client's addresses. Its own pages, logo and keys lie at the hosts it is sent
 * back to: anybody can write down somebody else's. RFC 7591 §5
 * @param internal names under which this network's own hosts are
 */
export function metadataUrlProblems(metadata: ClientMetadata, internal: readonly string[]): UrlProblems {
  const redirect = metadata.redirect_uris.flatMap((uri) => {
    const problem = redirectProblem(uri, internal);
    return problem === undefined ? [] : [`redirect_uris: ${problem}`];
  });
  if (metadata.grant_types.includes('authorization_code') && metadata.redirect_uris.length === 0)
    redirect.push('redirect_uris: there is none');
  const hosts = metadata.redirect_uris.flatMap((uri) => {
    const url = URL.parse(uri);
    return url?.protocol === 'https:' ? [url.host] : [];
  });
  const home = metadata.client_uri === undefined ? undefined : URL.parse(metadata.client_uri)?.host;
  const own = hosts.length > 0 || home === undefined ? hosts : [home];
  const other = OWN_URLS.flatMap((name) => {
    const uri = metadata[name];
    if (uri === undefined) return [];
    const url = URL.parse(uri);
    if (!url) return [`${name}: it is no absolute address`];
    const problem = webProblem(url, internal);
    if (problem !== undefined) return [`${name}: ${problem}`];
    return own.length === 0 || own.includes(url.host) ? [] : [`${name}: ${url.host} is not a host of this client`];
  });
  const afterLogout = (metadata.post_logout_redirect_uris ?? []).flatMap((uri) => {
    const problem = redirectProblem(uri, internal);
    return problem === undefined ? [] : [`post_logout_redirect_uris: ${problem}`];
  });
  return { redirect, other: [...other, ...afterLogout] };
}

/** Are a client's addresses its own, and public? RFC 7591 §5; RFC 8252 §8.4 */
export function metadataUrls({ redirect, other }: UrlProblems): Finding {
  const problems = [...redirect, ...other];
  return {
    passed: problems.length === 0,
    expected: 'public addresses of the client itself',
    received: problems.length === 0 ? 'such addresses' : problems.join('; '),
  };
}
