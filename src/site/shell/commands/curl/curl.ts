import { header, headerValues } from '#engine/http/message.ts';
import type { HttpRequest, HttpResponse } from '#engine/http/message.ts';
import type { KnownParty, Refusal, Sent } from '../../worker/shell-messages.ts';
import { CookieFile } from './cookie-file.ts';
import type { CommandIo, CommandResult, ShellCommand } from '../command.ts';
import { CurlUsageError, readCurlOptions } from './curl-options.ts';
import type { CurlOptions } from './curl-options.ts';
import { addressOf, bodyOf, redirected, requestOf } from './curl-request.ts';
import { CURL_HELP, headLines, requestLines, writtenOut } from './curl-text.ts';

/** Ends a transfer as curl does: `curl: (6) Could not resolve host: nowhere.test`. */
class TransferError extends Error {
  override readonly name = 'TransferError';
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** What one curl command writes, and where to. */
interface Sink {
  stdout: string;
  stderr: string;
}

/** What one command line keeps for all of its transfers. */
interface Session {
  readonly io: CommandIo;
  readonly options: CurlOptions;
  readonly jar: CookieFile;
  /** Cookies that were given as `name=value`. */
  readonly plain: string;
  readonly body: string | undefined;
  readonly identity: string | undefined;
  readonly sink: Sink;
}

const verbose = (session: Session, mark: '*' | '>' | '<', lines: readonly string[]): void => {
  if (session.options.verbose) session.sink.stderr += lines.map((line) => `${mark} ${line}`.trimEnd() + '\n').join('');
};

function hostsOf(parties: readonly KnownParty[]): string[] {
  return parties.flatMap(({ origins }) => origins.flatMap((origin) => URL.parse(origin)?.host || []));
}

/** Refuses what could not be connected to, as a resolver or a socket would. @throws {TransferError} */
function lookUp(session: Session, address: string): URL {
  const { io } = session;
  const url = URL.parse(address);
  if (!url || (url.host === '' && /^https?:/.test(address))) throw new TransferError(3, 'URL rejected: Malformed input to a URL function');
  if (!/^https?:$/.test(url.protocol)) throw new TransferError(1, `Protocol "${url.protocol.replace(':', '')}" not supported`);
  const { parties } = io.lab;
  if (parties.some(({ origins }) => origins.includes(url.origin))) return url;
  const hosts = hostsOf(parties);
  if (!hosts.some((host) => host.split(':')[0] === url.hostname)) {
    io.note(`Hosts of this lab: ${hosts.filter((host) => !host.includes('internal')).join(', ')}. \`help hosts\` lists all of them.`);
    throw new TransferError(6, `Could not resolve host: ${url.hostname}`);
  }
  const port = url.port === '' ? (url.protocol === 'http:' ? '80' : '443') : url.port;
  if (url.protocol === 'http:') io.note(`Nothing in this lab speaks plain HTTP. Begin the address with https://.`);
  verbose(session, '*', [`connect to ${url.hostname} port ${port} failed: Connection refused`]);
  throw new TransferError(7, `Failed to connect to ${url.hostname} port ${port} after 0 ms: Could not connect to server`);
}

function refusalNote(message: number | undefined, { party, title, expected, received }: Refusal): string {
  const values = expected === '' && received === '' ? '' : ` Expected ${expected || 'nothing'}, came ${received || 'nothing'}.`;
  return `${party} refused message ${message ?? ''}: the check "${title}" failed.${values} See Checks in the Inspector.`;
}

async function connected(session: Session, url: URL): Promise<void> {
  if (!session.options.verbose) return;
  const { tlsLines } = await import('./curl-tls.ts');
  verbose(session, '*', [`Host ${url.hostname}:443 was resolved.`, ...(await tlsLines(url.hostname, session.identity))]);
}

/** One request with its answer. @throws {TransferError} where there is none */
async function exchange(session: Session, request: HttpRequest): Promise<HttpResponse> {
  const url = lookUp(session, request.url);
  await connected(session, url);
  const sent: Sent = await session.io.lab.send(request, session.identity);
  if (sent.alert !== undefined) verbose(session, '*', [`TLSv1.3 (IN), TLS alert, ${sent.alert}`]);
  if (!sent.response) {
    if (sent.alert !== undefined) throw new TransferError(35, `TLS connect error: alert ${sent.alert}`);
    throw new TransferError(sent.message === undefined ? 55 : 7, sent.failure ?? 'The message could not be sent.');
  }
  verbose(session, '>', requestLines(request));
  verbose(session, '<', headLines(sent.response));
  for (const value of headerValues(sent.response, 'set-cookie')) await session.jar.take(value, request.url);
  if (sent.refusal) session.io.note(refusalNote(sent.message, sent.refusal));
  return sent.response;
}

async function cookieHeader({ jar, plain }: Session, url: string): Promise<string> {
  return [await jar.header(url), plain].filter((part) => part !== '').join('; ');
}

/** One address: its request, what it is redirected to, and what is written of that. */
async function transfer(session: Session, address: string, file: string | undefined): Promise<number> {
  const { io, options, sink } = session;
  let request = requestOf(options, address, session.body, undefined);
  let response: HttpResponse | undefined;
  let redirects = 0;
  let redirectUrl: string | undefined;
  let heads = '';
  let failure: TransferError | undefined;
  try {
    lookUp(session, request.url);
    request = requestOf(options, address, session.body, await cookieHeader(session, addressOf(address)));
    for (;;) {
      response = await exchange(session, request);
      heads += headLines(response)
        .map((line) => `${line}\r\n`)
        .join('');
      const location = response.status >= 300 && response.status < 400 ? header(response, 'location') : undefined;
      const next = location === undefined ? undefined : redirected(request, response.status, location, options.method !== undefined);
      redirectUrl = next?.url;
      if (!options.location || !next) break;
      if (redirects >= options.maxRedirs) throw new TransferError(47, `Maximum (${options.maxRedirs}) redirects followed`);
      redirects += 1;
      verbose(session, '*', [`Issue another request to this URL: '${next.url}'`]);
      const cookie = await cookieHeader(session, next.url);
      const headers = next.headers.filter(([name]) => name.toLowerCase() !== 'cookie');
      request = { ...next, headers: cookie === '' ? headers : [...headers, ['Cookie', cookie]] };
    }
    if (response.status >= 400 && (options.fail || options.failWithBody))
      failure = new TransferError(22, `The requested URL returned error: ${response.status}`);
  } catch (error) {
    if (!(error instanceof TransferError)) throw error;
    failure = error;
  }
  const failed = failure?.status === 22 && !options.failWithBody;
  const content = failed || !response || (failure && failure.status !== 22) ? '' : response.body;
  const text = `${options.include || options.head ? heads : ''}${options.head ? '' : content}`;
  if (options.dumpHeader === '-') sink.stdout += heads;
  else if (options.dumpHeader !== undefined) await io.write(options.dumpHeader, heads);
  if (file === undefined || file === '-') sink.stdout += text;
  else if (response) await io.write(file, text);
  if (failure && (!options.silent || options.showError)) sink.stderr += `curl: (${failure.status}) ${failure.message}\n`;
  verbose(session, '*', failure ? ['closing connection #0'] : [`Connection #0 to host ${URL.parse(request.url)?.host ?? ''} left intact`]);
  const status = failure?.status ?? 0;
  if (options.writeOut !== undefined)
    sink.stdout += writtenOut(options.writeOut, { request, response, redirects, redirectUrl, status, message: failure?.message ?? '' });
  return status;
}

/** What `-b` gives: a jar's content, and cookies to send as they are. */
async function cookiesOf(io: CommandIo, options: CurlOptions): Promise<{ readonly jar: CookieFile; readonly plain: string }> {
  const jar = new CookieFile(io.lab.now());
  const plain: string[] = [];
  for (const given of options.cookies) {
    if (given.includes('=')) plain.push(given);
    // As with curl, a file that is not there yet is an empty jar.
    else await jar.read(given === '-' ? io.stdin : await io.read(given).catch(() => ''));
  }
  return { jar, plain: plain.join('; ') };
}

async function identityOf(io: CommandIo, { certificate, key }: CurlOptions): Promise<string | undefined> {
  if (certificate === undefined) return undefined;
  const { identityIn } = await import('../client-certificate.ts');
  const found = await identityIn(io, certificate, key);
  if (found.ok) return found.name;
  throw new TransferError(58, found.message);
}

async function run(io: CommandIo): Promise<CommandResult> {
  const sink: Sink = { stdout: '', stderr: '' };
  const read = async (path: string): Promise<string> => {
    if (path === '-') return io.stdin;
    try {
      return await io.read(path);
    } catch {
      throw new TransferError(26, `Failed to open ${path}`);
    }
  };
  try {
    const options = readCurlOptions(io.args);
    if (options.help) return { stdout: CURL_HELP, status: 0 };
    if (options.version)
      return { stdout: 'curl 8.15.0 (tokenscope) HTTP over the network of this lab\nProtocols: http https\n', status: 0 };
    if (options.urls.length === 0) throw new CurlUsageError('(2) no URL specified');
    const session: Session = {
      io,
      options,
      ...(await cookiesOf(io, options)),
      body: await bodyOf(options.data, read),
      identity: await identityOf(io, options),
      sink,
    };
    let status = 0;
    for (const [index, url] of options.urls.entries()) {
      const ended = await transfer(session, url, options.output[index]);
      status = ended === 0 ? status : ended;
    }
    if (options.cookieJar === '-') sink.stdout += await session.jar.text();
    else if (options.cookieJar !== undefined) await io.write(options.cookieJar, await session.jar.text());
    return { ...sink, status };
  } catch (error) {
    if (error instanceof TransferError)
      return { stdout: sink.stdout, stderr: `${sink.stderr}curl: (${error.status}) ${error.message}\n`, status: error.status };
    if (error instanceof CurlUsageError)
      return { stderr: `curl: ${error.message}\ncurl: try 'curl --help' for what there is here\n`, status: 2 };
    throw error;
  }
}

/** `curl`, as far as a network of plain messages goes. Its messages are the reader's own, and stand in the diagram. */
export const curl: ShellCommand = {
  name: 'curl',
  run,
};
