// The floor: a bare node:http server and the raw signature of jose, the same answer and nothing checked.
import { createServer } from 'node:http';
import { SignJWT, importJWK } from 'jose';
import { CURVE_KEY } from '../../src/engine/world/keys/keys.ts';

const key = await importJWK(CURVE_KEY, CURVE_KEY.alg);

const server = createServer((request, response) => {
  const chunks = /** @type {Buffer[]} */ ([]);
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', async () => {
    const scope = new URLSearchParams(Buffer.concat(chunks).toString()).get('scope') ?? '';
    const now = Math.floor(Date.now() / 1000);
    const token = await new SignJWT({ client_id: 'cron', scope, jti: crypto.randomUUID() })
      .setProtectedHeader({ alg: CURVE_KEY.alg, typ: 'at+jwt', kid: CURVE_KEY.kid })
      .setIssuer('http://127.0.0.1')
      .setSubject('cron')
      .setAudience('http://127.0.0.1/api')
      .setIssuedAt(now)
      .setExpirationTime(now + 300)
      .sign(key);
    const body = JSON.stringify({ access_token: token, token_type: 'Bearer', expires_in: 300, scope });
    response.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', 'Content-Length': Buffer.byteLength(body) });
    response.end(body);
  });
});
server.listen(Number(process.argv[2] ?? 0), '127.0.0.1', () => {
  const address = server.address();
  console.log(`READY http://127.0.0.1:${typeof address === 'object' && address ? String(address.port) : ''}`);
});
