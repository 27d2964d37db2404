import { utf8 } from '#engine/http/encoding.ts';
import { header } from '#engine/http/message.ts';
import type { HttpRequest, HttpResponse } from '#engine/http/message.ts';

/** What a status is called. RFC 9110 §15, RFC 6585 */
const REASONS: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  204: 'No Content',
  301: 'Moved Permanently',
  302: 'Found',
  303: 'See Other',
  304: 'Not Modified',
  307: 'Temporary Redirect',
  308: 'Permanent Redirect',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

/** The status line of an answer. RFC 9112 §4 */
function statusLine({ status }: HttpResponse): string {
  return `HTTP/1.1 ${status} ${REASONS[status] ?? ''}`.trimEnd();
}

/** Status line and header fields, one a line, with an empty line after them. */
export function headLines(response: HttpResponse): string[] {
  return [statusLine(response), ...response.headers.map(([name, value]) => `${name}: ${value}`), ''];
}

/** A request as `-v` shows it: request line, host and header fields. RFC 9112 §3 */
export function requestLines(request: HttpRequest): string[] {
  const target = request.url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '') || '/';
  const hosted = header(request, 'host') !== undefined;
  return [
    `${request.method} ${target} HTTP/1.1`,
    ...(hosted ? [] : [`Host: ${URL.parse(request.url)?.host ?? ''}`]),
    ...request.headers.map(([name, value]) => `${name}: ${value}`),
    '',
  ];
}

/** What `-w` can tell of a transfer. */
export interface Transfer {
  readonly request: HttpRequest;
  readonly response?: HttpResponse | undefined;
  readonly redirects: number;
  /** Where a redirect would lead that was not followed. */
  readonly redirectUrl?: string | undefined;
  readonly status: number;
  readonly message: string;
}

const VARIABLES: Readonly<Record<string, (transfer: Transfer) => string>> = {
  http_code: ({ response }) => String(response?.status ?? 0).padStart(3, '0'),
  response_code: ({ response }) => String(response?.status ?? 0).padStart(3, '0'),
  content_type: ({ response }) => (response ? (header(response, 'content-type') ?? '') : ''),
  errormsg: ({ message }) => message,
  exitcode: ({ status }) => String(status),
  header_json: ({ response }) => JSON.stringify(headersByName(response), undefined, 1),
  http_version: () => '1.1',
  method: ({ request }) => request.method,
  num_headers: ({ response }) => String(response?.headers.length ?? 0),
  num_redirects: ({ redirects }) => String(redirects),
  redirect_url: ({ redirectUrl }) => redirectUrl ?? '',
  scheme: ({ request }) => (request.url.startsWith('https') ? 'HTTPS' : 'HTTP'),
  size_download: ({ response }) => String(utf8(response?.body ?? '').length),
  size_upload: ({ request }) => String(utf8(request.body).length),
  ssl_verify_result: () => '0',
  time_connect: () => '0.000000',
  time_total: () => '0.000000',
  url: ({ request }) => request.url,
  url_effective: ({ request }) => request.url,
};

function headersByName(response: HttpResponse | undefined): Record<string, string[]> {
  const all: Record<string, string[]> = {};
  for (const [name, value] of response?.headers ?? []) (all[name.toLowerCase()] ??= []).push(value);
  return all;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

/** What `-w` writes after a transfer. Variables that are not known stay as they are. */
export function writtenOut(format: string, transfer: Transfer): string {
  return format.replaceAll(/%%|%\{(?:header\{([^}]*)\}|([a-z_]+))\}|\\(.)/g, (whole, field?: string, name?: string, escape?: string) => {
    if (whole === '%%') return '%';
    if (field !== undefined) return transfer.response ? (header(transfer.response, field) ?? '') : '';
    if (name !== undefined) return VARIABLES[name]?.(transfer) ?? whole;
    return escape === undefined ? whole : (ESCAPES[escape] ?? whole);
  });
}

/** The help of `curl --help`. */
export const CURL_HELP = `Usage: curl [options...] <url>
 -d, --data <data>          POST this as a form; @file reads a file
     --data-raw <data>      The same, and @ is nothing special
     --data-urlencode <d>   The same, encoded: name=content, name@file
     --json <data>          POST this as JSON
 -G, --get                  Put the data into the query of a GET
 -X, --request <method>     Method to use
 -H, --header <line>        Header to send; "Name:" leaves one out
 -u, --user <user:pass>     Basic authentication
     --oauth2-bearer <t>    Authorization: Bearer
 -b, --cookie <data|file>   Send cookies
 -c, --cookie-jar <file>    Write cookies to a file afterwards
 -L, --location             Follow redirects
 -i, --include              Show the header of the answer
 -I, --head                 Ask for the header only
 -v, --verbose              Show what is sent and received
 -s, --silent               No messages; -S brings errors back
 -f, --fail                 No content and status 22 for 400 and above
 -o, --output <file>        Write the answer to a file
 -w, --write-out <format>   Say this afterwards: %{http_code}
 -D, --dump-header <file>   Write the header to a file
 -A, --user-agent <name>    User-Agent to send
 -e, --referer <url>        Referer to send
 -E, --cert <file>          Present this certificate: ~/certs/payroll.pem
     --key <file>           Its private key: ~/certs/payroll.key
 -k, --insecure             Nothing changes: all certificates here are good
Examples:
 curl -i https://api.lab.test/invoices
 curl -s https://as.lab.test/.well-known/oauth-authorization-server | jq .
 curl -H "Authorization: Bearer $ACCESS_TOKEN" https://api.lab.test/invoices
`;
