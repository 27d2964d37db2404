import { expect, test } from 'vitest';
import { COMMANDS } from '../commands/all-commands.ts';
import { EXAMPLES } from '../commands/help.ts';
import { testLab } from '../commands/lab.fixture.ts';
import { GIVEN_FILES } from './given-files.ts';
import { createShell } from './shell.ts';
import type { Shell } from './shell.ts';
import { NO_MEMORY } from './shell-messages.ts';
import type { ShellMemory } from './shell-messages.ts';

function shellWith(memory: ShellMemory = NO_MEMORY, lab = testLab().lab) {
  const printed = { out: '', err: '' };
  const notes: string[] = [];
  const shell: Shell = createShell(memory, GIVEN_FILES, COMMANDS, lab, {
    output: (stream, text) => (printed[stream] += text),
    note: (text) => notes.push(text),
    clear: () => undefined,
    history: () => ['first', 'second'],
  });
  let status = 0;
  const run = async (line: string, signal = new AbortController().signal) => {
    printed.out = '';
    printed.err = '';
    const ended = await shell.run(line, { status, columns: 40, signal });
    if (ended !== 'incomplete') status = ended;
    return { ...printed, ended };
  };
  return { shell, run, notes };
}

test('variables, functions, arrays, the directory and the status last from line to line', async () => {
  const { run } = shellWith();
  await run('X="a b"; greet() { echo "hi $1"; }; A=(1 "2 3"); mkdir -p d; cd d');
  expect((await run('greet "$X"; echo "${A[1]}"; A+=(4); pwd')).out).toBe('hi a b\n2 3\n/home/you/d\n');
  expect((await run('echo "${#A[@]}"; false')).out).toBe('3\n');
  expect((await run('echo $?')).out).toBe('1\n');
});

test('everything lasts through a worker that is started anew', async () => {
  const { run, shell } = shellWith();
  await run('X=1; f() { echo f; }; A=(a b); mkdir -p d; echo hello > d/file; cd d');
  const again = shellWith(await shell.memory());
  expect((await again.run('echo $X ${A[1]}; f; cat file; ls ~/certs | head -1')).out).toBe('1 b\nf\nhello\narchive.key\n');
});

test('files that were given are kept only where they were changed', async () => {
  const { run, shell } = shellWith();
  await run('echo mine > README; echo tmp > /tmp/x');
  expect(Object.keys((await shell.memory()).files).toSorted()).toEqual(['/home/you/README', '/tmp/x']);
});

test.each(['echo "', "echo 'a", 'if true', 'for i in 1 2; do', 'f() {', 'echo $(', 'cat <<END', 'cat <<END\nx', 'ls |', 'a &&', 'echo \\'])(
  '%j is the beginning of something longer, and runs nothing',
  async (line) => {
    const { run } = shellWith();
    expect(await run(line)).toEqual({ out: '', err: '', ended: 'incomplete' });
  },
);

test('what cannot be read is said, with the status of a shell', async () => {
  const { run } = shellWith();
  expect(await run('echo a; fi')).toMatchObject({ ended: 2, err: expect.stringContaining('syntax error') });
  expect(await run('nope')).toMatchObject({ ended: 127, err: 'bash: nope: command not found\n' });
});

test('a here-document, a pipe, a loop and text of every script', async () => {
  const { run } = shellWith();
  expect((await run('cat <<END | tr a-z A-Z\none\nzwei é\nEND')).out).toMatch(/^ONE\nZWEI/);
  expect((await run('for i in 1 2; do echo "字$i"; done | wc -l')).out.trim()).toBe('2');
  expect((await run('echo \'{"a":"é字"}\' | jq -r .a')).out).toBe('é字\n');
});

test('curl speaks to the lab, and its answer goes through a pipe', async () => {
  const { run } = shellWith();
  expect((await run('curl -s https://as.lab.test/jwks | jq -r ".keys[0].kid"')).out).toBe('as-2026-11\n');
  expect((await run('KID=$(curl -s https://as.lab.test/jwks | jq -r ".keys[1].kid"); echo "<$KID>"')).out).toBe('<as-2026-11-rsa>\n');
  expect((await run('curl -sf https://api.lab.test/invoices || echo refused $?')).out).toBe('refused 22\n');
  expect((await run('curl -s https://as.lab.test/jwks > ~/keys.json; jq -r ".keys[0].alg" ~/keys.json')).out).toBe('Ed25519\n');
});

test('a token is bound to a key, and opens the API only with a proof of that key', async () => {
  const { run } = shellWith();
  await run('U=https://as.lab.test/token; A=https://api.lab.test/summary; C=annual-report:annual-report-secret-0e7c3a95d1b84f62');
  await run('ask() { curl -s -D head -u $C -H "DPoP: $(jwt dpop POST $U --nonce "$1")" -d grant_type=client_credentials $U; }');
  await run(`ask "" > first; N=$(grep -i '^dpop-nonce' head | sed 's/.*: //' | tr -d '\\r'); T=$(ask "$N" | jq -r .access_token)`);
  expect((await run('jwt decode "$T" | jq -r ".claims.cnf.jkt"')).out).toMatch(/^[\w-]{43}\n$/);
  await run(
    'call() { curl -s -D head -o /dev/null -w "%{http_code}" -H "Authorization: DPoP $T" -H "DPoP: $(jwt dpop GET $A --token $T --key $1 --nonce "$2")" $A; }',
  );
  await run(`call ledger "" > first; N=$(grep -i '^dpop-nonce' head | sed 's/.*: //' | tr -d '\\r')`);
  expect((await run('call ledger "$N"')).out).toBe('200');
  expect((await run('call attacker "$N"')).out).toBe('401');
});

test('what goes to the null device is gone', async () => {
  const { run } = shellWith();
  expect((await run('curl -s -o /dev/null -w "%{http_code}" https://as.lab.test/jwks; cat /dev/null')).out).toBe('200');
});

test('names are listed beside each other for the screen, and one a line for a pipe', async () => {
  const { run } = shellWith();
  expect((await run('ls')).out).toBe('README        code-flow.sh\ncerts         keys\n');
  expect((await run('ls | head -1; ls > x; head -1 x')).out).toBe('README\nREADME\n');
});

test('aliases count, and there is nothing to leave', async () => {
  const { run, notes } = shellWith();
  await run("alias greet='echo hi'");
  expect((await run('greet you')).out).toBe('hi you\n');
  expect(await run('exit 3; echo no')).toMatchObject({ out: '' });
  expect(notes).toEqual(['There is no shell above this one. Esc, then Tab, leaves the terminal.']);
});

test('bytes stay bytes: a code challenge is made by openssl and base64', async () => {
  const { run } = shellWith();
  const line = `printf %s dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk | openssl dgst -sha256 -binary | base64 | tr '+/' '-_' | tr -d '='`;
  expect((await run(line)).out).toBe('E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM\n');
});

test('the time is that of the lab, and sleep moves it on without waiting', async () => {
  const { run } = shellWith();
  expect((await run('date')).out).toBe('Tue Nov 24 10:04:12 UTC 2026\n');
  await run('sleep 5m 10s');
  expect((await run('date +%H:%M:%S')).out).toBe('10:09:22\n');
  expect((await run('sleep soon')).err).toContain('sleep: say how long');
});

test('a command that waits for ever is stopped when told to', async () => {
  const { lab } = testLab();
  const { run } = shellWith(NO_MEMORY, { ...lab, send: () => new Promise(() => undefined) });
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 50);
  expect(await run('X=1; while true; do curl -s https://as.lab.test/jwks; done', stop.signal)).toMatchObject({ ended: 130, err: '' });
});

test('tokens are variables afterwards', async () => {
  const { lab, seen } = testLab();
  seen.push({ kind: 'access token', value: 'abc', parties: [], messages: ['1'] });
  const { run } = shellWith(NO_MEMORY, lab);
  await run('tokens');
  expect((await run('echo "$ACCESS_TOKEN"; cat ~/tokens/access-token-1')).out).toBe('abc\nabc');
});

test('history lists the lines that were run, and help what there is', async () => {
  const { run } = shellWith();
  expect((await run('history')).out).toBe('    1  first\n    2  second\n');
  expect((await run('help')).out).toContain('curl --help');
  expect((await run('help hosts')).out).toMatch(/https:\/\/api\.lab\.test +Gateway +gateway/);
});

test('the examples of help work, in their order', async () => {
  const { lab, seen } = testLab();
  const told = {
    ...lab,
    async send(...given: Parameters<typeof lab.send>) {
      const sent = await lab.send(...given);
      const token = /"access_token":"([^"]+)"/.exec(sent.response?.body ?? '')?.[1];
      if (token !== undefined) seen.push({ kind: 'access token', value: token, parties: [], messages: ['1'] });
      return sent;
    },
  };
  const { run } = shellWith(NO_MEMORY, told);
  const ended: Record<string, unknown> = {};
  for (const line of EXAMPLES.split('\n').filter((one) => one.startsWith('  '))) ended[line.trim()] = await run(line.trim());
  const { 'jwt verify "$BAD"': verified, ...others } = ended;
  expect(verified).toMatchObject({ ended: 1, err: '', out: expect.stringContaining('Audience') });
  for (const [line, result] of Object.entries(others)) expect({ line, result }).toMatchObject({ result: { ended: 0, err: '' } });
  expect(JSON.stringify(others)).toContain('HTTP/1.1 401');
});
