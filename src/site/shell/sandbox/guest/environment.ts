import { AbortController, AbortSignal } from './fetch/abort.ts';
import { fromBase64, toBase64 } from './values/base64.ts';
import { consoleOf } from './console.ts';
import { DOMException } from './values/dom-exception.ts';
import { Event, EventTarget } from './events.ts';
import { fetchOf } from './fetch/fetch.ts';
import { FormData } from './fetch/form-data.ts';
import { Headers } from './fetch/headers.ts';
import { ReadableStream } from './fetch/readable-stream.ts';
import { Line } from './host.ts';
import type { Host } from './host.ts';
import { errorHeading, inspect } from './values/inspect.ts';
import { Response, requestClass } from './messages.ts';
import { structuredClone } from './values/structured-clone.ts';
import { TextDecoder, TextEncoder } from './values/text.ts';
import { timers } from './timers.ts';
import { urlClass } from './fetch/url.ts';
import { URLSearchParams } from './fetch/url-search-params.ts';
import { CryptoKey, webCrypto } from './web-crypto.ts';
import { dateClass } from './world-date.ts';

declare const globalThis: { sandboxHost?: Host } & Record<string, unknown>;

const host = globalThis.sandboxHost;
if (!host) throw new Error('The machine has no host.');
delete globalThis.sandboxHost;

const line = new Line(host);
const URL = urlClass(line);
const Request = requestClass(URL);
const milliseconds = (): number => Number(line.call('milliseconds'));

/** A promise that the script drops: if it is rejected, nobody hears of it but the host. */
function watch(value: unknown): unknown {
  if (value instanceof Promise) void value.then(undefined, (error: unknown) => line.call('lost', JSON.parse(problemOf(error))));
  return value;
}

/** The line of the script at which an error was first waited for: stacks end at an `await`. */
const lines = new WeakMap<object, number>();

/** What an `await` of the script waits for. */
function awaited(at: number, value: unknown): unknown {
  if (!(value instanceof Promise)) return value;
  return value.catch((error: unknown) => {
    if (typeof error === 'object' && error !== null && !lines.has(error)) lines.set(error, at);
    throw error;
  });
}

const { fire, ...timerFunctions } = timers(line, watch);

AbortSignal.timeout = (delay) => {
  const signal = new AbortSignal();
  // It must not keep a script running that has nothing else to do.
  line.call(
    'idle-timer',
    timerFunctions.setTimeout(() => AbortSignal.trip(signal, new DOMException('The time was up.', 'TimeoutError')), delay),
  );
  return signal;
};

function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => {
    const code = character.charCodeAt(0);
    if (code > 255 || character.length > 1) throw new DOMException('The text holds characters beyond Latin-1.', 'InvalidCharacterError');
    return code;
  });
}

const GLOBALS: Readonly<Record<string, unknown>> = {
  ...timerFunctions,
  AbortController,
  AbortSignal,
  CryptoKey,
  DOMException,
  Date: dateClass(() => Number(line.call('now'))),
  Event,
  EventTarget,
  FormData,
  Headers,
  ReadableStream,
  Request,
  Response,
  TextDecoder,
  TextEncoder,
  URL,
  URLSearchParams,
  atob(text: unknown) {
    const bytes = fromBase64(String(text));
    if (!bytes) throw new DOMException('The text is not base64.', 'InvalidCharacterError');
    return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  },
  btoa: (text: unknown) => toBase64(latin1(String(text))),
  console: consoleOf((level, text) => void line.call('print', level, text), milliseconds),
  crypto: webCrypto(line),
  fetch: fetchOf(line, Request, URL),
  performance: { now: milliseconds },
  queueMicrotask(callback: () => unknown) {
    watch(Promise.resolve().then(callback));
  },
  structuredClone,
};

for (const [name, value] of Object.entries(GLOBALS))
  Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false });

/** What `lab.ts` speaks through. A script that finds it can ask no more by it than by fetch: the host bounds both. */
Object.defineProperty(globalThis, 'sandboxLine', { value: line, configurable: true });
/** The marks of `follow-promises.ts`. */
Object.defineProperty(globalThis, '$dropped', { value: watch });
Object.defineProperty(globalThis, '$awaited', { value: awaited });

/** An error as the host is told of it: its heading, what it carries, and its stack. */
export function problemOf(error: unknown): string {
  const isError = error instanceof Error;
  const name = isError ? errorHeading(error) : `${inspect(error)} was thrown`;
  const line = typeof error === 'object' && error !== null ? lines.get(error) : undefined;
  return JSON.stringify({ name, text: isError ? inspect(error) : name, stack: isError ? String(error.stack ?? '') : '', line });
}

/** The host has an answer. */
export const settle = (id: number, text: string): void => line.settle(id, text);

export { fire };
