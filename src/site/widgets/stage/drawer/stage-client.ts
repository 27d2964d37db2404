import type { HttpRequest, HttpResponse } from '#engine/http/message.ts';
import { messageNumber } from '#engine/trace/exchange.ts';
import type { Exchange } from '#engine/trace/trace.ts';
import type { ClientHost, ClientSent } from '#site/shell/client/client-host.ts';
import { sendOwn } from '../state/late-moves.ts';
import type { StageState } from '../state/stage-state.svelte.ts';
import { refusalOf } from './stage-terminal.ts';

/** The run of a stage as the reader's script sees it. */
export function clientHost(stage: StageState): ClientHost {
  const exchanges = (): readonly Exchange[] => stage.view?.trace.exchanges ?? [];

  async function answerTo(request: HttpRequest): Promise<HttpResponse | Error> {
    try {
      return await sendOwn(stage, request);
    } catch (error) {
      return error instanceof Error ? error : new Error('The message could not be sent.');
    }
  }

  async function send(request: HttpRequest): Promise<ClientSent> {
    const before = exchanges().length;
    const answer = await answerTo(request);
    const own = exchanges().findLast(({ from, parent }) => from === 'you' && parent === undefined);
    const { view } = stage;
    if (!own || !view || exchanges().length <= before) return { answer };
    const refusal = await refusalOf(view.trace, own);
    return {
      answer,
      message: { number: own.number, written: messageNumber(view.trace, own.number) },
      refused: refusal && `${refusal.party}, ${refusal.title}`,
    };
  }

  return {
    open: () => stage.open(),
    now: () => stage.view?.now ?? 0,
    send,
    moveClock: (seconds) => stage.moveClock(seconds),
    select: (message) => stage.select(message),
  };
}
