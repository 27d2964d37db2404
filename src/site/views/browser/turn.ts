import { parseForm, queryFields } from '#engine/http/form.ts';
import type { Field } from '#engine/http/form.ts';
import type { Draft, DraftAnswer } from '#engine/player/play.ts';
import type { PartyId } from '#engine/trace/trace.ts';
import { changesPage } from './browsing.ts';
import type { Browsing } from './browsing.ts';
import type { PageModel } from './page-model.ts';

/** What the play waits for, as somebody at the browser sees it. */
export type Turn =
  /** A form of the page: the waiting message is what it would send. */
  | { readonly kind: 'form'; readonly form: number; readonly draft: Draft }
  /** The browser goes on by itself: after a redirect, or to an address that the play opens. */
  | { readonly kind: 'redirect' | 'address'; readonly draft: Draft }
  /** What a script or a frame in the page asks for. */
  | { readonly kind: 'part'; readonly draft: Draft }
  /** Somebody else's message. */
  | { readonly kind: 'other'; readonly draft: Draft }
  /** An answer is held on its way, whosever it is. */
  | { readonly kind: 'answer'; readonly answer: DraftAnswer }
  /** No message waits: one is under way, or the play has ended. */
  | { readonly kind: 'none' };

const withoutQuery = (url: string): string => url.split(/[?#]/, 1)[0] ?? '';

/** The fields that a draft sends, as its form wrote them: in its body, or in its query. */
export function sentFields(request: Draft['original']): Field[] {
  return request.method === 'POST' ? parseForm(request.body) : queryFields(request.url);
}

/** The form of a page that a message was written from, if any: the same address, the same way, and every field that the form sends. */
export function formOf({ original }: Draft, { forms, fields }: PageModel): number | undefined {
  const names = new Set(sentFields(original).map(([name]) => name));
  const index = forms.findIndex(({ action, method }, form) => {
    if (method !== original.method) return false;
    if (method === 'POST' ? action !== original.url : withoutQuery(action) !== withoutQuery(original.url)) return false;
    const sends = fields.filter((field) => field.form === form && field.name !== '' && field.kind !== 'check');
    return sends.length + names.size > 0 && sends.every(({ name }) => names.has(name));
  });
  return index < 0 ? undefined : index;
}

/** Whose turn it is. `browser` is the one that is looked at, `page` what its page holds. */
export function turnOf(
  waiting: { readonly draft?: Draft | undefined; readonly answer?: DraftAnswer | undefined },
  browser: PartyId,
  browsing: Browsing,
  page: PageModel | undefined,
): Turn {
  const { draft, answer } = waiting;
  if (answer) return { kind: 'answer', answer };
  if (!draft) return { kind: 'none' };
  if (draft.from !== browser) return { kind: 'other', draft };
  if (!changesPage(draft.original)) return { kind: 'part', draft };
  if (browsing.bound !== undefined) return { kind: 'redirect', draft };
  const form = page && formOf(draft, page);
  return form === undefined ? { kind: 'address', draft } : { kind: 'form', form, draft };
}
