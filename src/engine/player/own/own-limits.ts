import type { HttpRequest } from '../../http/message.ts';
import type { OwnMessage } from './own-message.ts';

/** How many messages of the reader's own one run keeps. */
export const OWN_COUNT = 200;

/** How many header fields one may have. */
export const OWN_HEADERS = 200;

/** How long its method may be, and its address and each of its header fields, in characters. */
export const OWN_METHOD = 200;
export const OWN_TEXT = 16 * 1024;

/** How large they may be together, in characters of JSON. */
export const OWN_SIZE = 256 * 1024;

/** The longest run that can be kept, in messages. */
export const LONGEST_RUN = 500;

function fits({ method, url, headers }: HttpRequest): boolean {
  const texts = [url, ...headers.flat()];
  return method.length <= OWN_METHOD && headers.length <= OWN_HEADERS && texts.every((text) => text.length <= OWN_TEXT);
}

/** One sentence where a run has more than it can keep, so that the newest message cannot be sent. */
export function tooMuchOwn(own: readonly OwnMessage[]): string | undefined {
  const out = 'Go back, or start again.';
  if (own.length > OWN_COUNT) return `This run has ${OWN_COUNT} messages of yours, the most it can keep. ${out}`;
  if (own.some(({ at }) => at >= LONGEST_RUN)) return `This run has ${LONGEST_RUN} messages, the most it can keep. ${out}`;
  if (own.some(({ request }) => !fits(request)))
    return `A message can have ${OWN_HEADERS} header fields here, and ${OWN_TEXT / 1024} KB in its address and in each of them. Send a smaller one.`;
  if (JSON.stringify(own).length > OWN_SIZE)
    return `Your messages are larger together than the ${OWN_SIZE / 1024} KB that a run can keep. Send a smaller one, or go back.`;
  return undefined;
}
