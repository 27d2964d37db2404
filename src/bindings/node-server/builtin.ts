/**
 * Node's own HTTP, asked for as a value. Imported as a module, every export of it is made at once,
 * and with `WebSocket` comes a whole client library: half of the time a start takes.
 */
export const http = process.getBuiltinModule('node:http');

/** What HTTP stands on, and is there with it. */
export const net = process.getBuiltinModule('node:net');

/** What is loaded with the first question for it, and then is at hand. */
function once<Module>(load: () => Module): () => Module {
  let loaded: Module | undefined;
  return () => (loaded ??= load());
}

/** The same with TLS, which most landscapes never see. */
export const https = once(() => process.getBuiltinModule('node:https'));

/** Node's own cryptography; imported as a module it would make even what nobody uses. */
export const crypto = once(() => process.getBuiltinModule('node:crypto'));
