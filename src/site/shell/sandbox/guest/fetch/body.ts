import { bytesOf, decodeUtf8, encodeUtf8 } from '../values/text.ts';
import { FormData } from './form-data.ts';
import type { Headers } from './headers.ts';
import { ReadableStream } from './readable-stream.ts';
import { URLSearchParams } from './url-search-params.ts';

/** What a message can be given as its content. */
export type BodyInit = string | URLSearchParams | FormData | ArrayBuffer | ArrayBufferView<ArrayBuffer> | null | undefined;

/** The content of a message and the media type it brings along. Fetch §5.2 */
export function contentOf(init: unknown): { readonly content: string | Uint8Array<ArrayBuffer> | undefined; readonly type?: string } {
  if (init === undefined || init === null) return { content: undefined };
  if (init instanceof URLSearchParams) return { content: init.toString(), type: 'application/x-www-form-urlencoded;charset=UTF-8' };
  if (init instanceof FormData) return FormData.written(init);
  if (init instanceof ReadableStream) throw new TypeError('A stream cannot be sent here. Send its bytes or its text.');
  if (init instanceof ArrayBuffer || ArrayBuffer.isView(init)) return { content: bytesOf(init).slice() };
  return { content: String(init), type: 'text/plain;charset=UTF-8' };
}

/** The content of a message, which can be read once. Fetch §5.3 */
export abstract class Body {
  abstract readonly headers: Headers;
  readonly #content: string | Uint8Array<ArrayBuffer> | undefined;
  readonly #stream: ReadableStream | null;
  #used = false;

  constructor(content: string | Uint8Array<ArrayBuffer> | undefined) {
    this.#content = content;
    this.#stream = content === undefined ? null : ReadableStream.of(async () => this.#take());
  }

  /** What is left of the content for a stream. */
  #take(): Uint8Array<ArrayBuffer> | undefined {
    if (this.#used) return undefined;
    this.#used = true;
    const content = this.#content ?? '';
    const bytes = typeof content === 'string' ? encodeUtf8(content) : content.slice();
    return bytes.length > 0 ? bytes : undefined;
  }

  /** The content as it is, for a copy or for the wire. It is not used up. */
  protected static peek(body: Body): string | Uint8Array<ArrayBuffer> | undefined {
    return body.#content;
  }

  get bodyUsed(): boolean {
    return this.#used;
  }

  get body(): ReadableStream | null {
    return this.#stream;
  }

  async #use(): Promise<string | Uint8Array<ArrayBuffer>> {
    if (this.#used || this.#stream?.locked === true)
      throw new TypeError('The body has been read already. Read it once, or clone the message first.');
    this.#used = this.#content !== undefined;
    return this.#content ?? '';
  }

  async text(): Promise<string> {
    const content = await this.#use();
    return typeof content === 'string' ? content : decodeUtf8(content);
  }

  async json(): Promise<unknown> {
    return JSON.parse(await this.text()) as unknown;
  }

  async formData(): Promise<FormData> {
    return FormData.read(await this.text(), this.headers.get('content-type'));
  }

  async bytes(): Promise<Uint8Array<ArrayBuffer>> {
    const content = await this.#use();
    return typeof content === 'string' ? encodeUtf8(content) : content.slice();
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    return (await this.bytes()).buffer;
  }
}
