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

const ticks = (control: Control): control is HTMLInputElement =>
  control instanceof HTMLInputElement && (control.type === 'checkbox' || control.type === 'radio');
const isControl = (element: Element | undefined): element is Control =>
  element instanceof HTMLInputElement || element instanceof HTMLSelectElement || element instanceof HTMLTextAreaElement;

/**
 * Draws a page into a shadow root. Elements are made one by one from the model, so no text of the page is ever read
 * as markup here, and none is a form: nothing is sent but by `actions`.
 */
export function drawPage(root: ShadowRoot, page: PageModel, actions: PageActions): DrawnPage {
  const controls = new Map<number, Control>();
  const buttons = new Map<Element, number>();
  const links = new Map<Element, number>();

  function draw(node: PageNode): Node {
    if (typeof node === 'string') return document.createTextNode(node);
    const element = document.createElement(node.tag);
    for (const [name, value] of node.attributes) element.setAttribute(name, value);
    if (node.button !== undefined) {
      buttons.set(element, node.button);
      if (node.button === 0) element.className = 'first';
    }
    if (node.link !== undefined) links.set(element, node.link);
    if (node.field !== undefined && isControl(element)) controls.set(node.field, element);
    element.append(...node.children.map(draw));
    return element;
  }

  function fill(values: FieldValues): void {
    for (const [index, control] of controls) {
      const value = values.get(index);
      if (value === undefined || control === root.activeElement) continue;
      if (ticks(control)) {
        control.checked = value !== null;
        control.value = page.fields[index]?.value ?? '';
      } else if (control.value !== value) control.value = value ?? '';
    }
  }

  const main = document.createElement('div');
  main.className = 'page';
  const inner = document.createElement('div');
  inner.append(...page.nodes.map(draw));
  main.append(inner);
  root.replaceChildren(main);
  fill(new Map(page.fields.map((field, index) => [index, valueOf(field, index, new Map())])));

  function buttonOf(form: number | undefined): number {
    return form === undefined ? -1 : page.buttons.findIndex((button) => button.form === form);
  }

  // While a button is held down nothing may move from under it: what was typed goes with the press, or after it.
  let down = false;
  let waits = false;
  main.addEventListener('click', (event) => {
    const target = event.target instanceof Element ? event.target.closest('button, [role=link]') : null;
    const [button, link] = target ? [buttons.get(target), links.get(target)] : [];
    if (button === undefined && link === undefined) return;
    event.preventDefault();
    if (button !== undefined) {
      waits = false;
      actions.press(button);
    } else if (link !== undefined) actions.follow(link);
  });
  main.addEventListener('keydown', (event) => {
    const { target } = event;
    if (!(target instanceof Element)) return;
    // From outside, keys in here seem to come from no field: what is typed must not be taken for a shortcut.
    if (isControl(target)) event.stopPropagation();
    if (event.key !== 'Enter') return;
    const link = links.get(target);
    const field = [...controls].find(([, control]) => control === target)?.[0];
    const isLine = field !== undefined && target instanceof HTMLInputElement;
    if (link === undefined && !isLine) return;
    event.preventDefault();
    const button = isLine ? buttonOf(page.fields[field]?.form) : -1;
    if (link !== undefined) actions.follow(link);
    else if (button >= 0) actions.press(button);
  });
  main.addEventListener('pointerdown', () => {
    down = true;
    const up = new AbortController();
    const release = (): void => {
      up.abort();
      // A click comes after this and before the next task.
      setTimeout(() => {
        down = false;
        if (waits) actions.change();
        waits = false;
      });
    };
    for (const end of ['pointerup', 'pointercancel']) window.addEventListener(end, release, { signal: up.signal, capture: true });
  });
  main.addEventListener('change', () => {
    if (down) waits = true;
    else actions.change();
  });

  return {
    values: () => new Map([...controls].map(([index, control]) => [index, ticks(control) && !control.checked ? null : control.value])),
    fill,
  };
}
