import type { Entry } from './client-state.svelte.ts';

/** A message that was sent, as its line in the console says it. */
export function sentWords({ request, sent }: Entry & { readonly kind: 'sent' }): {
  readonly address: string;
  readonly outcome: string;
  readonly refused: boolean;
} {
  const url = URL.parse(request.url);
  const address = `${request.method} ${url ? url.host + url.pathname : request.url} `;
  if (sent.answer instanceof Error) return { address, outcome: 'no answer', refused: true };
  const { status } = sent.answer;
  const why = sent.refused === undefined ? '' : `, refused: ${sent.refused}`;
  return { address, outcome: `${status}${why}`, refused: status >= 400 };
}

/** How long a run took and how much it sent. */
export function endWords({ ending, seconds, messages }: Entry & { readonly kind: 'end' }): string {
  const how = { done: 'Done', failed: 'Ended by an error', stopped: 'Ended' }[ending.kind];
  const sent = messages === 0 ? 'No message was sent' : messages === 1 ? '1 message was sent' : `${messages} messages were sent`;
  return `${how} after ${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s. ${sent}.`;
}
