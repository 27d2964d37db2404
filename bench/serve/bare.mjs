// What any Node server takes to start: node:http and one line.
import { createServer } from 'node:http';

const server = createServer((_request, response) => response.end('{}'));
server.listen(Number(process.argv[2] ?? 0), '127.0.0.1', () => {
  const address = server.address();
  console.log(`READY http://127.0.0.1:${typeof address === 'object' && address ? String(address.port) : ''}`);
});
