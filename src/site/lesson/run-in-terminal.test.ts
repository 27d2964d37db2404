import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { COMMANDS } from '#site/shell/commands/all-commands.ts';
import { testLab } from '#site/shell/commands/lab.fixture.ts';
import { GIVEN_FILES } from '#site/shell/worker/given-files.ts';
import { createShell } from '#site/shell/worker/shell.ts';
import { NO_MEMORY } from '#site/shell/worker/shell-messages.ts';

const pages = [...globSync('labs/*/story.md'), ...globSync('content/lessons/*/*.mdx')];
const withCommands = pages.flatMap((path) => {
  const blocks = [...readFileSync(path, 'utf8').matchAll(/^```terminal\n(.*?)^```$/gms)].map(([, block = '']) => block.trim());
  return blocks.length > 0 ? [[path, blocks] as const] : [];
});

test.each(withCommands)('the commands in %s can be run one after the other', async (_path, blocks) => {
  let printed = '';
  const shell = createShell(NO_MEMORY, GIVEN_FILES, COMMANDS, testLab().lab, {
    output: (_stream, text) => (printed += text),
    note: () => undefined,
    clear: () => undefined,
    history: () => [],
  });
  for (const line of blocks.flatMap((block) => block.split('\n'))) {
    const ended = await shell.run(line, { status: 0, columns: 80, signal: new AbortController().signal });
    expect({ line, ended }).not.toMatchObject({ ended: 'incomplete' });
  }
  // What a lab has issued is not here, so tokens may be missing; commands, options and hosts may not.
  expect(printed).not.toMatch(/command not found|is unknown|There is no option|Could not resolve|syntax error|no such file/i);
});

test('the import of the client credentials lab gets its summary by certificate, and a copy of its token is worth nothing', async () => {
  const blocks = withCommands.find(([path]) => path.includes('client-credentials'))?.[1] ?? [];
  let printed = '';
  const shell = createShell(NO_MEMORY, GIVEN_FILES, COMMANDS, testLab().lab, {
    output: (_stream, text) => (printed += text),
    note: () => undefined,
    clear: () => undefined,
    history: () => [],
  });
  for (const block of blocks) await shell.run(block, { status: 0, columns: 80, signal: new AbortController().signal });
  expect([...printed.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status)).toEqual(['200', '401']);
});
