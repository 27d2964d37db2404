/** What the library of certificates exports. */
export type X509Library = typeof import('@peculiar/x509');

type Metadata = Map<unknown, unknown>;

/**
 * Gives `Reflect` the three functions of the metadata proposal that the library's container asks for
 * while it loads. They keep what they are told and nothing else; a polyfill that is there stays.
 */
function allowMetadata(): void {
  if ('getMetadata' in Reflect) return;
  const told = new WeakMap<object, Metadata>();
  const own = (key: unknown, target: object): unknown => told.get(target)?.get(key);
  const inherited = (key: unknown, target: object | null): unknown =>
    target === null ? undefined : (own(key, target) ?? inherited(key, Object.getPrototypeOf(target) as object | null));
  const define = (key: unknown, value: unknown, target: object): void => {
    const known = told.get(target) ?? new Map<unknown, unknown>();
    told.set(target, known.set(key, value));
  };
  for (const [name, value] of Object.entries({ getMetadata: inherited, getOwnMetadata: own, defineMetadata: define }))
    Object.defineProperty(Reflect, name, { value, configurable: true, writable: true });
}

/**
 * The library that reads and makes X.509 certificates. It is 57 kB, so it is only ever fetched by
 * whoever meets a certificate; asked again, it is there.
 */
export function x509Library(): Promise<X509Library> {
  allowMetadata();
  return import('@peculiar/x509');
}
