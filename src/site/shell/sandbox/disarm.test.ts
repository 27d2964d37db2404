import { expect, test } from 'vitest';
import { disarm } from './disarm.ts';

test('what could reach the world is gone from the worker and cannot be put back, also where it came from a prototype', () => {
  const prototype = { fetch: () => 'sent' };
  const own = { indexedDB: {}, crypto: 'stays', postMessage: 'stays' };
  const scope: Record<string, unknown> = Object.assign(Object.create(prototype) as object, own);
  disarm(scope);
  expect([scope['fetch'], scope['indexedDB'], scope['WebSocket']]).toEqual([undefined, undefined, undefined]);
  expect(() => {
    scope['indexedDB'] = {};
  }).toThrow(TypeError);
  expect([scope['crypto'], scope['postMessage']]).toEqual(['stays', 'stays']);
});
