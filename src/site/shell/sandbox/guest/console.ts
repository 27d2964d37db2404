import { consoleText, inspect } from './values/inspect.ts';

/** How loud a line of the console is. */
export type Level = 'log' | 'info' | 'warn' | 'error';

/** `console`, writing lines through one function. Console §1 */
export function consoleOf(print: (level: Level, text: string) => void, milliseconds: () => number) {
  const counts = new Map<string, number>();
  const started = new Map<string, number>();
  let indent = '';
  const at =
    (level: Level) =>
    (...input: unknown[]): void => {
      const text = consoleText(input);
      print(level, indent === '' ? text : text.replaceAll(/^/gm, indent));
    };
  const log = at('log');
  const group = (...input: unknown[]): void => {
    if (input.length > 0) log(...input);
    if (indent.length < 20) indent += '  ';
  };
  const lasted = (label = 'default'): void => log(`${label}: ${Math.round((milliseconds() - (started.get(label) ?? 0)) * 10) / 10} ms`);
  return {
    log,
    info: at('info'),
    debug: log,
    warn: at('warn'),
    error: at('error'),
    dir: (value: unknown) => log(inspect(value)),
    table: (value: unknown) => log(inspect(value)),
    trace: (...input: unknown[]) => log('Trace:', ...input),
    assert: (holds: unknown, ...input: unknown[]) => {
      if (holds !== true && !holds) at('error')('Assertion failed', ...input);
    },
    group,
    groupCollapsed: group,
    groupEnd: () => {
      indent = indent.slice(2);
    },
    count: (label = 'default') => {
      counts.set(label, (counts.get(label) ?? 0) + 1);
      log(`${label}: ${counts.get(label) ?? 0}`);
    },
    countReset: (label = 'default') => void counts.delete(label),
    time: (label = 'default') => void started.set(label, milliseconds()),
    timeLog: lasted,
    timeEnd: (label = 'default') => {
      lasted(label);
      started.delete(label);
    },
    clear: () => undefined,
  };
}
