/** A site whose pages may read answers. RFC 6454 §6.2 */
export interface AllowedOrigin {
  readonly origin: string;
  /** Whether its requests may carry what the browser keeps: cookies, Basic passwords, client certificates. Fetch §3.3.5 */
  readonly credentials: boolean;
}

/** The value of `Origin` as a browser writes it; undefined where it is anything else. Fetch §3.2 */
export function readOrigin(value: string): string | undefined {
  return value === 'null' || URL.parse(value)?.origin === value ? value : undefined;
}

/** The listed site that an origin is, by exact comparison: no suffix, no other port, never `null`. Fetch §3.3.3 */
export function allowedOrigin(origin: string | undefined, allowed: readonly AllowedOrigin[]): AllowedOrigin | undefined {
  return allowed.find((one) => one.origin === origin);
}
