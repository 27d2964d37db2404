import { decodeCompact } from '#engine/protocol/token/jws.ts';
import { momentInWords } from '#site/views/inspector/time-words.ts';
import type { SeenToken } from '../worker/shell-messages.ts';
import type { CommandIo, CommandResult, ShellCommand } from './command.ts';

/** The variable that holds the newest token of a kind. */
const VARIABLES: Readonly<Record<string, string>> = {
  'access token': 'ACCESS_TOKEN',
  'refresh token': 'REFRESH_TOKEN',
  'ID token': 'ID_TOKEN',
};

function lifeOf(value: string, now: number): string {
  const exp = decodeCompact(value)?.claims['exp'];
  if (typeof exp !== 'number') return '';
  return exp * 1000 > now ? `over ${momentInWords(exp, now / 1000)}` : `over since ${momentInWords(exp, now / 1000).replace(' ago', '')}`;
}

function fileOf({ kind }: SeenToken, index: number): string {
  return `${kind.toLowerCase().replaceAll(' ', '-')}-${index + 1}`;
}

async function run(io: CommandIo): Promise<CommandResult> {
  const tokens = await io.lab.tokens();
  if (tokens.length === 0)
    return { stdout: 'No token has gone over the network yet. Press Send until one is issued, or ask for one with curl.\n', status: 0 };
  const rows: string[][] = [];
  for (const [index, token] of tokens.entries()) {
    const name = VARIABLES[token.kind];
    const newest = tokens.findLastIndex(({ kind }) => kind === token.kind) === index;
    await io.write(`/home/you/tokens/${fileOf(token, index)}`, token.value);
    if (newest && name !== undefined) await io.assign(name, token.value);
    rows.push([
      newest && name !== undefined ? `$${name}` : '',
      `tokens/${fileOf(token, index)}`,
      lifeOf(token.value, io.lab.now()),
      `${token.parties.join(', ')}; in message ${token.messages.join(', ')}`,
    ]);
  }
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return {
    stdout: rows
      .map(
        (row) =>
          `${row
            .map((cell, column) => cell.padEnd(widths[column] ?? 0))
            .join('  ')
            .trimEnd()}\n`,
      )
      .join(''),
    status: 0,
  };
}

/** `tokens`: what the run has issued, at hand as variables and files. */
export const tokens: ShellCommand = { name: 'tokens', run };
