import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as web from '#engine/http/platform-base64.ts';
import * as node from './platform-base64.ts';

test('Node writes bytes as the engine does, and reads no further than they go', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(8), fc.string({ unit: 'binary' }), (bytes, from, text) => {
      const part = bytes.subarray(Math.min(from, bytes.length));
      expect(node.base64(part)).toBe(web.base64(part));
      expect(node.base64url(part)).toBe(web.base64url(part));
      expect(node.base64urlText(text)).toBe(web.base64urlText(text));
      expect(node.base64urlText(`${text}\uD800`)).toBe(web.base64urlText(`${text}\uD800`));
    }),
  );
});
