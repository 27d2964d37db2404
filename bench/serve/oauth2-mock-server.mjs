// oauth2-mock-server with an ES256 key: it signs for whoever asks and checks nothing.
import { OAuth2Server } from 'oauth2-mock-server';

const server = new OAuth2Server();
await server.issuer.keys.generate('ES256');
await server.start(Number(process.argv[2] ?? 0), '127.0.0.1');
console.log(`READY ${String(server.issuer.url)}`);
