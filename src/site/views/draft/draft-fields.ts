import { parseForm, queryFields } from '#engine/http/form.ts';
import { mediaType } from '#engine/http/message.ts';
import type { HttpRequest } from '#engine/http/message.ts';
import { textAt, withWhole } from '#engine/player/edits/place-text.ts';
import type { Edit, Place } from '#engine/player/edits/edits.ts';
import { jwtIn } from '../inspector/jwt-text.ts';
import type { ReadJwt } from '../inspector/jwt-text.ts';

/** An edit of a text at a place. */
export type TextEdit = Extract<Edit, { kind: 'text' }>;
/** An edit of the JWT at a place. */
export type JwtEdit = Extract<Edit, { kind: 'jwt' }>;

/** The longest value that can be edited in a field, in characters. */
export const FIELD_LIMIT = 16 * 1024;

/** One value of a draft that can be changed by itself. */
export interface DraftField {
  /** Unique in its draft. */
  readonly id: string;
  readonly place: Place;
  readonly name: string;
  /** What will be sent; undefined where the learner removed it. */
  readonly value: string | undefined;
  readonly added: boolean;
  readonly text?: TextEdit | undefined;
  readonly jwt?: JwtEdit | undefined;
  /** The JWT in it before its claims were changed. */
  readonly token?: ReadJwt | undefined;
}

/** A draft cut into what can be edited. */
export interface DraftFields {
  readonly method: DraftField;
  readonly url: DraftField;
  readonly query: readonly DraftField[];
  readonly headers: readonly DraftField[];
  readonly form: readonly DraftField[];
  /** Where the body is no form. */
  readonly body?: DraftField | undefined;
}

function isForm(request: HttpRequest): boolean {
  return mediaType(request) === 'application/x-www-form-urlencoded';
}

/** A place as text, the same for the same place. */
export function placeId(place: Place): string {
  if (!('name' in place)) return JSON.stringify([place.part]);
  return JSON.stringify([place.part, place.part === 'header' ? place.name.toLowerCase() : place.name, place.index]);
}

/** The address without its query and fragment. */
export function addressOf(url: string): string {
  return url.split(/[?#]/)[0] ?? url;
}

/** The edit that gives the URL another address; its query stays unless a new one was typed. */
export function addressEdit(message: string, typed: string, url: string): TextEdit {
  const query = /[?#]/.test(typed) ? '' : url.slice(addressOf(url).length);
  return { message, kind: 'text', place: { part: 'url' }, value: typed + query };
}

/**
 * A draft's fields: those of the message as its actor wrote it, then those the learner added.
 * @param original as the actor wrote it
 * @param request with the edits applied
 */
export function draftFields(original: HttpRequest, request: HttpRequest, edits: readonly Edit[]): DraftFields {
  const texts = edits.filter((edit) => edit.kind === 'text');
  const jwts = edits.filter((edit) => edit.kind === 'jwt');
  const id = placeId;
  const find = <E extends Edit>(list: readonly E[], place: Place): E | undefined => list.find((edit) => id(edit.place) === id(place));

  // Whole-URL and whole-body edits replace what their parts are counted in.
  let ground = original;
  for (const { place, value } of texts) if (place.part === 'url' || place.part === 'body') ground = withWhole(ground, place.part, value);

  function fieldAt(place: Place, added: boolean): DraftField {
    const text = find(texts, place);
    const removed = text?.value === null;
    const before = text ? (text.value ?? undefined) : textAt(ground, place);
    const name = 'name' in place ? place.name : place.part;
    return {
      id: id(place),
      place,
      name,
      value: removed ? undefined : (textAt(request, place) ?? before),
      added,
      text,
      jwt: find(jwts, place),
      token: before === undefined ? undefined : jwtIn(before),
    };
  }

  function named(part: 'query' | 'header' | 'form', pairs: readonly (readonly [string, string])[]): DraftField[] {
    const counts = new Map<string, number>();
    const places = pairs.map(([name]) => {
      const key = part === 'header' ? name.toLowerCase() : name;
      const index = counts.get(key) ?? 0;
      counts.set(key, index + 1);
      return { part, name, index } as const;
    });
    const known = new Set(places.map(id));
    const added = texts.map((edit) => edit.place).filter((place) => place.part === part && !known.has(id(place)));
    return [...places.map((place) => fieldAt(place, false)), ...added.map((place) => fieldAt(place, true))];
  }

  return {
    method: fieldAt({ part: 'method' }, false),
    url: fieldAt({ part: 'url' }, false),
    query: named('query', queryFields(ground.url)),
    headers: named('header', ground.headers),
    form: isForm(request) ? named('form', parseForm(ground.body)) : [],
    body: isForm(request) ? undefined : fieldAt({ part: 'body' }, false),
  };
}

/** Where a field can be added that was not there. */
export type NewPart = 'header' | 'query' | 'form' | 'location' | 'json';

/** The place for one more field of a name. */
export function placeForNew(part: 'query' | 'header' | 'form', name: string, fields: DraftFields): Place {
  const list = part === 'query' ? fields.query : part === 'form' ? fields.form : fields.headers;
  const same = (other: string): boolean => (part === 'header' ? other.toLowerCase() === name.toLowerCase() : other === name);
  return { part, name, index: list.filter((one) => same(one.name)).length };
}
