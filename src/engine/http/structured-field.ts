import { base64, fromBase64 } from './encoding.ts';

/** Bytes as a structured field writes them: base64 between colons. RFC 9651 §4.1.8 */
export function formatByteSequence(bytes: Uint8Array): string {
  return `:${base64(bytes)}:`;
}

/** A parameter: `;key` or `;key=value`, where a value is a bare item. RFC 9651 §3.1.2 */
const PARAMETER =
  /^; *[a-z*][a-z0-9_.*-]*(?:=(?:-?\d{1,15}(?:\.\d{1,3})?|"(?:[\x20\x21\x23-\x5B\x5D-\x7E]|\\["\\])*"|[A-Za-z*][!#$%&'*+.^_`|~0-9A-Za-z:/-]*|:[A-Za-z0-9+/=]*:|\?[01]))?/;

const ITEM = /^:([A-Za-z0-9+/=]*):/;

/** The bytes of one item at the start of a text, and what is left behind its parameters. */
function leadingByteSequence(text: string): { readonly bytes: Uint8Array<ArrayBuffer>; readonly rest: string } | undefined {
  const item = ITEM.exec(text);
  const content = item?.[1] ?? '';
  const bytes = item ? fromBase64(content.padEnd(Math.ceil(content.length / 4) * 4, '=')) : undefined;
  if (!item || !bytes) return undefined;
  let rest = text.slice(item[0].length);
  for (let parameter = PARAMETER.exec(rest); parameter; parameter = PARAMETER.exec(rest)) rest = rest.slice(parameter[0].length);
  return { bytes, rest };
}

/**
 * The bytes in a field whose value is one byte sequence, or undefined where it is anything else.
 * Parameters are read over: nobody here gives them a meaning. RFC 9651 §4.2, §4.2.7
 */
export function parseByteSequence(value: string): Uint8Array<ArrayBuffer> | undefined {
  const found = leadingByteSequence(value.replace(/^ +/, ''));
  return found && /^ *$/.test(found.rest) ? found.bytes : undefined;
}

/** The byte sequences of a field that is a list of them, in order, or undefined where it is anything else. RFC 9651 §4.2.1 */
export function parseByteSequenceList(value: string): Uint8Array<ArrayBuffer>[] | undefined {
  const list: Uint8Array<ArrayBuffer>[] = [];
  let rest = value.replace(/^ +/, '');
  let end = rest.length;
  // A pattern for spaces at the end would try again at every space before it.
  while (rest[end - 1] === ' ') end -= 1;
  rest = rest.slice(0, end);
  while (rest !== '') {
    const found = leadingByteSequence(rest);
    if (!found) return undefined;
    list.push(found.bytes);
    if (found.rest === '') return list;
    const comma = /^[ \t]*,[ \t]*(?=[^ \t])/.exec(found.rest);
    if (!comma) return undefined;
    rest = found.rest.slice(comma[0].length);
  }
  return list;
}
