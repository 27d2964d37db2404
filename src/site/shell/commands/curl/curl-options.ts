/** What a curl command line asks for. */
export interface CurlOptions {
  readonly urls: readonly string[];
  readonly method?: string | undefined;
  /** Header lines as given: `Name: value`, `Name:` to leave one out, `Name;` for an empty one. */
  readonly headers: readonly string[];
  /** Parts of the body in order; `@file` is not read yet. */
  readonly data: readonly CurlData[];
  readonly get: boolean;
  readonly head: boolean;
  readonly include: boolean;
  readonly verbose: boolean;
  readonly silent: boolean;
  readonly showError: boolean;
  readonly fail: boolean;
  readonly failWithBody: boolean;
  readonly location: boolean;
  readonly maxRedirs: number;
  readonly user?: string | undefined;
  readonly bearer?: string | undefined;
  readonly cookies: readonly string[];
  readonly cookieJar?: string | undefined;
  readonly output: readonly (string | undefined)[];
  readonly writeOut?: string | undefined;
  readonly dumpHeader?: string | undefined;
  readonly userAgent?: string | undefined;
  readonly referer?: string | undefined;
  readonly certificate?: string | undefined;
  readonly key?: string | undefined;
  readonly help: boolean;
  readonly version: boolean;
}

/** One part of a body. */
export interface CurlData {
  readonly kind: 'data' | 'raw' | 'binary' | 'urlencode' | 'json';
  readonly value: string;
}

/** What is wrong with a command line; curl ends with 2 then. */
export class CurlUsageError extends Error {
  override readonly name = 'CurlUsageError';
}

type Draft = { -readonly [K in keyof CurlOptions]: CurlOptions[K] extends readonly (infer Item)[] ? Item[] : CurlOptions[K] };

type Flag = (draft: Draft, on: boolean) => void;
type Value = (draft: Draft, value: string) => void;

const FLAGS: Readonly<Record<string, Flag>> = {
  get: (draft, on) => (draft.get = on),
  head: (draft, on) => (draft.head = on),
  include: (draft, on) => (draft.include = on),
  'show-headers': (draft, on) => (draft.include = on),
  verbose: (draft, on) => (draft.verbose = on),
  silent: (draft, on) => (draft.silent = on),
  'show-error': (draft, on) => (draft.showError = on),
  fail: (draft, on) => (draft.fail = on),
  'fail-with-body': (draft, on) => (draft.failWithBody = on),
  location: (draft, on) => (draft.location = on),
  help: (draft, on) => (draft.help = on),
  version: (draft, on) => (draft.version = on),
  // What these change does not exist here: there is one network, without a proxy, a progress bar or compression.
  'no-progress-meter': () => undefined,
  'progress-bar': () => undefined,
  'no-buffer': () => undefined,
  globoff: () => undefined,
  http1: () => undefined,
  'http1.1': () => undefined,
  http2: () => undefined,
  compressed: () => undefined,
  'path-as-is': () => undefined,
  tlsv1: () => undefined,
  'tlsv1.2': () => undefined,
  'tlsv1.3': () => undefined,
  ipv4: () => undefined,
  ipv6: () => undefined,
  insecure: () => undefined,
  disable: () => undefined,
};

const VALUES: Readonly<Record<string, Value>> = {
  url: (draft, value) => draft.urls.push(value),
  request: (draft, value) => (draft.method = value),
  header: (draft, value) => draft.headers.push(value),
  data: (draft, value) => draft.data.push({ kind: 'data', value }),
  'data-ascii': (draft, value) => draft.data.push({ kind: 'data', value }),
  'data-raw': (draft, value) => draft.data.push({ kind: 'raw', value }),
  'data-binary': (draft, value) => draft.data.push({ kind: 'binary', value }),
  'data-urlencode': (draft, value) => draft.data.push({ kind: 'urlencode', value }),
  json: (draft, value) => draft.data.push({ kind: 'json', value }),
  user: (draft, value) => (draft.user = value),
  'oauth2-bearer': (draft, value) => (draft.bearer = value),
  cookie: (draft, value) => draft.cookies.push(value),
  'cookie-jar': (draft, value) => (draft.cookieJar = value),
  output: (draft, value) => draft.output.push(value),
  'write-out': (draft, value) => (draft.writeOut = value),
  'dump-header': (draft, value) => (draft.dumpHeader = value),
  'user-agent': (draft, value) => (draft.userAgent = value),
  referer: (draft, value) => (draft.referer = value),
  cert: (draft, value) => (draft.certificate = value),
  key: (draft, value) => (draft.key = value),
  'max-redirs': (draft, value) => (draft.maxRedirs = numberOf('--max-redirs', value)),
  // Time does not pass in this network while a message is under way.
  'max-time': (_draft, value) => void numberOf('--max-time', value),
  'connect-timeout': (_draft, value) => void numberOf('--connect-timeout', value),
  cacert: () => undefined,
  'cert-type': () => undefined,
  'key-type': () => undefined,
};

/** The letters of options, by their long names. */
const LETTERS: Readonly<Record<string, string>> = {
  G: 'get',
  I: 'head',
  i: 'include',
  v: 'verbose',
  s: 'silent',
  S: 'show-error',
  f: 'fail',
  L: 'location',
  h: 'help',
  V: 'version',
  N: 'no-buffer',
  g: 'globoff',
  k: 'insecure',
  q: 'disable',
  '#': 'progress-bar',
  0: 'http1',
  1: 'tlsv1',
  4: 'ipv4',
  6: 'ipv6',
  X: 'request',
  H: 'header',
  d: 'data',
  u: 'user',
  b: 'cookie',
  c: 'cookie-jar',
  o: 'output',
  w: 'write-out',
  D: 'dump-header',
  A: 'user-agent',
  e: 'referer',
  E: 'cert',
  m: 'max-time',
};

/** Options that exist in curl and not here, and why. */
const REFUSED: Readonly<Record<string, string>> = {
  form: 'no party of this lab takes multipart forms. Use -d or --data-urlencode',
  F: 'no party of this lab takes multipart forms. Use -d or --data-urlencode',
  'upload-file': 'uploads are not part of this lab. Use -X PUT with --data-binary @file',
  T: 'uploads are not part of this lab. Use -X PUT with --data-binary @file',
  proxy: 'there is no proxy in this network',
  x: 'there is no proxy in this network',
  resolve: 'names are fixed in this network',
  'connect-to': 'names are fixed in this network',
  'remote-name': 'name the file: -o file',
  O: 'name the file: -o file',
  config: 'give the options in the command',
  K: 'give the options in the command',
  next: 'run curl twice in place of --next',
};

/** The long options that completion offers. */
export const CURL_OPTIONS: readonly string[] = [...Object.keys(FLAGS), ...Object.keys(VALUES)].map((name) => `--${name}`);

const usage = (message: string): CurlUsageError => new CurlUsageError(message);

function numberOf(option: string, value: string): number {
  if (!/^-?\d+(?:\.\d+)?$/.test(value)) throw usage(`option ${option}: expected a proper numerical parameter`);
  return Number(value);
}

function unknown(option: string): CurlUsageError {
  const why = REFUSED[option.replace(/^-+/, '')];
  return usage(why === undefined ? `option ${option}: is unknown` : `option ${option}: ${why}`);
}

function longName(name: string): string {
  if (FLAGS[name] ?? VALUES[name] ?? REFUSED[name]) return name;
  // As curl does: the beginning of a name is enough where only one has it.
  const all = [...Object.keys(FLAGS), ...Object.keys(VALUES)].filter((one) => one.startsWith(name));
  return all.length === 1 && name.length > 1 ? (all[0] ?? name) : name;
}

/**
 * Reads a curl command line.
 * @throws {CurlUsageError} where an option is unknown, lacks its value, or cannot work in this lab
 */
export function readCurlOptions(args: readonly string[]): CurlOptions {
  const draft: Draft = {
    urls: [],
    headers: [],
    data: [],
    get: false,
    head: false,
    include: false,
    verbose: false,
    silent: false,
    showError: false,
    fail: false,
    failWithBody: false,
    location: false,
    maxRedirs: 50,
    cookies: [],
    output: [],
    help: false,
    version: false,
  };
  const left = [...args];
  const take = (option: string, name: string, inline: string | undefined): void => {
    const value = inline ?? left.shift();
    if (value === undefined) throw usage(`option ${option}: requires parameter`);
    VALUES[name]?.(draft, value);
  };
  const long = (arg: string): void => {
    const given = arg.slice(2);
    const negated = given.startsWith('no-') && FLAGS[given] === undefined ? longName(given.slice(3)) : undefined;
    const name = negated ?? longName(given);
    const flag = FLAGS[name];
    if (flag) flag(draft, negated === undefined);
    else if (VALUES[name]) take(arg, name, undefined);
    else throw unknown(arg);
  };
  const letters = (arg: string): void => {
    for (let at = 1; at < arg.length; at += 1) {
      const letter = arg.charAt(at);
      const name = LETTERS[letter];
      const flag = name === undefined ? undefined : FLAGS[name];
      if (name === undefined || (!flag && !VALUES[name])) throw unknown(`-${letter}`);
      if (flag) flag(draft, true);
      else {
        take(`-${letter}`, name, arg.slice(at + 1) === '' ? undefined : arg.slice(at + 1));
        return;
      }
    }
  };
  for (let arg = left.shift(), plain = false; arg !== undefined; arg = left.shift()) {
    if (plain || !arg.startsWith('-') || arg === '-') draft.urls.push(arg);
    else if (arg === '--') plain = true;
    else if (arg.startsWith('--')) long(arg);
    else letters(arg);
  }
  return draft;
}
