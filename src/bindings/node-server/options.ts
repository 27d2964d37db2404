import { parseArgs } from 'node:util';
import type { CheckId } from '#engine/checks/catalogue.ts';

/** What `npm run serve` was asked for. */
export interface ServeOptions {
  /** The first of the ports; 0 lets the system choose every one. */
  readonly port: number;
  readonly host: string;
  readonly seed: number;
  readonly off: readonly CheckId[];
  /** Milliseconds since 1970 at which the clock stands; it follows real time otherwise. */
  readonly clock?: number | undefined;
}

/** The options were read, or a sentence says which of them cannot be followed. */
export type ReadOptions = { readonly ok: true; readonly options: ServeOptions } | { readonly ok: false; readonly reason: string };

/** How to call it, for `--help`. */
export const USAGE = `npm run serve -- [options]

  --port 9400       the first of the ports, one for each party; 0 takes free ones
  --off a,b         checks that are switched off, by their ids: misconfigured on purpose
  --seed 1          where randomness begins: the same seed gives the same codes and tokens
  --clock 2026-11-24T10:04:12Z
                    a clock that stands at that time; it follows real time otherwise
  --host 127.0.0.1  the address to listen at. Any other than loopback lets others in
  --help            this text
`;

const LOOPBACK = /^(?:127(?:\.\d{1,3}){3}|\[?::1\]?|localhost)$/;

/** Whether only this machine can reach an address. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host);
}

function wholeNumber(text: string, most: number): number | undefined {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  return value <= most ? value : undefined;
}

/** Which of these can be switched off, and a sentence about the first that cannot. */
async function switches(asked: readonly string[]): Promise<{ readonly off: readonly CheckId[] } | { readonly reason: string }> {
  const { CATALOGUE, catalogueEntry, isCheckId } = await import('#engine/checks/whole-catalogue.ts');
  const unknown = asked.filter((id) => !isCheckId(id));
  if (unknown.length > 0) {
    const group = (id: string): string => id.split('.')[0] ?? '';
    const near = Object.keys(CATALOGUE).filter((id) => unknown.some((one) => group(one) === group(id)));
    const hint = near.length > 0 ? `There are: ${near.join(', ')}.` : 'The page "Defences" of the site lists every check with its id.';
    return { reason: `--off names what is no check: ${unknown.join(', ')}. ${hint}` };
  }
  const off = asked.filter(isCheckId);
  const fixed = off.filter((id) => !catalogueEntry(id).switchable);
  return fixed.length > 0
    ? { reason: `--off names what cannot be switched off, as nothing could go on without it: ${fixed.join(', ')}.` }
    : { off };
}

/** Reads the words after `npm run serve --`. */
export async function readOptions(words: readonly string[]): Promise<ReadOptions> {
  const refused = (reason: string): ReadOptions => ({ ok: false, reason });
  let values: { port?: string; host?: string; seed?: string; off?: string[]; clock?: string };
  try {
    const text = { type: 'string' } as const;
    ({ values } = parseArgs({
      args: [...words],
      options: { port: text, host: text, seed: text, off: { type: 'string', multiple: true }, clock: text },
    }));
  } catch (error) {
    return refused(error instanceof Error ? error.message : 'The options cannot be read.');
  }
  const port = wholeNumber(values.port ?? '9400', 65_000);
  if (port === undefined) return refused(`--port takes a number from 0 to 65000, not ${values.port ?? ''}.`);
  const seed = wholeNumber(values.seed ?? '1', 0xffff_ffff);
  if (seed === undefined) return refused(`--seed takes a whole number, not ${values.seed ?? ''}.`);
  const clock = values.clock === undefined ? undefined : Date.parse(values.clock);
  if (Number.isNaN(clock)) return refused(`--clock takes a time such as 2026-11-24T10:04:12Z, not ${values.clock ?? ''}.`);
  const host = values.host ?? '127.0.0.1';
  if (/^(?:0\.0\.0\.0|::|\*)$/.test(host) || host === '')
    return refused('--host takes the name or address that others will use, because the issuer and every URL are made from it.');
  const asked = (values.off ?? []).flatMap((list) => list.split(',')).map((id) => id.trim());
  const found = asked.length === 0 ? { off: [] } : await switches([...new Set(asked.filter((id) => id !== ''))]);
  return 'reason' in found ? refused(found.reason) : { ok: true, options: { port, host, seed, off: found.off, clock } };
}
