// Serves a built site under any path, the way a static host would: nothing but files.
// node scripts/serve-dist.mjs --base /a/b/ --port 4174
import { createReadStream, existsSync, statSync } from 'node:fs';
import { extname, join, normalize, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { createGzip } from 'node:zlib';

// Imported as a module it would make every export, and with one of them comes a whole HTTP client.
const { createServer } = process.getBuiltinModule('node:http');

const DIST = join(import.meta.dirname, '../dist');

/** @type {Readonly<Record<string, string>>} */
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.xml': 'application/xml; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
};

/**
 * What a static host would answer for one path below the base: a file, a redirect to the path with
 * a slash, or nothing.
 * @param {string} dir @param {string} path
 * @returns {{ file: string } | { redirect: true } | undefined}
 */
function find(dir, path) {
  const wanted = normalize(join(dir, path));
  if (wanted !== dir && !wanted.startsWith(dir + sep)) return undefined;
  if (!existsSync(wanted)) return undefined;
  if (!statSync(wanted).isDirectory()) return { file: wanted };
  if (path !== '' && !path.endsWith('/')) return { redirect: true };
  const index = join(wanted, 'index.html');
  return existsSync(index) ? { file: index } : undefined;
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/**
 * Serves `dir` under `base` (with a slash at both ends) and resolves with its address once it listens.
 * `Access-Control-Allow-Origin: *` is what a sandboxed frame needs to load the modules of a page.
 * Rejects where the port is taken.
 * @param {{ dir?: string, base?: string, port?: number, endpoints?: Readonly<Record<string, import('node:http').RequestListener>> }} [options] `endpoints` answer in the place of files, by their path
 * @returns {Promise<{ url: string, close: () => void }>}
 */
export function serveDist({ dir = DIST, base = '/', port = 0, endpoints = {} } = {}) {
  const server = createServer((request, response) => {
    // What stands in a request line may be no URL at all.
    const url = URL.parse(request.url ?? '/', 'http://localhost');
    const asked = url?.pathname ?? '';
    if (Object.hasOwn(endpoints, asked)) {
      endpoints[asked]?.(request, response);
      return;
    }
    const path = asked.startsWith(base) ? decoded(asked.slice(base.length)) : undefined;
    const found = path === undefined ? undefined : find(dir, path);
    if (found && 'redirect' in found) {
      response.writeHead(301, { Location: `${asked}/${url?.search ?? ''}` }).end();
      return;
    }
    const file = found?.file ?? join(dir, '404.html');
    if (!existsSync(file)) {
      response.writeHead(404, { 'Content-Type': 'text/plain' }).end('Nothing is here.\n');
      return;
    }
    const type = TYPES[extname(file)] ?? 'application/octet-stream';
    const zipped = /^text|json|svg|xml/.test(type) && /\bgzip\b/.test(String(request.headers['accept-encoding']));
    response.writeHead(found ? 200 : 404, {
      'Content-Type': type,
      ...(zipped ? { 'Content-Encoding': 'gzip' } : {}),
      Vary: 'Accept-Encoding',
      'Access-Control-Allow-Origin': '*',
      'Cache-Control': 'no-cache',
    });
    if (request.method === 'HEAD') response.end();
    else if (zipped) createReadStream(file).pipe(createGzip()).pipe(response);
    else createReadStream(file).pipe(response);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, 'localhost', () => {
      const address = server.address();
      const actual = typeof address === 'object' && address !== null ? address.port : port;
      resolve({
        url: `http://localhost:${String(actual)}${base}`,
        close: () => {
          server.closeAllConnections();
          server.close();
        },
      });
    });
  });
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({
    options: { base: { type: 'string', default: '/' }, port: { type: 'string', default: '4173' }, dir: { type: 'string', default: DIST } },
  });
  if (!existsSync(values.dir)) {
    console.error('There is no dist/ yet. Build it first: npm run build');
    process.exit(1);
  }
  const { url } = await serveDist({ dir: values.dir, base: values.base, port: Number(values.port) });
  console.log(`The built site is at ${url}`);
}
