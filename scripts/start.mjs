// Serves the lab while you work on it, and says where.
import { join } from 'node:path';

process.env['ASTRO_TELEMETRY_DISABLED'] = '1';
const { dev } = await import('astro');

console.log('Starting Tokenscope.');
const server = await dev({ root: join(import.meta.dirname, '..'), logLevel: 'warn' });
console.log(`\n  Tokenscope is at  http://localhost:${String(server.address.port)}/\n\n  Ctrl+C stops it.\n`);
