import type { ShownPage } from './browsing.ts';
import type { PageModel, PageNode } from './page-model.ts';
import { readPage } from './read-page.ts';

/** The longest text that is shown of an answer that is no page, in characters. */
const TEXT_LIMIT = 50_000;

function plain(title: string, nodes: readonly PageNode[], left: readonly string[] = []): PageModel {
  return { title, nodes, forms: [], fields: [], buttons: [], links: [], left };
}

const element = (tag: string, text: string): PageNode => ({ tag, attributes: [], children: [text] });

/** What a browser draws for what it got: a page, a text as it stands, or that nobody answered. */
export function shownModel({ kind, body, url }: ShownPage): PageModel {
  if (kind === 'html') return readPage(body, url);
  if (kind === 'undelivered') return plain('No page', [element('h1', 'This page cannot be reached'), element('p', body)]);
  if (body === '') return plain('Empty page', [element('p', 'The answer has no content.')]);
  return plain('Text', [element('pre', body.slice(0, TEXT_LIMIT))], body.length > TEXT_LIMIT ? ['rest of a long text'] : []);
}
