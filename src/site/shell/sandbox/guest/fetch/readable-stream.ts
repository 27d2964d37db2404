/** What a reader gives for each turn. */
type Turn = { readonly value: Uint8Array<ArrayBuffer>; readonly done: false } | { readonly value: undefined; readonly done: true };

/** What a stream is read from: gives all of it once, then nothing. */
type Source = () => Promise<Uint8Array<ArrayBuffer> | undefined>;

const NOWHERE: Source = async () => undefined;

/** Reads a stream, and keeps everybody else from it until it lets go. Streams §4.4 */
class Reader {
  readonly #read: Source;
  readonly #free: () => void;
  readonly closed: Promise<undefined>;
  #end: () => void = () => undefined;
  #released = false;

  constructor(read: Source, free: () => void) {
    this.#read = read;
    this.#free = free;
    this.closed = new Promise((resolve) => (this.#end = () => resolve(undefined)));
  }

  async read(): Promise<Turn> {
    if (this.#released) throw new TypeError('This reader has let go of its stream.');
    const value = await this.#read();
    if (value) return { value, done: false };
    this.#end();
    return { value: undefined, done: true };
  }

  async cancel(): Promise<void> {
    await this.read();
    this.#end();
  }

  releaseLock(): void {
    if (this.#released) return;
    this.#released = true;
    this.#free();
  }
}

/** The content of a message as a stream. All of it has come by then, so it comes in one piece. Streams §4.2 */
export class ReadableStream {
  #source: Source = NOWHERE;
  #reader: Reader | undefined;

  constructor(given?: unknown) {
    if (given !== undefined) throw new TypeError('A stream cannot be made here. Send a text, URLSearchParams, FormData or bytes.');
  }

  /** The stream of what a source gives. */
  static of(source: Source): ReadableStream {
    const stream = new ReadableStream();
    stream.#source = source;
    return stream;
  }

  get locked(): boolean {
    return this.#reader !== undefined;
  }

  getReader(): Reader {
    if (this.#reader) throw new TypeError('The stream is read by another reader. Call releaseLock() of that one first.');
    this.#reader = new Reader(this.#source, () => (this.#reader = undefined));
    return this.#reader;
  }

  async cancel(): Promise<void> {
    await this.getReader().cancel();
    this.#reader?.releaseLock();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array<ArrayBuffer>, undefined> {
    const reader = this.getReader();
    try {
      for (let turn = await reader.read(); !turn.done; turn = await reader.read()) yield turn.value;
    } finally {
      reader.releaseLock();
    }
  }

  get [Symbol.toStringTag](): string {
    return 'ReadableStream';
  }
}
