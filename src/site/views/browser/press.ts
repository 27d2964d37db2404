import { FORM_TYPE, encodeForm } from '#engine/http/form.ts';
import { header } from '#engine/http/message.ts';
import type { Field } from '#engine/http/form.ts';
import type { Edit } from '#engine/player/edits/edits.ts';
import type { Draft } from '#engine/player/play.ts';
import { valueOf } from './page-model.ts';
import type { FieldValues, PageButton, PageModel } from './page-model.ts';
import { sentFields } from './turn.ts';

/** What becomes of the waiting message: edits to make, and edits to drop. */
export interface Changes {
  readonly edit: readonly Edit[];
  readonly undo: readonly Edit[];
}

interface Entry {
  readonly name: string;
  readonly value: string;
  /** Whether the user sees and decides it. */
  readonly shown: boolean;
}

function entriesOf({ fields }: PageModel, form: number, values: FieldValues, button?: PageButton): Entry[] {
  const entries = fields.flatMap((field, index): Entry[] => {
    if (field.form !== form || field.name === '') return [];
    const value = valueOf(field, index, values);
    return value === null ? [] : [{ name: field.name, value, shown: field.kind !== 'hidden' }];
  });
  if (button && button.name !== '') entries.push({ name: button.name, value: button.value, shown: true });
  return entries;
}

/** What a form sends with these values and that button pressed. HTML §4.10.22.4 */
function formData(page: PageModel, form: number, values: FieldValues, button?: PageButton): Field[] {
  return entriesOf(page, form, values, button).map(({ name, value }) => [name, value]);
}

/**
 * What the fields of a page come to in the message that is written from its form: an edit for each field that
 * differs from what the play would send, and the way back for one that no longer does. Fields that the user
 * does not see are left as they are in the draft.
 * @param button the one that is pressed; without it only the fields are carried over
 */
export function formChanges(draft: Draft, page: PageModel, form: number, values: FieldValues, button?: PageButton): Changes {
  const part = draft.original.method === 'POST' ? 'form' : 'query';
  const original = sentFields(draft.original);
  const current = sentFields(draft.request);
  const wanted = entriesOf(page, form, values, button);
  const names = new Set([
    ...page.fields.filter((field) => field.form === form && field.kind !== 'hidden').map(({ name }) => name),
    ...(button ? page.buttons.filter((one) => one.form === form).map(({ name }) => name) : []),
  ]);
  const edit: Edit[] = [];
  const undo: Edit[] = [];
  const nth = (list: readonly Field[], name: string, index: number): string | undefined => list.filter(([one]) => one === name)[index]?.[1];
  for (const name of names) {
    if (name === '') continue;
    const ours = wanted.filter((entry) => entry.name === name);
    const count = Math.max(ours.length, original.filter(([one]) => one === name).length);
    for (let index = 0; index < count; index += 1) {
      const entry = ours[index];
      if (entry?.shown === false) continue;
      const value = entry?.value ?? null;
      const change: Edit = { message: draft.key, kind: 'text', place: { part, name, index }, value };
      if (value === (nth(current, name, index) ?? null)) continue;
      if (value === (nth(original, name, index) ?? null)) undo.push(change);
      else edit.push(change);
    }
  }
  return { edit, undo };
}

/** Where a press leads that is not the form which the play waits for. */
export interface Elsewhere {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly fields: readonly Field[];
}

/** Where a link leads. */
export function linkTarget(url: string): Elsewhere {
  return { method: 'GET', url: url.split('#', 1)[0] ?? '', fields: [] };
}

/** Where a button leads. A form that is sent with GET puts its fields in place of the query. HTML §4.10.22.3 */
export function buttonTarget(page: PageModel, button: PageButton, values: FieldValues): Elsewhere {
  const fields = formData(page, button.form, values, button);
  const target = URL.parse(button.action);
  if (button.method === 'POST' || !target) return { method: button.method, url: linkTarget(button.action).url, fields };
  target.search = encodeForm(fields);
  return { method: 'GET', url: linkTarget(target.href).url, fields: [] };
}

/** The edits by which the waiting message goes elsewhere instead. `cookie` is what the browser sends there. */
export function elsewhereEdits({ key, original }: Draft, { method, url, fields }: Elsewhere, cookie: string | undefined): Edit[] {
  const posts = method === 'POST';
  const [typeName, type] = FORM_TYPE;
  const text = (place: Extract<Edit, { kind: 'text' }>['place'], value: string | null): Edit => ({
    message: key,
    kind: 'text',
    place,
    value,
  });
  const headerTo = (name: string, value: string | undefined): Edit[] =>
    header(original, name) === value ? [] : [text({ part: 'header', name, index: 0 }, value ?? null)];
  return [
    ...(method === original.method ? [] : [text({ part: 'method' }, method)]),
    ...(url === original.url ? [] : [text({ part: 'url' }, url)]),
    ...headerTo(typeName, posts ? type : undefined),
    ...headerTo('Cookie', cookie),
    ...(original.body === (posts ? encodeForm(fields) : '') ? [] : [text({ part: 'body' }, posts ? encodeForm(fields) : '')]),
  ];
}
