import type { TestProject } from 'vitest/node';
import type { Manifest } from '#bindings/node-server/manifest-schema.ts';
import { startServe } from './serve-command.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Of the landscape that serves every test of this project. */
    manifest: Manifest;
  }
}

/** One landscape for all clients, served by the real command. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startServe();
  project.provide('manifest', server.manifest);
  return () => server.stop();
}
