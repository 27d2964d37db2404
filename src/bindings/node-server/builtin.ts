/**
 * Node's own HTTP, asked for as a value. Imported as a module, every export of it is made at once,
 * and with `WebSocket` comes a whole client library: half of the time a start takes.
 */
export const http = process.getBuiltinModule('node:http');

/** The same with TLS. */
export const https = process.getBuiltinModule('node:https');

/** Node's own cryptography; imported as a module it would make even what nobody uses. */
export const crypto = process.getBuiltinModule('node:crypto');
