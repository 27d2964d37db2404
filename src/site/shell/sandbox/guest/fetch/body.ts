import { bytesOf, decodeUtf8, encodeUtf8 } from '../values/text.ts';
import { URLSearchParams } from './url-search-params.ts';

/** What a message can be given as its content. */
export type BodyInit = string | URLSearchParams | ArrayBuffer | ArrayBufferView<ArrayBuffer> | null | undefined;

/** The content of a message and the media type it brings along. Fetch §5.2 */
export function contentOf(init: unknown): { readonly content: string | Uint8Array<ArrayBuffer> | undefined; readonly type?: string } {
  if (init === undefined || init === null) return { content: undefined };
  if (init instanceof URLSearchParams) return { content: init.toString(), type: 'application/x-www-form-urlencoded;charset=UTF-8' };
  if (init instanceof ArrayBuffer || ArrayBuffer.isView(init)) return { content: bytesOf(init).slice() };
  return { content: String(init), type: 'text/plain;charset=UTF-8' };
}

/** The content of a message, which can be read once. Fetch §5.3 */
export class Body {
  readonly #content: string | Uint8Array<ArrayBuffer> | undefined;
  #used = false;

  constructor(content: string | Uint8Array<ArrayBuffer> | undefined) {
    this.#content = content;
  }

  /** The content as it is, for a copy or for the wire. It is not used up. */
  protected static peek(body: Body): string | Uint8Array<ArrayBuffer> | undefined {
    return body.#content;
  }

  get bodyUsed(): boolean {
    return this.#used;
  }

  /** No stream, but what a client does to one: leave it. */
  get body(): { cancel: () => Promise<void>; readonly locked: boolean } | null {
    if (this.#content === undefined) return null;
    const cancel = async (): Promise<void> => {
      this.#used = true;
    };
    return { cancel, locked: this.#used };
  }

  async #use(): Promise<string | Uint8Array<ArrayBuffer>> {
    if (this.#used) throw new TypeError('The body has been read already. Read it once, or clone the message first.');
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

  async bytes(): Promise<Uint8Array<ArrayBuffer>> {
    const content = await this.#use();
    return typeof content === 'string' ? encodeUtf8(content) : content.slice();
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    return (await this.bytes()).buffer;
  }
}
