import { base64, fromBase64 } from '../../http/encoding.ts';

/** Bytes as PEM text. RFC 7468 §2 */
export function formatPem(label: string, der: Uint8Array): string {
  const lines = base64(der).match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

/** The bytes of every block with that label, in order; a block that is not base64 is left out. RFC 7468 §2, §5 */
export function parsePem(label: string, text: string): Uint8Array<ArrayBuffer>[] {
  const blocks = text.matchAll(/-----BEGIN ([A-Z0-9 ]{1,40})-----([A-Za-z0-9+/=\s]*)-----END \1-----/g);
  return [...blocks].flatMap(([, found, content = '']) => {
    const der = found === label ? fromBase64(content.replaceAll(/\s/g, '')) : undefined;
    return der ? [der] : [];
  });
}
