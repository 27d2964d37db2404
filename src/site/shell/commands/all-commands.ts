import type { ShellCommand } from './command.ts';
import { curl } from './curl.ts';

/** The commands of this terminal, beside those of the shell itself. */
export const COMMANDS: readonly ShellCommand[] = [curl];
