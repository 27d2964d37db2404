import { requestGist } from '#engine/trace/exchange.ts';
import type { Draft } from '#engine/player/play.ts';
import type { Trace } from '#engine/trace/trace.ts';
import { partyOf } from '../party/parties.ts';
import type { PageModel } from './page-model.ts';
import type { Turn } from './turn.ts';

/** What stands above a page: whose turn it is, and the button by which it goes on, if any. */
export interface TurnWords {
  readonly sentence: string;
  readonly button?: string;
}

/** An address that fits into a sentence. */
export const short = (url: string): string => (url.length > 90 ? `${url.slice(0, 90)}…` : url);

const gist = ({ request, from, to }: Draft): string => requestGist({ request, number: 0, from, to, checks: [], at: 0, edited: [] });

/** Whose turn it is, in words. `ending` is what the play came to, where it has ended. */
export function turnWords(turn: Turn, trace: Trace, page: PageModel | undefined, ending: string | undefined): TurnWords {
  switch (turn.kind) {
    case 'form': {
      const typed = page?.fields.some((field) => field.form === turn.form && field.kind !== 'hidden') ?? false;
      return {
        sentence: typed
          ? 'Your turn. This form is the next message: it holds what the play would type. Change it if you like, then press its button.'
          : 'Your turn. This form is the next message: press one of its buttons.',
      };
    }
    case 'redirect':
      return {
        sentence: `The answer was a redirect. The browser goes on to ${short(turn.draft.request.url)}.`,
        button: 'Follow the redirect',
      };
    case 'address':
      return { sentence: `The browser opens ${short(turn.draft.request.url)}.`, button: 'Open the address' };
    case 'part':
      return { sentence: `The page itself asks for ${gist(turn.draft)} at ${partyOf(trace, turn.draft.to).name}.`, button: 'Let it ask' };
    case 'other': {
      const { draft } = turn;
      const what = gist(draft);
      return {
        sentence: `${partyOf(trace, draft.from).name} is next: ${what} to ${partyOf(trace, draft.to).name}.`,
        button: 'Let it go on',
      };
    }
    case 'answer': {
      const { by, from, to } = turn.answer;
      const names = [by, from, to].map((id) => partyOf(trace, id).name);
      return {
        sentence: `${names[0]} holds the answer of ${names[1]} to ${names[2]}. It can be changed before it arrives.`,
        button: 'Let it arrive',
      };
    }
    case 'none':
      return { sentence: ending === undefined ? 'The next message is on its way.' : `The play has ended. ${ending}` };
  }
}

/** Why nothing was sent when something in a page was pressed, and what to do. Undefined where the page may decide the next message. */
export function notYourTurn(turn: Turn, trace: Trace): string | undefined {
  switch (turn.kind) {
    case 'none':
      return 'Nothing was sent: no message waits. Go back to the one that you want to change, or start again.';
    case 'redirect':
      return 'Nothing was sent: the browser is leaving this page. What you typed is kept. Follow the redirect first.';
    case 'part':
      return 'Nothing was sent: the page waits for an answer of its own. What you typed is kept. Let it ask first.';
    case 'answer':
      return 'Nothing was sent: an answer is on its way. What you typed is kept. Let it arrive first.';
    case 'other':
      return `Nothing was sent: ${partyOf(trace, turn.draft.from).name} is next. What you typed is kept for when this page is next.`;
    case 'form':
    case 'address':
      return undefined;
  }
}
