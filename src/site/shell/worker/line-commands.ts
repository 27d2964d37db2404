import { defineCommand } from 'just-bash/browser';
import type { Command } from 'just-bash/browser';
import type { LabDoor } from '../commands/command.ts';
import type { ShellEvents } from './shell.ts';

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** What `sleep` is given, in seconds: several numbers add up, each with its unit. */
function secondsOf(args: readonly string[]): number | undefined {
  const each = args.map((arg) => {
    const [, number = '', unit = 's'] = /^(\d+(?:\.\d+)?)([smhd]?)$/.exec(arg) ?? [];
    return number === '' ? Number.NaN : Number(number) * (UNITS[unit === '' ? 's' : unit] ?? 1);
  });
  const sum = each.reduce((total, one) => total + one, 0);
  return each.length > 0 && sum <= 10 * 365 * 86_400 ? sum : undefined;
}

/** Commands that the shell itself has elsewhere, as they are where the time is the lab's and the screen another's. */
export function lineCommands(lab: LabDoor, events: ShellEvents): Command[] {
  return [
    defineCommand('clear', async () => {
      events.clear();
      return { stdout: '', stderr: '', exitCode: 0 };
    }),
    defineCommand('history', async ([most]) => {
      const lines = events.history().map((line, index) => `${String(index + 1).padStart(5)}  ${line}\n`);
      return { stdout: lines.slice(-(Number(most) || lines.length)).join(''), stderr: '', exitCode: 0 };
    }),
    defineCommand('date', async (args, { origCommand }) => {
      // A machine of the lab has the lab's time.
      const told = args.some((arg) => /^(?:-d|--date|-r|--reference)/.test(arg));
      const given = told ? args : ['-u', '-d', `@${Math.floor(lab.now() / 1000)}`, ...args];
      return (await origCommand?.(given)) ?? { stdout: '', stderr: 'date: not here\n', exitCode: 1 };
    }),
    defineCommand('tr', async (args, { origCommand }) => {
      // As with others, what follows a first set is a set, also where it begins with a hyphen: tr '+/' '-_'
      const sets = args.findIndex((arg) => !/^-[cCdst]+$|^--[a-z]/.test(arg));
      const given = sets < 0 || args.includes('--') ? args : [...args.slice(0, sets), '--', ...args.slice(sets)];
      return (await origCommand?.(given)) ?? { stdout: '', stderr: 'tr: not here\n', exitCode: 1 };
    }),
    defineCommand('sleep', async (args) => {
      const seconds = secondsOf(args);
      if (seconds === undefined) return { stdout: '', stderr: 'sleep: say how long: sleep 30, sleep 5m, sleep 1h\n', exitCode: 1 };
      await lab.moveClock(seconds);
      return { stdout: '', stderr: '', exitCode: 0 };
    }),
  ];
}
