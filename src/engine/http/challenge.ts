/** One `WWW-Authenticate` challenge: a scheme with its parameters in order. RFC 9110 §11.3 */
export interface Challenge {
  readonly scheme: string;
  readonly parameters: readonly (readonly [name: string, value: string])[];
}

const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** A quoted-string: quotes and backslashes escaped; what may not stand in a header (CR, LF, non-ASCII) becomes `?`. */
function quoted(value: string): string {
  return `"${value.replaceAll(/[^\x20-\x7E]/g, '?').replaceAll(/["\\]/g, '\\$&')}"`;
}

/** A challenge as the value of `WWW-Authenticate`. A parameter whose name is not a token is left out. RFC 9110 §11.6.1 */
export function formatChallenge(challenge: Challenge): string {
  const scheme = TOKEN.test(challenge.scheme) ? challenge.scheme : 'Bearer';
  const parameters = challenge.parameters.filter(([name]) => TOKEN.test(name)).map(([name, value]) => `${name}=${quoted(value)}`);
  return parameters.length === 0 ? scheme : `${scheme} ${parameters.join(', ')}`;
}

/** A `Bearer` challenge, as RFC 6750 §3 words it; what is undefined is left out. */
export function bearerChallenge(parameters: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(parameters).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  return formatChallenge({ scheme: 'Bearer', parameters: given });
}

const PARAMETER = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([!#$%&'*+.^_`|~0-9A-Za-z-]+))\s*/;
const SCHEME = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+)(?:\s+|$)/;

/** The challenges in a `WWW-Authenticate` value, in order; undefined where it cannot be read. `token68` is not read. RFC 9110 §11.6.1 */
export function parseChallenges(value: string): Challenge[] | undefined {
  const challenges: { scheme: string; parameters: [string, string][] }[] = [];
  let rest = value.trimStart();
  while (rest !== '') {
    const comma = /^,\s*/.exec(rest);
    const parameter = PARAMETER.exec(rest);
    const current = challenges.at(-1);
    if (comma) rest = rest.slice(comma[0].length);
    else if (parameter && current) {
      current.parameters.push([(parameter[1] ?? '').toLowerCase(), parameter[2]?.replaceAll(/\\(.)/g, '$1') ?? parameter[3] ?? '']);
      rest = rest.slice(parameter[0].length);
      if (rest !== '' && !rest.startsWith(',')) return undefined;
    } else {
      const scheme = SCHEME.exec(rest);
      if (!scheme) return undefined;
      challenges.push({ scheme: scheme[1] ?? '', parameters: [] });
      rest = rest.slice(scheme[0].length);
    }
  }
  return challenges;
}
