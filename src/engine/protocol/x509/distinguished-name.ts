/** One attribute of a name: the object identifier of its type, and its value as text. RFC 5280 §4.1.2.4 */
export interface NameAttribute {
  readonly type: string;
  readonly value: string;
}

/** A distinguished name: its parts from the root down, each of one attribute or, seldom, of several. RFC 5280 §4.1.2.4 */
export type DistinguishedName = readonly (readonly NameAttribute[])[];

/** The names by which types are written. RFC 4514 §3; the last three are common beyond it. */
const TYPES: readonly (readonly [name: string, oid: string])[] = [
  ['CN', '2.5.4.3'],
  ['L', '2.5.4.7'],
  ['ST', '2.5.4.8'],
  ['O', '2.5.4.10'],
  ['OU', '2.5.4.11'],
  ['C', '2.5.4.6'],
  ['STREET', '2.5.4.9'],
  ['DC', '0.9.2342.19200300.100.1.25'],
  ['UID', '0.9.2342.19200300.100.1.1'],
  ['serialNumber', '2.5.4.5'],
  ['organizationIdentifier', '2.5.4.97'],
  ['emailAddress', '1.2.840.113549.1.9.1'],
];

function oidOf(name: string): string | undefined {
  if (/^\d+(?:\.\d+)+$/.test(name)) return name;
  return TYPES.find(([known]) => known.toLowerCase() === name.toLowerCase())?.[1];
}

function escaped(value: string): string {
  return (
    value
      .replaceAll(/[\\"+,;<>=]/g, String.raw`\$&`)
      .replaceAll('\0', String.raw`\00`)
      // In one go: a value that is a single space begins and ends with it, and is escaped once.
      .replaceAll(/^[ #]| $/g, String.raw`\$&`)
  );
}

/** A name as text, the part nearest to its holder first: "CN=payroll-import,O=Lab". RFC 4514 §2 */
export function formatDistinguishedName(name: DistinguishedName): string {
  return name
    .toReversed()
    .map((part) => part.map(({ type, value }) => `${TYPES.find(([, oid]) => oid === type)?.[0] ?? type}=${escaped(value)}`).join('+'))
    .join(',');
}

const TYPE = /^ *([A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)+) *= */;
const VALUE = /^(?:[^\\"+,;<>\0]|\\(?:[ "#+,;<=>\\]|[0-9A-Fa-f]{2}))*/;

/** A value as it was written: escaped characters stand for themselves, two hexadecimal digits for a byte of UTF-8. RFC 4514 §2.4 */
function unescaped(text: string): string | undefined {
  const bytes: number[] = [];
  /** Where the value ends: spaces behind it that are not escaped are no part of it. */
  let end = 0;
  for (const [piece] of text.matchAll(/\\[0-9A-Fa-f]{2}|\\.|[^\\]/gsu)) {
    if (/^\\[0-9A-Fa-f]{2}$/.test(piece)) bytes.push(Number.parseInt(piece.slice(1), 16));
    else bytes.push(...new TextEncoder().encode(piece.startsWith('\\') ? piece.slice(1) : piece));
    if (piece !== ' ') end = bytes.length;
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(new Uint8Array(bytes.slice(0, end)));
  } catch {
    return undefined;
  }
}

/** The name that a text writes, or undefined where it writes none. Values as hexadecimal ASN.1 (`#…`) are not read. RFC 4514 §3 */
export function parseDistinguishedName(text: string): DistinguishedName | undefined {
  const parts: NameAttribute[][] = [];
  let rest = text;
  let joined = false;
  for (;;) {
    const type = TYPE.exec(rest);
    const oid = oidOf(type?.[1] ?? '');
    if (!type || oid === undefined) return undefined;
    rest = rest.slice(type[0].length);
    const written = VALUE.exec(rest)?.[0] ?? '';
    const value = written.startsWith('#') ? undefined : unescaped(written);
    if (value === undefined) return undefined;
    rest = rest.slice(written.length);
    const attribute = { type: oid, value };
    if (joined) parts.at(-1)?.push(attribute);
    else parts.push([attribute]);
    if (rest === '') return parts.reverse();
    if (!/^[,+]/.test(rest)) return undefined;
    joined = rest.startsWith('+');
    rest = rest.slice(1);
  }
}

/** A value as it is compared: without regard to case, composition and the number of spaces. RFC 5280 §7.1; RFC 4518 §2 */
function prepared(value: string): string {
  return value.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim();
}

function comparable(name: DistinguishedName): string {
  return JSON.stringify(name.map((part) => part.map(({ type, value }) => [type, prepared(value)].join('\0')).sort()));
}

/** Do two names mean the same holder? Part by part, in the same order. RFC 5280 §7.1 */
export function sameName(left: DistinguishedName, right: DistinguishedName): boolean {
  return comparable(left) === comparable(right);
}
