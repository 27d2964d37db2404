import { DOMException } from './values/dom-exception.ts';
import { pack, unpack } from './values/packing.ts';
import type { Reference } from './values/packing.ts';

/** The only way out of the machine: text goes out, text comes back. */
export interface Host {
  /** Answers at once, `{ value }` or `{ error }` as JSON. */
  readonly call: (operation: string, input: string) => string;
  /** Answers later, through `settle` of the environment. */
  readonly ask: (id: number, operation: string, input: string) => void;
}

/** What became of a question. */
interface Answer {
  readonly value?: unknown;
  readonly error?: { readonly name: string; readonly message: string };
}

const NATIVE: Readonly<Record<string, ErrorConstructor | undefined>> = { TypeError, RangeError, SyntaxError, Error };

function answerOf(answer: unknown): unknown {
  const { value, error } = answer as Answer;
  if (!error) return value;
  const Native = NATIVE[error.name];
  throw Native ? new Native(error.message) : new DOMException(error.message, error.name);
}

/** Talks to the host, and remembers who waits for an answer. */
export class Line {
  readonly #host: Host;
  readonly #waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: unknown) => void }>();
  #asked = 0;
  /** Set by who owns the objects that references stand for. */
  refer: (value: unknown) => Reference | undefined = () => undefined;
  find: (reference: Reference) => unknown = (reference) => reference;

  constructor(host: Host) {
    this.#host = host;
  }

  call(operation: string, ...input: readonly unknown[]): unknown {
    return answerOf(unpack(this.#host.call(operation, pack(input, this.refer)), this.find));
  }

  ask(operation: string, ...input: readonly unknown[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const text = pack(input, this.refer);
      const id = (this.#asked += 1);
      this.#waiting.set(id, { resolve, reject });
      this.#host.ask(id, operation, text);
    });
  }

  /** The host has an answer. */
  settle(id: number, text: string): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (!waiting) return;
    try {
      waiting.resolve(answerOf(unpack(text, this.find)));
    } catch (error) {
      waiting.reject(error);
    }
  }
}
