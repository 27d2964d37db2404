import type { CommandIo, CommandResult, ShellCommand } from './command.ts';

const OVERVIEW = `This shell runs in your page and speaks to the parties of this lab, and to nobody else.

  curl       send a message: it is judged and drawn like every other. curl --help
  tokens     put the tokens seen so far into variables and files
  jwt        decode, verify, edit or sign a token, make a DPoP proof. jwt help
  jwks       look up the keys of a party. jwks help
  openssl    look at certificates, digests, random bytes. openssl help
  jq         take JSON apart
  date       the lab's time; sleep 5m moves its clock on, and you do not wait
  history    what you ran; Ctrl-R searches it
  clear      empty the screen

Also grep, sed, awk, sort, base64, ls, cat and the rest of a shell: pipes, variables, $( ), loops, files.
Keys: Tab completes, arrows go through the history, Ctrl-C stops, Ctrl-A and Ctrl-E go to the ends of the line.
Leave by Esc, then Tab. Topics: help hosts, help keys, help examples.
`;

/** Every line that is set in can be run, in this order. */
export const EXAMPLES = `Ask without a token, and see which check refuses:
  curl -i https://api.lab.test/invoices

Read what the authorization server says of itself:
  curl -s https://as.lab.test/.well-known/oauth-authorization-server | jq '.token_endpoint, .scopes_supported'

Get a token as a machine client:
  curl -s -u annual-report:annual-report-secret-0e7c3a95d1b84f62 -d grant_type=client_credentials https://as.lab.test/token | jq .

Use it, or one that the run has issued:
  tokens
  curl -s -H "Authorization: Bearer $ACCESS_TOKEN" https://api.lab.test/invoices | jq .

Change it, and be refused:
  BAD=$(jwt edit "$ACCESS_TOKEN" aud=https://other.example --sign issuer)
  curl -i -H "Authorization: Bearer $BAD" https://api.lab.test/invoices
  jwt verify "$BAD"

Read a whole code flow by curl, then run it:
  cat code-flow.sh
  source code-flow.sh
`;

const KEYS = `  Tab                 complete; at an empty prompt it leaves the terminal
  Esc, then Tab       leave the terminal
  Up, Down            the history; Ctrl-R searches backwards
  Ctrl-A, Ctrl-E      to the start, to the end of the line
  Alt-B, Alt-F        back, on by a word; Ctrl with an arrow too
  Ctrl-W, Ctrl-U      cut the word before, all before the cursor
  Ctrl-K, Alt-D       cut to the end, the next word
  Ctrl-Y              put back what was cut
  Ctrl-L              empty the screen
  Ctrl-C              stop; with text selected, copy it
`;

function hosts({ lab }: CommandIo): string {
  const rows = lab.parties.flatMap(({ id, name, origins }) => origins.map((origin) => [origin, name, id] as const));
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column as 0 | 1].length)));
  return rows.map(([origin, name, id]) => `${origin.padEnd(widths[0] ?? 0)}  ${name.padEnd(widths[1] ?? 0)}  ${id}\n`).join('');
}

async function run(io: CommandIo): Promise<CommandResult> {
  const [topic] = io.args;
  switch (topic) {
    case undefined:
      return { stdout: OVERVIEW, status: 0 };
    case 'hosts':
      return { stdout: hosts(io), status: 0 };
    case 'keys':
      return { stdout: KEYS, status: 0 };
    case 'examples':
      return { stdout: EXAMPLES, status: 0 };
    case 'curl':
    case 'jwt':
    case 'jwks':
    case 'openssl':
      return { stdout: `Type: ${topic} --help\n`, status: 0 };
    default:
      return { stdout: `There is no help on ${topic}. Try ${topic} --help, or help by itself.\n`, status: 1 };
  }
}

/** `help`: what there is, with examples that work. */
export const help: ShellCommand = { name: 'lab-help', run };
