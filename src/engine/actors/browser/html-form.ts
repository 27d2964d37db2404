/** A control of a form that sends something. */
interface Control {
  readonly name: string;
  readonly value: string;
}

/** A button that submits its form. */
export interface SubmitButton extends Control {
  /** What is written on it. */
  readonly text: string;
}

/** A form as a page holds it: where it goes, and what it would send. HTML §4.10 */
export interface HtmlForm {
  readonly action: string;
  readonly method: 'GET' | 'POST';
  readonly controls: readonly Control[];
  readonly buttons: readonly SubmitButton[];
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescape(text: string): string {
  return text.replaceAll(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(amp|lt|gt|quot|apos));/gi,
    (whole, decimal: string | undefined, hex: string | undefined, name: string | undefined) => {
      if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole;
      const point = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
      return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : '\uFFFD';
    },
  );
}

function attributes(tag: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, name = '', double, single, bare] of tag.matchAll(/([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/g)) {
    const key = name.toLowerCase();
    if (!found.has(key)) found.set(key, unescape(double ?? single ?? bare ?? ''));
  }
  return found;
}

const SENDS_NOTHING = new Set(['button', 'reset', 'image', 'file']);

function readForm(opening: string, inner: string): HtmlForm {
  const form = attributes(opening);
  const controls: Control[] = [];
  const buttons: SubmitButton[] = [];
  for (const [, tag = ''] of inner.matchAll(/<input\b((?:"[^"]*"|'[^']*'|[^>"'])*)>/gi)) {
    const input = attributes(tag);
    const type = input.get('type')?.toLowerCase() ?? 'text';
    const control = { name: input.get('name') ?? '', value: input.get('value') ?? '' };
    const unchecked = (type === 'checkbox' || type === 'radio') && !input.has('checked');
    if (type === 'submit') buttons.push({ ...control, text: control.value });
    else if (!unchecked && !SENDS_NOTHING.has(type)) controls.push(control);
  }
  for (const [, tag = '', text = ''] of inner.matchAll(/<button\b((?:"[^"]*"|'[^']*'|[^>"'])*)>([\s\S]*?)<\/button>/gi)) {
    const button = attributes(tag);
    if ((button.get('type')?.toLowerCase() ?? 'submit') !== 'submit') continue;
    buttons.push({
      name: button.get('name') ?? '',
      value: button.get('value') ?? '',
      text: unescape(text.replaceAll(/<[^>]*>/g, '')).trim(),
    });
  }
  return { action: form.get('action') ?? '', method: form.get('method')?.toLowerCase() === 'post' ? 'POST' : 'GET', controls, buttons };
}

/** The forms of an HTML page, in order. Reads what the services of the lab write, and never throws on anything else. */
export function htmlForms(html: string): HtmlForm[] {
  const visible = html.replaceAll(/<!--[\s\S]*?-->/g, '').replaceAll(/<(script|style)\b[\s\S]*?<\/\1\s*>/gi, '');
  return [...visible.matchAll(/<form\b((?:"[^"]*"|'[^']*'|[^>"'])*)>([\s\S]*?)(?:<\/form\s*>|$)/gi)].map(([, opening = '', inner = '']) =>
    readForm(opening, inner),
  );
}

/** What a form sends when a button is pressed, with some controls filled in; undefined where there is no such button. HTML §4.10.22.4 */
export function formEntries(form: HtmlForm, fields: Readonly<Record<string, string>>, pressed?: string): [string, string][] | undefined {
  const button = pressed === undefined ? form.buttons[0] : form.buttons.find(({ text, value }) => text === pressed || value === pressed);
  if (pressed !== undefined && !button) return undefined;
  const left = new Map(Object.entries(fields));
  const entries: [string, string][] = form.controls
    .filter(({ name }) => name !== '')
    .map(({ name, value }) => {
      const filled = left.get(name) ?? value;
      left.delete(name);
      return [name, filled];
    });
  entries.push(...left);
  if (button && button.name !== '') entries.push([button.name, button.value]);
  return entries;
}
