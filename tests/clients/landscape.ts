import { inject } from 'vitest';
import type { Manifest } from '#bindings/node-server/manifest-schema.ts';

/** What is served, as any script would learn it. */
export const manifest: Manifest = inject('manifest');

/** Where the authorization server is. */
export const ISSUER = new URL(manifest.issuer);

/** Where the APIs are called. */
export const API = manifest.parties['gateway'] ?? '';

/** The reader's own client: it listens on loopback, at a port that nobody knew before. RFC 8252 §7.3 */
export const CALLBACK = 'http://127.0.0.1:52143/callback';

/** A client of the manifest. @throws {RangeError} where there is none of that id */
export function registered(id: string): Manifest['clients'][number] {
  const client = manifest.clients.find(({ client_id: one }) => one === id);
  if (!client) throw new RangeError(`The manifest names no client ${id}.`);
  return client;
}

/** The secret of a confidential client. */
export function secretOf(id: string): string {
  return registered(id).client_secret ?? '';
}
