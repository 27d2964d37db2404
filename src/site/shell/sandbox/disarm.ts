/** What a worker could reach the world or the device with. */
const POWERS = [
  'fetch',
  'XMLHttpRequest',
  'WebSocket',
  'WebSocketStream',
  'WebTransport',
  'EventSource',
  'importScripts',
  'indexedDB',
  'caches',
  'cookieStore',
  'BroadcastChannel',
  'Worker',
  'SharedWorker',
  'Notification',
  'FileReaderSync',
] as const;

/**
 * Takes from a worker what it does not need once its engine is loaded. A script cannot reach any of it: this is
 * the second wall, for the day on which the first has a hole.
 */
export function disarm(scope: object): void {
  for (const name of POWERS) Object.defineProperty(scope, name, { value: undefined, writable: false, configurable: false });
}
