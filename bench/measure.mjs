/** The value below which `share` of the measurements lie. @param {readonly number[]} values @param {number} share */
export function quantile(values, share) {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/**
 * One line: what was measured, the figure, its reference from the same run and their ratio (the one given, where several rounds
 * have each their own), and the aim.
 * @param {{ what: string, value: number, unit: string, reference?: { what: string, value: number }, ratio?: number, aim?: string }} line
 */
export function report({ what, value, unit, reference, ratio, aim }) {
  const digits = value < 10 && unit !== 'B' ? 3 : 1;
  const times = ratio ?? value / (reference?.value ?? Number.NaN);
  const beside = reference ? `  ${reference.what} ${reference.value.toFixed(3)} ${unit}, ratio ${times.toFixed(times < 10 ? 2 : 1)}` : '';
  console.log(
    `${what.padEnd(58)} ${value.toFixed(digits).padStart(9)} ${unit.padEnd(3)}${beside}${aim === undefined ? '' : `  (aim ${aim})`}`,
  );
}
