import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as web from '#engine/protocol/platform-digest.ts';
import * as node from './platform-digest.ts';

test.each(['SHA-256', 'SHA-384', 'SHA-512'] as const)('Node hashes with %s as WebCrypto does', async (hash) => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
      const given = Uint8Array.from(bytes);
      expect([...(await node.platformDigest(hash, given))]).toEqual([...(await web.platformDigest(hash, given))]);
    }),
  );
});
