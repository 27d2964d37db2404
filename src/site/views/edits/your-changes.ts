import { checkEntry } from '#engine/checks/catalogue.ts';
import { answerTextAt } from '#engine/player/edits/answer-place.ts';
import type { ClaimValue, Edit, JsonValue, Place } from '#engine/player/edits/edits.ts';
import { ownSent } from '#engine/player/own/own-message.ts';
import type { Lab } from '#engine/player/play.ts';
import type { LabState, PlayerView } from '#engine/player/player-view.ts';
import { textAt } from '#engine/player/edits/place-text.ts';
import { messageNumber, partyName, requestGist } from '#engine/trace/exchange.ts';
import type { Exchange } from '#engine/trace/trace.ts';
import { signatureChoices } from '../draft/token-edit.ts';
import { jwtIn } from '../inspector/jwt-text.ts';
import type { ReadJwt } from '../inspector/jwt-text.ts';
import { lengthInWords, momentInWords } from '../inspector/time-words.ts';
import { turned } from './count-changes.ts';
import { withTurned, withoutEdit, withoutMove, withoutOwn } from './without.ts';

/** One value that was changed. */
export interface ChangedValue {
  readonly what: string;
  /** Undefined where there was nothing, or where it is not known any more. */
  readonly from?: string | undefined;
  /** Undefined where it was removed. */
  readonly to?: string | undefined;
}

/** One change of the reader's, in words. */
export interface ChangeRow {
  readonly id: string;
  /** What was changed: "Message 3, Ledger app to Gateway". */
  readonly title: string;
  /** The message to look at, where it was sent. */
  readonly exchange?: number | undefined;
  readonly values: readonly ChangedValue[];
  readonly note?: string | undefined;
  /** The run's state without this change. */
  readonly without: LabState;
}

const LONGEST = 160;

function shortened(text: string | undefined): string | undefined {
  return text !== undefined && text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

const PARTS: Readonly<Record<Place['part'], string>> = {
  method: 'method',
  url: 'URL',
  query: 'query parameter',
  header: 'header',
  form: 'form field',
  body: 'body',
  status: 'status',
  location: 'parameter of Location',
  json: 'member of the body,',
};

/** What a place is called: "form field scope". */
function placeWords(place: Place): string {
  return 'name' in place ? `${PARTS[place.part]} ${place.name}` : PARTS[place.part];
}

function jsonText(value: JsonValue | undefined): string | undefined {
  return value === undefined || typeof value === 'string' ? value : JSON.stringify(value);
}

function claimWords(value: ClaimValue): string | undefined {
  if (value.kind === 'absent') return undefined;
  return value.kind === 'json' ? jsonText(value.value) : momentInWords(value.inSeconds, 0);
}

/** The message of an edit as it was before, where this run has it: the text at the edited place. */
function textBefore({ trace, draft, answer }: PlayerView, edit: Edit, exchange: Exchange | undefined): string | undefined {
  if (edit.of === 'answer') {
    const given = answer?.key === edit.message ? answer.original : (exchange?.onPath?.given ?? exchange?.response);
    return given && answerTextAt(given, edit.place);
  }
  const waiting = draft?.key === edit.message ? draft.original : undefined;
  const sent = trace.exchanges.find(({ key }) => key === edit.message);
  const written = waiting ?? sent?.written ?? sent?.request;
  return written && textAt(written, edit.place);
}

function jwtValues(edit: Extract<Edit, { kind: 'jwt' }>, token: ReadJwt | undefined): ChangedValue[] {
  return (['header', 'claims'] as const).flatMap((part) =>
    Object.entries(edit[part]).map(([name, value]) => ({
      what: part === 'header' ? `${name} in its header` : name,
      from: shortened(jsonText(token?.[part][name])),
      to: shortened(claimWords(value)),
    })),
  );
}

function titleOf(lab: Lab, { trace, draft }: PlayerView, edit: Edit, exchange: Exchange | undefined): string {
  const what = edit.of === 'answer' ? 'Answer to message' : 'Message';
  if (exchange)
    return `${what} ${messageNumber(trace, exchange.number)}, ${partyName(trace, exchange.from)} to ${partyName(trace, exchange.to)}`;
  if (draft?.key === edit.message) return edit.of === 'answer' ? 'Answer to the message that waits' : 'The message that waits';
  const step = lab.steps.find(({ id }) => edit.message.startsWith(`${id}#`));
  return `${edit.of === 'answer' ? 'Answer to a message' : 'A message'} not sent yet${step ? `: ${step.title}` : ''}`;
}

function editRow(lab: Lab, view: PlayerView, edit: Edit, index: number): ChangeRow {
  const exchange = view.trace.exchanges.find(({ key }) => key === edit.message);
  const before = textBefore(view, edit, exchange);
  const row = {
    id: `edit-${index}`,
    title: titleOf(lab, view, edit, exchange),
    exchange: exchange?.number,
    without: withoutEdit(view.state, edit),
  };
  if (edit.kind === 'text') {
    const value = { what: placeWords(edit.place), from: shortened(before), to: shortened(edit.value ?? undefined) };
    return { ...row, values: [value] };
  }
  const token = before === undefined ? undefined : jwtIn(before);
  const choice = token && signatureChoices(token).find(({ value }) => value === edit.signature);
  return {
    ...row,
    values: jwtValues(edit, token),
    note: `Token in ${placeWords(edit.place)}. Signature: ${choice?.words ?? edit.signature}.`,
  };
}

/** Everything the reader changed in a run, in words, each with the state without it. */
export function yourChanges(lab: Lab, view: PlayerView): ChangeRow[] {
  const { state, trace } = view;
  const own = ownSent(state);
  return [
    ...state.edits.map((edit, index) => editRow(lab, view, edit, index)),
    ...own.map((message, index) => {
      const exchange = trace.exchanges.find(({ key }) => key === `own#${index}`);
      return {
        id: `own-${index}`,
        title: `Message ${exchange ? messageNumber(trace, exchange.number) : message.at + 1}, your own`,
        exchange: exchange?.number,
        values: [{ what: 'sent', to: shortened(exchange ? requestGist(exchange) : `${message.request.method} ${message.request.url}`) }],
        note: message.identity === undefined ? undefined : `With the certificate ${message.identity}.`,
        without: withoutOwn(state, message.at),
      };
    }),
    ...turned(lab, state).map((check) => {
      const isOff = state.off.includes(check);
      return {
        id: `switch-${check}`,
        title: 'Switch',
        values: [{ what: checkEntry(check).title, from: isOff ? 'on' : 'off', to: isOff ? 'off' : 'on' }],
        without: withTurned(state, check),
      };
    }),
    ...state.clock.map((move, index) => ({
      id: `clock-${index}`,
      title: 'Clock',
      values: [{ what: `moved on before message ${move.position + 1}`, to: `+${lengthInWords(move.seconds)}` }],
      without: withoutMove(state, move),
    })),
  ];
}
