import type { Header, HttpRequest } from '#engine/http/message.ts';
import { withTextAt } from '#engine/player/edits/set-place.ts';
import type { Place } from '#engine/player/edits/edits.ts';
import type { TextEdit } from './draft-fields.ts';
import { FIELD_LIMIT } from './draft-fields.ts';

/** A draft as the text that the raw view edits: request line with the whole URL, headers, body. */
export function rawRequest(request: HttpRequest): string {
  const headers = request.headers.map(([name, value]) => `${name}: ${value}`).join('\n');
  return `${request.method} ${request.url}\n${headers}${headers === '' ? '' : '\n'}\n${request.body}`;
}

/** What a raw text says, or what is wrong with it in one sentence. */
export type ParsedRequest = { readonly ok: true; readonly request: HttpRequest } | { readonly ok: false; readonly message: string };

/**
 * Reads a raw text back. A request line with a path only, as it goes over the network (RFC 9112, 3.2.1), gets its host from
 * the Host header, which is then part of the URL and no header any more.
 */
export function parseRaw(text: string): ParsedRequest {
  if (text.length > 4 * FIELD_LIMIT)
    return {
      ok: false,
      message: `This is ${text.length} characters long; a message here takes at most ${4 * FIELD_LIMIT}. The draft is as it was.`,
    };
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  const [, method, target] = /^(\S+) (\S+)(?: HTTP\/[\d.]+)?$/i.exec(lines[0]?.trim() ?? '') ?? [];
  if (method === undefined || target === undefined)
    return { ok: false, message: 'The first line must be a method and a URL: GET https://api.lab.test/invoices' };
  const blank = lines.indexOf('', 1);
  const end = blank < 0 ? lines.length : blank;
  const headers: Header[] = [];
  for (let index = 1; index < end; index += 1) {
    const line = lines[index] ?? '';
    const [, name, value] = /^([^:\s]+):[ \t]*(.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined)
      return { ok: false, message: `Line ${index + 1} is no header: it needs a name, a colon and a value.` };
    headers.push([name, value.trimEnd()]);
  }
  const body = blank < 0 ? '' : lines.slice(blank + 1).join('\n');
  if (!target.startsWith('/')) return { ok: true, request: { method, url: target, headers, body } };
  const hosts = headers.filter(([name]) => name.toLowerCase() === 'host').map(([, value]) => value);
  const [host = ''] = hosts;
  if (hosts.length !== 1 || !/^[^\s/?#@\\]+$/.test(host))
    return {
      ok: false,
      message: 'The first line has a path only: write the whole URL, or one line with its host, such as Host: api.lab.test',
    };
  const others = headers.filter(([name]) => name.toLowerCase() !== 'host');
  return { ok: true, request: { method, url: `https://${host}${target}`, headers: others, body } };
}

function byName(headers: readonly Header[]): Map<string, { name: string; values: string[] }> {
  const found = new Map<string, { name: string; values: string[] }>();
  for (const [name, value] of headers) {
    const entry = found.get(name.toLowerCase()) ?? { name, values: [] };
    entry.values.push(value);
    found.set(name.toLowerCase(), entry);
  }
  return found;
}

/** The edits that turn the draft as it stands into what the raw view says. */
export function rawEdits(message: string, current: HttpRequest, wanted: HttpRequest): TextEdit[] {
  const edits: TextEdit[] = [];
  const set = (place: Place, value: string | null): void => {
    edits.push({ message, kind: 'text', place, value });
  };
  if (wanted.method !== current.method) set({ part: 'method' }, wanted.method);
  if (wanted.url !== current.url) set({ part: 'url' }, wanted.url);
  const before = byName(current.headers);
  const after = byName(wanted.headers);
  for (const [key, { name, values }] of after) {
    values.forEach((value, index) => {
      if (before.get(key)?.values[index] !== value) set({ part: 'header', name: before.get(key)?.name ?? name, index }, value);
    });
  }
  for (const [key, { name, values }] of before) {
    for (let index = values.length - 1; index >= (after.get(key)?.values.length ?? 0); index -= 1)
      set({ part: 'header', name, index }, null);
  }
  if (wanted.body !== current.body) set({ part: 'body' }, wanted.body);
  return edits;
}

/** What edits make of a request, for texts only. */
export function withTexts(request: HttpRequest, edits: readonly TextEdit[]): HttpRequest {
  return edits.reduce((made, edit) => withTextAt(made, edit.place, edit.value), request);
}
