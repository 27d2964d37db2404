import { z } from 'zod/mini';
import { LIMITS } from './limits.ts';

/** A little more than what a script may print in a line: the note that it was longer. */
const TEXT = z.string().check(z.maxLength(LIMITS.lineLength + 100));

const HEADER = z.tuple([z.string(), z.string()]);

/** A request that a script sends. Its length was bounded where it came from, and is bounded here again. */
const REQUEST = z.object({
  method: z.string().check(z.maxLength(200)),
  url: z.string().check(z.maxLength(16 * 1024)),
  headers: z.array(HEADER).check(z.maxLength(200)),
  body: z.string().check(z.maxLength(LIMITS.requestSize)),
});

/** What comes out of the worker. It runs what a reader wrote or pasted, so nothing of it is trusted. */
export const FROM_WORKER = z.union([
  z.object({ type: z.literal('alive') }),
  z.object({ type: z.literal('print'), level: z.enum(['log', 'info', 'warn', 'error']), text: TEXT }),
  z.object({ type: z.literal('ask'), id: z.int(), operation: z.literal('send'), input: REQUEST }),
  z.object({ type: z.literal('ask'), id: z.int(), operation: z.literal('tokens') }),
  z.object({
    type: z.literal('ask'),
    id: z.int(),
    operation: z.literal('clock'),
    input: z.number().check(z.positive(), z.maximum(10 ** 9)),
  }),
  z.object({
    type: z.literal('end'),
    ending: z.object({
      kind: z.enum(['done', 'failed', 'stopped']),
      text: z.string().check(z.maxLength(40_000)),
      line: z.optional(z.int().check(z.positive())),
    }),
  }),
]);

/** One message of the worker. */
export type FromWorker = z.infer<typeof FROM_WORKER>;

/** What the page tells the worker. `now` is the world's time in milliseconds since 1970. */
export type ToWorker =
  | { readonly type: 'start'; readonly script: string; readonly now: number }
  | { readonly type: 'ping' }
  | { readonly type: 'answer'; readonly id: number; readonly now: number; readonly value: unknown }
  | {
      readonly type: 'answer';
      readonly id: number;
      readonly now: number;
      readonly error: { readonly name: string; readonly message: string };
    };
