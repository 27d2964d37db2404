import type { Line } from './host.ts';

type Callback = (...input: unknown[]) => unknown;

/** Timers: the host counts the milliseconds, the callbacks stay here. HTML §8.6 */
export function timers(line: Line, watch: (value: unknown) => unknown) {
  const pending = new Map<number, { readonly run: () => void; readonly every: number | undefined }>();
  let last = 0;

  function start(callback: unknown, delay: unknown, input: readonly unknown[], repeats: boolean): number {
    if (typeof callback !== 'function') throw new TypeError('A timer needs a function to call.');
    const wait = Math.min(Math.max(0, Number(delay) || 0), 2 ** 31 - 1);
    const id = (last += 1);
    line.call('timer', id, wait);
    pending.set(id, { run: () => watch((callback as Callback)(...input)), every: repeats ? wait : undefined });
    return id;
  }

  function clear(id: unknown): void {
    if (pending.delete(Number(id))) line.call('clear', Number(id));
  }

  return {
    setTimeout: (callback: unknown, delay?: unknown, ...input: unknown[]) => start(callback, delay, input, false),
    setInterval: (callback: unknown, delay?: unknown, ...input: unknown[]) => start(callback, delay, input, true),
    clearTimeout: clear,
    clearInterval: clear,
    /** The time of a timer has come. */
    fire(id: number): void {
      const timer = pending.get(id);
      if (!timer) return;
      if (timer.every === undefined) pending.delete(id);
      else line.call('timer', id, timer.every);
      timer.run();
    },
  };
}
