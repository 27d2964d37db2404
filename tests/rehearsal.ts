import { FORM_TYPE, encodeForm } from '#engine/http/form.ts';
import type { Header, HttpRequest, HttpResponse } from '#engine/http/message.ts';
import { createCast } from '#engine/actors/company.ts';
import type { Cast, Send } from '#engine/actors/cast.ts';
import type { CheckId } from '#engine/checks/catalogue.ts';
import type { CheckRecord, Exchange } from '#engine/trace/trace.ts';
import type { ApiOptions, Landscape } from '#engine/world/landscape.ts';

interface RehearsalOptions {
  readonly off?: readonly CheckId[];
  readonly apis?: ApiOptions | undefined;
  /** Changes an answer on its way back to the actor. */
  readonly tamper?: (response: HttpResponse, request: HttpRequest) => HttpResponse | Promise<HttpResponse>;
}

/** A cast whose messages go out at once, for tests. */
export function rehearse({ tamper = (response) => response, off = [], apis }: RehearsalOptions = {}): Cast & { readonly world: Landscape } {
  const send: Send = async (from, request, identity) => {
    const { response, exchange } = await cast.world.deliver(request, { from, identity });
    return { request, response: await tamper(response, request), judge: cast.world.judge(exchange, from) };
  };
  const cast = createCast({ off, apis, stage: undefined, send, step: (_id, action) => action() });
  return cast;
}

/** Alice logs in at the web app and allows what it asks; the app then holds a code. */
export async function logIn(
  { browser }: Cast,
  url: Promise<string>,
  user: Readonly<Record<string, string>> = { username: 'alice', password: 'wonderland' },
): Promise<void> {
  await browser.navigate(url);
  await browser.submit(user);
  await browser.submit({}, { button: 'Allow' });
}

/** The record of one message; the last one where none is named. */
export function exchange(cast: Pick<Cast, 'world'>, number = cast.world.trace().exchanges.length): Exchange {
  const found = cast.world.trace().exchanges[number - 1];
  if (!found) throw new RangeError(`There is no message ${number}.`);
  return found;
}

/** How one check of the last message ended. */
export function outcomeOf(cast: Pick<Cast, 'world'>, check: CheckId, number?: number): CheckRecord['outcome'] | undefined {
  return exchange(cast, number).checks.find((record) => record.check === check)?.outcome;
}

/** Sends one request as somebody, straight to the world. */
export async function ask(cast: Cast, request: Partial<HttpRequest> & { readonly url: string }, from = 'browser'): Promise<HttpResponse> {
  return (await cast.send(from, { method: 'GET', headers: [], body: '', ...request })).response;
}

/** A form as it is posted. */
export function form(url: string, fields: Readonly<Record<string, string>>, headers: readonly Header[] = []): HttpRequest {
  return { method: 'POST', url, headers: [FORM_TYPE, ...headers], body: encodeForm(Object.entries(fields)) };
}

/** The JSON object of a body. */
export function jsonBody(response: HttpResponse | undefined): Record<string, unknown> {
  return JSON.parse(response?.body ?? '{}') as Record<string, unknown>;
}
