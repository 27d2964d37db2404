import type { ShellCommand } from './command.ts';
import { curl } from './curl.ts';
import { help } from './help.ts';
import { jwks } from './jwks.ts';
import { jwt } from './jwt.ts';
import { openssl } from './openssl.ts';
import { tokens } from './tokens.ts';

/** The commands of this terminal, beside those of the shell itself. */
export const COMMANDS: readonly ShellCommand[] = [curl, help, jwks, jwt, openssl, tokens];
