const UNITS = [
  [86_400, 'day', 'days'],
  [3600, 'h', 'h'],
  [60, 'min', 'min'],
  [1, 's', 's'],
] as const;

/** A length of time in words a reader can take in, at most two units: `4 min 48 s`, `30 days`. */
export function durationInWords(seconds: number): string {
  let rest = Math.round(Math.abs(seconds));
  if (!Number.isFinite(rest)) return 'forever';
  if (rest === 0) return '0 s';
  const words: string[] = [];
  for (const [length, one, many] of UNITS) {
    const count = Math.floor(rest / length);
    rest -= count * length;
    if (count > 0) words.push(`${count} ${count === 1 ? one : many}`);
    else if (words.length > 0) break;
    if (words.length === 2) break;
  }
  return words.join(' ');
}
