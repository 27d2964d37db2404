import type { PageButton, PageElement, PageField, PageForm, PageModel, PageNode } from './page-model.ts';

/** The longest page that is read, in characters, and the most nodes and levels that are kept of one. */
const LIMITS = { characters: 200_000, nodes: 3000, depth: 40, label: 200 } as const;

/** Elements that are kept as they are, without any attribute that is not listed below. */
const KEPT = new Set(
  `a abbr b blockquote br caption cite code dd del dfn div dl dt em fieldset figcaption figure hr i img ins kbd label legend li mark ol
  p pre q s samp small span strong sub sup table tbody td tfoot th thead time tr u ul var`.split(/\s+/),
);

/** Elements that mean something to the page around, and so are drawn as others: its landmarks, its headings, and its one kind of form. */
const RENAMED: Readonly<Record<string, string>> = {
  ...Object.fromEntries(['article', 'aside', 'footer', 'form', 'header', 'main', 'nav', 'section'].map((tag) => [tag, 'div'])),
  h1: 'h3',
  h2: 'h4',
  h3: 'h5',
  h4: 'h6',
  h5: 'h6',
  h6: 'h6',
};

/** Elements that go with all they hold, and what they are called; nothing where nobody would miss them. */
const DROPPED: Readonly<Record<string, string>> = {
  script: 'script',
  style: 'style sheet',
  link: 'style sheet',
  iframe: 'frame',
  frame: 'frame',
  object: 'frame',
  embed: 'frame',
  svg: 'drawing',
  math: '',
  template: '',
  noscript: '',
  video: 'video',
  audio: 'sound',
  canvas: '',
  meta: '',
  title: '',
};

/** Attributes that are kept, where their value is one of these. */
const ATTRIBUTES: Readonly<Record<string, RegExp>> = {
  lang: /^[a-z-]{2,20}$/i,
  dir: /^(?:ltr|rtl|auto)$/,
  title: /^[^\0]{1,200}$/,
  alt: /^[^\0]{0,200}$/,
  role: /^(?:alert|status)$/,
  placeholder: /^[^\0]{1,200}$/,
  inputmode: /^[a-z]{1,10}$/,
  colspan: /^\d{1,2}$/,
  rowspan: /^\d{1,2}$/,
  start: /^\d{1,4}$/,
  'aria-label': /^[^\0]{1,200}$/,
};

const IMAGE = /^data:image\/(?:png|jpeg|gif|webp|svg\+xml)[;,]/i;
const SUBMITS = new Set(['submit', 'image', '']);

/** What handlers and base addresses are called while a page is read, see `quieted`. */
const [HANDLER, BASE] = ['left-on', '<meta left-base'];

/**
 * Event handlers and base addresses under other names. They do nothing in a document that is only read, but the
 * policy of the site reports each, and then a report would mean nothing. What protects is the list of what is kept.
 */
function quieted(html: string): string {
  return html.replaceAll(/([\s"'/])on(?=[a-z]{2,30}\s*=)/gi, `$1${HANDLER}`).replaceAll(/<base(?=[\s/>])/gi, BASE);
}

/** A text as the page has it. */
function asWritten(text: string): string {
  return text.replaceAll(HANDLER, 'on').replaceAll(BASE, '<base');
}

const squeezed = (text: string | null | undefined): string =>
  asWritten(text ?? '')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, LIMITS.label);
const typeOf = (element: Element): string => element.getAttribute('type')?.toLowerCase() ?? '';

/** Reads a page element by element, into what may be drawn. */
class Reader {
  readonly forms: PageForm[] = [];
  readonly fields: PageField[] = [];
  readonly buttons: PageButton[] = [];
  readonly links: string[] = [];
  readonly left = new Map<string, number>();
  readonly #url: string;
  readonly #indexes = new Map<Element, number>();
  readonly #groups: string[] = [];
  #nodes = 0;
  #cut = false;

  constructor(url: string) {
    this.#url = url;
  }

  leave(what: string): void {
    if (what !== '') this.left.set(what, (this.left.get(what) ?? 0) + 1);
  }

  #target(address: string | null): string {
    return URL.parse(address ?? '', this.#url)?.href ?? this.#url;
  }

  #form(of: Element): number {
    const form = 'form' in of && of.form instanceof HTMLFormElement ? of.form : of.closest('form');
    const found = form && this.#indexes.get(form);
    if (typeof found === 'number') return found;
    // A control outside of any form sends nothing; it gets a form of its own, so that pressing it can be told.
    const method = form?.getAttribute('method')?.toLowerCase() === 'post' ? 'POST' : 'GET';
    const index = this.forms.push({ action: this.#target(form?.getAttribute('action') ?? ''), method }) - 1;
    if (form) this.#indexes.set(form, index);
    return index;
  }

  #attributes(element: Element): [string, string][] {
    const kept: [string, string][] = [];
    for (const { name, value } of element.attributes) {
      if (name.startsWith(HANDLER)) this.leave('event handler');
      else if (name === 'style') this.leave('style');
      else if (ATTRIBUTES[name]?.test(value)) kept.push([name, asWritten(value)]);
    }
    return kept;
  }

  #button(element: Element, attributes: readonly [string, string][], text: string): PageElement {
    const form = this.#form(element);
    const own = this.forms[form] ?? { action: this.#url, method: 'GET' };
    const method = element.getAttribute('formmethod')?.toLowerCase();
    const action = element.getAttribute('formaction');
    const button = this.buttons.push({
      form,
      action: action === null ? own.action : this.#target(action),
      method: method === undefined ? own.method : method === 'post' ? 'POST' : 'GET',
      name: element.getAttribute('name') ?? '',
      value: element.getAttribute('value') ?? '',
      text,
    });
    return { tag: 'button', attributes: [...attributes, ['type', 'button']], children: [text], button: button - 1 };
  }

  /** Radio buttons of one name belong together; the name itself is the page's, and stays out of the document. */
  #group(element: Element): number {
    const name = element.getAttribute('name') ?? '';
    if (!this.#groups.includes(name)) this.#groups.push(name);
    return this.#groups.indexOf(name);
  }

  #label(element: Element): string {
    const label = element.closest('label') ?? element.ownerDocument.querySelector(`label[for="${CSS.escape(element.id || '-')}"]`);
    return (
      squeezed(label?.textContent) || squeezed(element.getAttribute('aria-label')) || squeezed(element.getAttribute('name')) || 'Field'
    );
  }

  #field(element: Element, attributes: readonly [string, string][]): PageElement | undefined {
    const type = element.localName === 'input' ? typeOf(element) : element.localName;
    if (type === 'button' || type === 'reset' || type === 'file') return undefined;
    const kind =
      type === 'select'
        ? 'choice'
        : type === 'checkbox' || type === 'radio'
          ? 'check'
          : type === 'hidden' || type === 'password'
            ? type
            : 'text';
    const options = [...element.querySelectorAll('option')].map(
      (one) => [one.getAttribute('value') ?? squeezed(one.textContent), squeezed(one.textContent)] as const,
    );
    const chosen = element.querySelector('option[selected]') ?? element.querySelector('option');
    const label = this.#label(element);
    const field =
      this.fields.push({
        form: this.#form(element),
        name: element.getAttribute('name') ?? '',
        kind,
        value:
          kind === 'choice'
            ? (chosen?.getAttribute('value') ?? squeezed(chosen?.textContent))
            : type === 'textarea'
              ? element.textContent
              : asWritten(element.getAttribute('value') ?? (kind === 'check' ? 'on' : '')),
        checked: element.hasAttribute('checked'),
        label,
        options,
      }) - 1;
    if (kind === 'hidden') return undefined;
    const named = element.closest('label') ? [] : [['aria-label', label] as const];
    const own = attributes.filter(([name]) => name !== 'aria-label');
    if (kind === 'choice') {
      const children = options.map(([value, text]): PageElement => ({ tag: 'option', attributes: [['value', value]], children: [text] }));
      return { tag: 'select', attributes: [...own, ...named], children, field };
    }
    if (type === 'radio') own.push(['name', `g${this.#form(element)}-${this.#group(element)}`]);
    const shown = type === 'radio' || type === 'checkbox' || type === 'password' ? type : 'text';
    return type === 'textarea'
      ? { tag: 'textarea', attributes: [...own, ...named], children: [], field }
      : { tag: 'input', attributes: [...own, ...named, ['type', shown], ['autocomplete', 'off']], children: [], field };
  }

  /** Leaves out an element with all it holds. */
  drop(element: Element): void {
    if (element.hasAttribute('left-base')) this.leave('base address');
    else if (element.getAttribute('http-equiv')?.toLowerCase() === 'refresh') this.leave('redirect by the page');
    else this.leave(DROPPED[element.localName] ?? '');
  }

  #element(element: Element, depth: number): readonly PageNode[] {
    const tag = element.localName;
    if (Object.hasOwn(DROPPED, tag)) {
      this.drop(element);
      return [];
    }
    const attributes = this.#attributes(element);
    if (tag === 'button' || (tag === 'input' && (typeOf(element) === 'submit' || typeOf(element) === 'image'))) {
      const text =
        squeezed(tag === 'button' ? element.textContent : (element.getAttribute('value') ?? element.getAttribute('alt'))) || 'Submit';
      if (tag === 'button' && !SUBMITS.has(typeOf(element))) return [text];
      return [this.#button(element, attributes, text)];
    }
    if (tag === 'input' || tag === 'select' || tag === 'textarea') {
      const field = this.#field(element, attributes);
      return field ? [field] : [];
    }
    if (tag === 'form') this.#form(element);
    const children = this.read(element, depth + 1);
    const other = RENAMED[tag];
    if (other !== undefined) return [{ tag: other, attributes, children }];
    if (!KEPT.has(tag)) return children;
    if (tag === 'img') {
      const source = element.getAttribute('src') ?? '';
      if (IMAGE.test(source)) return [{ tag, attributes: [...attributes, ['src', source]], children: [] }];
      this.leave('image');
      return [];
    }
    if (tag === 'a') return [this.#link(element, attributes, children)];
    return [{ tag, attributes, children }];
  }

  #link(element: Element, attributes: readonly [string, string][], children: readonly PageNode[]): PageElement {
    const address = element.getAttribute('href');
    const target = address === null ? null : URL.parse(address, this.#url);
    if (!target || /^(?:javascript|data|blob|vbscript|file|about):$/.test(target.protocol)) {
      if (address !== null) this.leave('link that is a script or a file');
      return { tag: 'span', attributes, children };
    }
    const link = this.links.push(target.href) - 1;
    return { tag: 'a', attributes: [...attributes, ['role', 'link'], ['tabindex', '0']], children, link };
  }

  /** What is inside of an element. */
  read(parent: Element, depth: number): readonly PageNode[] {
    if (depth > LIMITS.depth) return [asWritten(parent.textContent)];
    const nodes: PageNode[] = [];
    for (const node of parent.childNodes) {
      if (this.#nodes >= LIMITS.nodes) {
        if (!this.#cut) this.leave('rest of a long page');
        this.#cut = true;
        break;
      }
      this.#nodes += 1;
      if (node.nodeType === Node.TEXT_NODE) nodes.push(asWritten(node.textContent ?? ''));
      else if (node instanceof Element) nodes.push(...this.#element(node, depth));
    }
    return nodes;
  }
}

const counted = ([what, count]: readonly [string, number]): string => (count === 1 ? `1 ${what}` : `${count} × ${what}`);

/**
 * A page that came from anywhere, as data that is safe to draw. Whatever would run, load something, or lead
 * somewhere is left out or told as an index. It is parsed into a document of its own, which runs and loads nothing.
 * @param url the page's address, against which its forms and links are read
 */
export function readPage(html: string, url: string): PageModel {
  const document = new DOMParser().parseFromString(quieted(html.slice(0, LIMITS.characters)), 'text/html');
  const reader = new Reader(url);
  if (html.length > LIMITS.characters) reader.leave('rest of a long page');
  for (const element of document.head.children) reader.drop(element);
  for (const { name } of document.body.attributes) if (name.startsWith(HANDLER)) reader.leave('event handler');
  const nodes = reader.read(document.body, 0);
  const { forms, fields, buttons, links, left } = reader;
  return { title: squeezed(document.title) || 'Page', nodes, forms, fields, buttons, links, left: [...left].map(counted) };
}
