import type { ShellCommand } from './command.ts';
import { curl } from './curl/curl.ts';
import { help } from './help.ts';
import { jwks } from './jwt/jwks.ts';
import { jwt } from './jwt/jwt.ts';
import { openssl } from './openssl/openssl.ts';
import { tokens } from './tokens.ts';

/** The commands of this terminal, beside those of the shell itself. */
export const COMMANDS: readonly ShellCommand[] = [curl, help, jwks, jwt, openssl, tokens];
