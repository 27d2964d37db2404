/**
 * Node's own HTTP, asked for as a value. Imported as a module, every export of it is made at once,
 * and with `WebSocket` comes a whole client library: half of the time a start takes.
 */
export const http = process.getBuiltinModule('node:http');

/** What HTTP stands on, and is there with it. */
export const net = process.getBuiltinModule('node:net');

/** The same with TLS, which most landscapes never see: loaded with the first question for it. */
export const https = (): typeof import('node:https') => process.getBuiltinModule('node:https');

/** Node's own cryptography, loaded in the same way; imported as a module it would make even what nobody uses. */
export const crypto = (): typeof import('node:crypto') => process.getBuiltinModule('node:crypto');
