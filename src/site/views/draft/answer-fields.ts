import { header } from '#engine/http/message.ts';
import type { HttpResponse } from '#engine/http/message.ts';
import type { Edit, Place } from '#engine/player/edits/edits.ts';
import { answerTextAt, jsonMembers, withAnswerTextAt } from '#engine/player/edits/answer-place.ts';
import { parametersOf } from '#engine/player/edits/place-text.ts';
import { jwtIn } from '../inspector/jwt-text.ts';
import { placeId } from './draft-fields.ts';
import type { DraftField } from './draft-fields.ts';

/** An answer on its way, cut into what can be edited. */
export interface AnswerFields {
  readonly status: DraftField;
  readonly headers: readonly DraftField[];
  /** The parameters of its `Location`; absent where it has none. */
  readonly location: readonly DraftField[] | undefined;
  /** The members of a JSON body; absent where it is none. */
  readonly members: readonly DraftField[] | undefined;
  /** Where the body is no JSON object. */
  readonly body: DraftField | undefined;
}

type Pair = readonly [name: string, value: unknown];

/**
 * An answer's fields: those of the answer as it was given, then those the learner added.
 * @param original as it was given
 * @param response with the edits applied
 * @param edits of this answer only
 */
export function answerFields(original: HttpResponse, response: HttpResponse, edits: readonly Edit[]): AnswerFields {
  const texts = edits.filter((edit) => edit.kind === 'text');
  const jwts = edits.filter((edit) => edit.kind === 'jwt');
  const find = <E extends Edit>(list: readonly E[], place: Place): E | undefined =>
    list.find((edit) => placeId(edit.place) === placeId(place));

  // A whole body, or a whole Location, replaces what its parts are counted in.
  let ground = original;
  for (const { place, value } of texts)
    if (place.part === 'body' || (place.part === 'header' && place.name.toLowerCase() === 'location'))
      ground = withAnswerTextAt(ground, place, value);

  function fieldAt(place: Place): DraftField {
    const text = find(texts, place);
    const before = text ? (text.value ?? undefined) : answerTextAt(ground, place);
    return {
      id: placeId(place),
      place,
      name: 'name' in place ? place.name : place.part,
      value: text?.value === null ? undefined : (answerTextAt(response, place) ?? before),
      added: answerTextAt(ground, place) === undefined,
      text,
      jwt: find(jwts, place),
      token: before === undefined ? undefined : jwtIn(before),
    };
  }

  function named(part: 'header' | 'location' | 'json', pairs: readonly Pair[]): DraftField[] {
    const counts = new Map<string, number>();
    const places = pairs.map(([name]) => {
      const key = part === 'header' ? name.toLowerCase() : name;
      const index = counts.get(key) ?? 0;
      counts.set(key, index + 1);
      return { part, name, index } as const;
    });
    const known = new Set(places.map(placeId));
    const added = texts.map((edit) => edit.place).filter((place) => place.part === part && !known.has(placeId(place)));
    return [...places, ...added].map(fieldAt);
  }

  const location = header(ground, 'location');
  const members = jsonMembers(ground.body);
  return {
    status: fieldAt({ part: 'status' }),
    headers: named('header', original.headers),
    location: location === undefined ? undefined : named('location', parametersOf(location)),
    members: members && named('json', Object.entries(members)),
    body: members ? undefined : fieldAt({ part: 'body' }),
  };
}

/** The place for one more field of a name. */
export function newAnswerPlace(part: 'header' | 'location' | 'json', name: string, fields: AnswerFields): Place {
  if (part === 'json') return { part, name, index: 0 };
  const list = part === 'header' ? fields.headers : (fields.location ?? []);
  const same = (other: string): boolean => (part === 'header' ? other.toLowerCase() === name.toLowerCase() : other === name);
  return { part, name, index: list.filter((one) => same(one.name)).length };
}
