/** `Date` by the clock of the world: what asks for the time without saying which gets the lab's. */
export function dateClass(now: () => number): DateConstructor {
  const RealDate = Date;
  class WorldDate extends RealDate {
    constructor(...parts: readonly unknown[]) {
      if (parts.length === 0) super(now());
      else super(...(parts as [number]));
    }

    static override now(): number {
      return now();
    }
  }
  Object.defineProperty(WorldDate, 'name', { value: 'Date' });
  const callable = (): string => new WorldDate().toString();
  // Without `new`, Date is the time as text; a class alone cannot be called so.
  const callableDate = new Proxy(WorldDate, { apply: callable }) as unknown as DateConstructor;
  Object.defineProperty(WorldDate.prototype, 'constructor', { value: callableDate, writable: true, configurable: true });
  return callableDate;
}
