import { rehearse } from '../../../../tests/rehearsal.ts';
import type { CheckId } from '../../checks/catalogue.ts';
import type { CATALOGUE } from '../../checks/whole-catalogue.ts';
import { field, queryFields } from '../../http/form.ts';
import { header } from '../../http/message.ts';
import type { HttpResponse } from '../../http/message.ts';
import type { CheckRecord, PartyId } from '../../trace/trace.ts';
import type { ApiOptions } from '../../world/landscape.ts';
import type { Company } from '../authorization-server/token/request.fixture.ts';

type Kind<K extends 'check' | 'duty'> = { [Id in CheckId]: (typeof CATALOGUE)[Id] extends { kind: K } ? Id : never }[CheckId];

/** Ids of what refuses. */
export type RefusingCheck = Kind<'check'>;

/** Ids of what is sent. */
export type Duty = Kind<'duty'>;

/** Two messages at one place where a check is made: a right one, and a wrong one that only this check refuses. */
export interface CheckCase {
  /** Who makes the check. */
  readonly party: PartyId;
  /** Other checks that would refuse the wrong message as well; off in every trial, so that this one decides alone. */
  readonly beside?: readonly CheckId[];
  /** Checks that cannot but fail with it, as the API's summary does with each of its parts. */
  readonly together?: readonly CheckId[];
  /** Checks that fail on both messages: what there is to answer in the first place. */
  readonly given?: readonly CheckId[];
  /** The answer to the wrong message, as `answerOf` puts it. */
  readonly refusal: string;
  /** The answer to the wrong message where the check is off. */
  readonly goesOn: string;
  /** The answer to the right message, where that is another. */
  readonly right?: string;
  /** How the APIs are set up, where that is not the usual. */
  readonly apis?: ApiOptions;
  /** Sends the message after all that leads there. A text it gives is an actor's own answer, in place of the response. */
  readonly play: (cast: Company, wrong: boolean) => Promise<unknown>;
  /** Makes the wrong message where it is an answer on its way to an actor. */
  readonly tamper?: NonNullable<Parameters<typeof rehearse>[0]>['tamper'];
}

function errorIn({ body }: HttpResponse): string | undefined {
  if (!body.startsWith('{')) return /<p>Error: <code>(\w+)<\/code>/.exec(body)?.[1] ?? /<title>(.+)<\/title>/.exec(body)?.[1];
  const { error } = JSON.parse(body) as { readonly error?: unknown };
  return typeof error === 'string' ? error : undefined;
}

/** An answer in short: its status, and the error, the code or the page that it carries. "400 invalid_grant", "303 code", "200 Log in" */
function answerOf(response: HttpResponse | undefined): string {
  if (!response) return 'no answer';
  const sent = queryFields(header(response, 'location') ?? '');
  const carried = field(sent, 'error') ?? (field(sent, 'code') === undefined ? errorIn(response) : 'code');
  return carried === undefined ? String(response.status) : `${response.status} ${carried}`;
}

/** What one trial of a check showed. */
export interface Trial {
  readonly record: CheckRecord | undefined;
  readonly answer: string;
  /** Every check of that party that failed on that message. */
  readonly failures: readonly CheckId[];
}

/** Plays a case in a world of its own. */
export async function trial(
  id: CheckId,
  one: CheckCase,
  { wrong, off }: { readonly wrong: boolean; readonly off: boolean },
): Promise<Trial> {
  const tamper = wrong && one.tamper ? { tamper: one.tamper } : {};
  const cast = rehearse({ off: [...(one.beside ?? []), ...(off ? [id] : [])], apis: one.apis, ...tamper });
  const own = await one.play(cast, wrong);
  const made = cast.world.trace().exchanges.map((exchange) => ({
    exchange,
    checks: exchange.checks.filter(({ party, outcome }) => party === one.party && outcome !== 'not-reached'),
  }));
  const last = made.findLast(({ checks }) => checks.some(({ check }) => check === id));
  const records = last?.checks ?? [];
  return {
    record: records.find(({ check }) => check === id),
    answer: typeof own === 'string' ? own : answerOf(last?.exchange.response),
    failures: records
      .filter(({ outcome }) => outcome === 'failed')
      .filter(({ check }) => !one.given?.includes(check))
      .map(({ check }) => check),
  };
}
