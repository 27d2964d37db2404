import { expect, test } from 'vitest';
import { disarm } from './disarm.ts';

test('what could reach the world is gone from the worker and cannot be put back, also where it came from a prototype', () => {
  class Scope {
    fetch(): string {
      return 'sent';
    }
  }
  const scope = Object.assign(new Scope(), { indexedDB: {}, crypto: 'stays', postMessage: 'stays' }) as Scope & Record<string, unknown>;
  disarm(scope);
  expect([scope.fetch, scope['indexedDB'], scope['WebSocket']]).toEqual([undefined, undefined, undefined]);
  expect(() => {
    scope['indexedDB'] = {};
  }).toThrow(TypeError);
  expect([scope['crypto'], scope['postMessage']]).toEqual(['stays', 'stays']);
});
