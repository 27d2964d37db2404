import { valueOf } from './page-model.ts';
import type { FieldValues, PageModel, PageNode } from './page-model.ts';

/** What somebody does in a page. */
export interface PageActions {
  /** A button was pressed; without one, Enter was pressed in a form that has none. */
  readonly press: (button: number) => void;
  readonly follow: (link: number) => void;
  /** What was typed or chosen is final, for now. */
  readonly change: () => void;
}

/** A page that has been drawn. */
export interface DrawnPage {
  /** What its fields hold now. */
  values(): Map<number, string | null>;
  /** Gives fields a value, but for the one that somebody is typing in. */
  fill(values: FieldValues): void;
}

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

// A frame has classes of its own, so nothing in it is an instance of this page's.
const isElement = (target: EventTarget | null): target is Element =>
  target !== null && 'nodeType' in target && target.nodeType === Node.ELEMENT_NODE;
const ticks = (control: Control): control is HTMLInputElement =>
  'checked' in control && (control.type === 'checkbox' || control.type === 'radio');

/** Whether this document lets its parent hear what happens in it; some browsers do not, where scripts are off. */
export function isHeard(document: Document): boolean {
  let heard = false;
  document.addEventListener('tokenscope:probe', () => (heard = true), { once: true });
  document.dispatchEvent(new Event('tokenscope:probe'));
  return heard;
}

/**
 * Draws a page into a document that runs no script. Elements are made one by one from the model, so no text of
 * the page is ever read as markup there.
 */
export function drawPage(document: Document, page: PageModel, actions: PageActions): DrawnPage {
  const controls = new Map<number, Control>();
  const buttons = new Map<Element, number>();
  const links = new Map<Element, number>();

  function draw(node: PageNode): Node {
    if (typeof node === 'string') return document.createTextNode(node);
    const element = document.createElement(node.tag);
    for (const [name, value] of node.attributes) element.setAttribute(name, value);
    if (node.button !== undefined) buttons.set(element, node.button);
    if (node.link !== undefined) links.set(element, node.link);
    if (node.field !== undefined && 'value' in element) controls.set(node.field, element as Control);
    element.append(...node.children.map(draw));
    return element;
  }

  function fill(values: FieldValues): void {
    for (const [index, control] of controls) {
      const value = values.get(index);
      if (value === undefined || control === document.activeElement) continue;
      if (ticks(control)) {
        control.checked = value !== null;
        control.value = page.fields[index]?.value ?? '';
      } else if (control.value !== value) control.value = value ?? '';
    }
  }

  const main = document.createElement('main');
  if (page.nodes.length === 1 && typeof page.nodes[0] === 'object' && page.nodes[0].tag === 'pre') main.className = 'text';
  main.append(...page.nodes.map(draw));
  document.body.replaceChildren(main);
  document.title = page.title;
  fill(new Map(page.fields.map((field, index) => [index, valueOf(field, index, new Map())])));

  function buttonOf(form: number | undefined): number {
    return form === undefined ? -1 : page.buttons.findIndex((button) => button.form === form);
  }

  main.addEventListener('click', (event) => {
    const target = isElement(event.target) ? event.target.closest('button, a') : null;
    const [button, link] = target ? [buttons.get(target), links.get(target)] : [];
    if (button === undefined && link === undefined) return;
    event.preventDefault();
    if (button !== undefined) actions.press(button);
    else if (link !== undefined) actions.follow(link);
  });
  main.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !isElement(event.target)) return;
    const link = links.get(event.target);
    const field = [...controls].find(([, control]) => control === event.target)?.[0];
    const isLine = field !== undefined && event.target.localName === 'input';
    if (link === undefined && !isLine) return;
    event.preventDefault();
    const button = isLine ? buttonOf(page.fields[field]?.form) : -1;
    if (link !== undefined) actions.follow(link);
    else if (button >= 0) actions.press(button);
  });
  main.addEventListener('change', () => actions.change());

  return {
    values: () => new Map([...controls].map(([index, control]) => [index, ticks(control) && !control.checked ? null : control.value])),
    fill,
  };
}
