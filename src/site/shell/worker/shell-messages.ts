import { z } from 'zod/mini';
import type { HttpRequest, HttpResponse } from '#engine/http/message.ts';

/** What a shell keeps from one line to the next, and through a reload. */
export interface ShellMemory {
  readonly variables: Readonly<Record<string, string>>;
  /** Source text of the functions that were defined, by name. */
  readonly functions: Readonly<Record<string, string>>;
  /** Arrays, as `declare -p` writes them. */
  readonly arrays: string;
  readonly directory: string;
  /** Files that the reader made or changed, by path, as base64. */
  readonly files: Readonly<Record<string, string>>;
}

/** The memory of a shell in which nothing was done yet. */
export const NO_MEMORY: ShellMemory = { variables: {}, functions: {}, arrays: '', directory: '/home/you', files: {} };

/** Who answers where, for whoever looks a name up before a message can be sent. */
export interface KnownParty {
  readonly id: string;
  readonly name: string;
  readonly origins: readonly string[];
}

/** The check that refused a message, in words. */
export interface Refusal {
  readonly party: string;
  readonly title: string;
  readonly expected: string;
  readonly received: string;
}

/** What became of a message of the reader's own. */
export interface Sent {
  readonly response?: HttpResponse | undefined;
  /** Why there was no answer, in one sentence. */
  readonly failure?: string | undefined;
  /** The alert that ended the TLS handshake. RFC 8446 §6.2 */
  readonly alert?: string | undefined;
  /** Its number in the diagram, where it went into it. */
  readonly message?: number | undefined;
  readonly refusal?: Refusal | undefined;
}

/** A token that went over the network, newest last. */
export interface SeenToken {
  readonly kind: string;
  readonly value: string;
  readonly parties: readonly string[];
  readonly messages: readonly string[];
}

/** What a command asks of the page, which alone speaks to the world. */
export type Question =
  | { readonly what: 'send'; readonly request: HttpRequest; readonly identity?: string | undefined }
  | { readonly what: 'move-clock'; readonly seconds: number }
  | { readonly what: 'tokens' };

/** What the page answers to a question. `now` is the world's time in milliseconds since 1970. */
export interface Answer {
  readonly now: number;
  readonly sent?: Sent | undefined;
  readonly tokens?: readonly SeenToken[] | undefined;
}

/** From the page to the shell's worker. */
export type ToShell =
  | {
      readonly kind: 'start';
      readonly memory: ShellMemory;
      readonly parties: readonly KnownParty[];
    }
  | {
      readonly kind: 'run';
      readonly line: string;
      readonly now: number;
      readonly status: number;
      readonly history: readonly string[];
      readonly columns: number;
    }
  | { readonly kind: 'stop' }
  | { readonly kind: 'answer'; readonly call: number; readonly answer: Answer };

const LONGEST = 1024 * 1024;
const text = z.string().check(z.maxLength(LONGEST));
const texts = z.record(text, text);
const request = z.object({
  method: text,
  url: text,
  headers: z.readonly(z.array(z.readonly(z.tuple([text, text]))).check(z.maxLength(500))),
  body: text,
});
const question = z.discriminatedUnion('what', [
  z.object({ what: z.literal('send'), request, identity: z.optional(text) }),
  z.object({ what: z.literal('move-clock'), seconds: z.number().check(z.gte(0), z.lte(10 * 366 * 86400)) }),
  z.object({ what: z.literal('tokens') }),
]);
const memory = z.object({ variables: texts, functions: texts, arrays: text, directory: text, files: texts });
const fromShell = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready'), commands: z.array(text), files: z.array(text) }),
  z.object({ kind: z.literal('ask'), call: z.int(), question }),
  z.object({ kind: z.literal('output'), stream: z.enum(['out', 'err']), text }),
  z.object({ kind: z.literal('note'), text }),
  z.object({ kind: z.literal('clear') }),
  z.object({ kind: z.literal('incomplete') }),
  z.object({ kind: z.literal('done'), status: z.int(), memory }),
]);

/** From the shell's worker to the page. */
export type FromShell = z.infer<typeof fromShell>;

/** A message of the worker, which runs what a reader typed, or undefined where it is none. */
export function readFromShell(data: unknown): FromShell | undefined {
  const parsed = fromShell.safeParse(data);
  return parsed.success ? parsed.data : undefined;
}

/** A memory from storage, or undefined where it is none. */
export function readMemory(data: unknown): ShellMemory | undefined {
  const parsed = memory.safeParse(data);
  return parsed.success ? parsed.data : undefined;
}
