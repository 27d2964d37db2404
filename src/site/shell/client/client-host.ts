import type { HttpRequest, HttpResponse } from '#engine/http/message.ts';

/** What became of a message that a script sent. */
export interface ClientSent {
  readonly answer: HttpResponse | Error;
  /** The message in the record: its number there, and as it is written beside the arrow. */
  readonly message?: { readonly number: number; readonly written: string } | undefined;
  /** The check that refused it, in words. */
  readonly refused?: string | undefined;
}

/** The run of a lab, as a script needs it. */
export interface ClientHost {
  /** Resolves once messages can be sent. */
  readonly open: () => Promise<void>;
  /** The world's time in milliseconds since 1970. */
  readonly now: () => number;
  /** Sends as the party `you`. Never rejects. */
  readonly send: (request: HttpRequest) => Promise<ClientSent>;
  readonly moveClock: (seconds: number) => Promise<void>;
  /** Shows a message of the record on the stage. */
  readonly select: (message: number) => void;
}
