/** A form of a page: where it goes. HTML §4.10.3 */
export interface PageForm {
  readonly action: string;
  readonly method: 'GET' | 'POST';
}

/** A control that holds a value. */
export interface PageField {
  /** Index of its form. */
  readonly form: number;
  readonly name: string;
  readonly kind: 'hidden' | 'text' | 'password' | 'check' | 'choice';
  /** What the page gave it; for a `check` what it sends while it is ticked. */
  readonly value: string;
  /** For a `check`: whether the page ticked it. */
  readonly checked: boolean;
  /** What is written beside it. */
  readonly label: string;
  /** For a `choice`: value and text of each. */
  readonly options: readonly (readonly [value: string, text: string])[];
}

/** A button that sends its form, perhaps elsewhere than the form says. HTML §4.10.18.6 */
export interface PageButton extends PageForm {
  readonly form: number;
  readonly name: string;
  readonly value: string;
  readonly text: string;
}

/** What of an element is drawn. `field`, `button` and `link` are indexes. */
export interface PageElement {
  readonly tag: string;
  readonly attributes: readonly (readonly [name: string, value: string])[];
  readonly children: readonly PageNode[];
  readonly field?: number;
  readonly button?: number;
  readonly link?: number;
}

/** A text, or an element. */
export type PageNode = string | PageElement;

/** A page as plain data: nothing in it runs, loads, or leads anywhere by itself. */
export interface PageModel {
  readonly title: string;
  readonly nodes: readonly PageNode[];
  readonly forms: readonly PageForm[];
  readonly fields: readonly PageField[];
  readonly buttons: readonly PageButton[];
  /** Where its links lead. */
  readonly links: readonly string[];
  /** What was left out, in words: "2 scripts". */
  readonly left: readonly string[];
}

/** What the fields of a page hold, by index; those that are not in it hold what the page gave them. `null` is an unticked box. */
export type FieldValues = ReadonlyMap<number, string | null>;

/** What a field holds: `null` for a box that is not ticked, which sends nothing. */
export function valueOf(field: PageField, index: number, values: FieldValues): string | null {
  const value = values.get(index);
  if (value !== undefined) return value;
  return field.kind === 'check' && !field.checked ? null : field.value;
}
