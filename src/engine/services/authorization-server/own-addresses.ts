import type { HttpRequest } from '../../http/message.ts';
import type { Context } from './context.ts';

/**
 * The addresses by which a client may know an endpoint, and make a proof for: the one it called, the one of the
 * metadata, and the one where it brings its certificate. RFC 9449 §4.3 (9); RFC 8705 §5
 * @param path of the endpoint, as the metadata names it
 */
export function ownAddresses({ url }: Pick<HttpRequest, 'url'>, path: string, { issuer, certificateOrigin }: Context['config']): string[] {
  return [...new Set([url, issuer + path, ...(certificateOrigin === undefined ? [] : [certificateOrigin + path])])];
}
