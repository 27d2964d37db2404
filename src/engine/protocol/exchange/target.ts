import type { Finding } from '../finding.ts';

/** A target service as it was asked for. RFC 8693 §2.1 */
export interface AskedTarget {
  /** The value of `resource` or `audience`. */
  readonly asked: string;
  /** The resource indicator it stands for; undefined where no API has that name. */
  readonly resource: string | undefined;
}

/** May this service get tokens for every API it names? RFC 8693 §2.2.2; RFC 8707 §2 */
export function targetsAllowed(targets: readonly AskedTarget[], allowed: readonly string[]): Finding {
  return {
    passed: targets.every(({ resource }) => resource !== undefined && allowed.includes(resource)),
    expected: allowed.length === 0 ? 'no API at all' : `only of ${allowed.join(', ')}`,
    received: targets.length === 0 ? 'none named, so the usual one' : targets.map(({ asked }) => asked).join(', '),
  };
}
