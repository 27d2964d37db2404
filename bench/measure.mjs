/** The value below which `share` of the measurements lie. @param {readonly number[]} values @param {number} share */
export function quantile(values, share) {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** One line: what was measured, the figure, its reference from the same run and their ratio, and the aim. @param {{ what: string, value: number, unit: string, reference?: { what: string, value: number }, aim?: string }} line */
export function report({ what, value, unit, reference, aim }) {
  const digits = value < 10 && unit !== 'B' ? 3 : 1;
  const beside = reference
    ? `  ${reference.what} ${reference.value.toFixed(3)} ${unit}, ratio ${(value / reference.value).toFixed(1)}`
    : '';
  console.log(
    `${what.padEnd(58)} ${value.toFixed(digits).padStart(9)} ${unit.padEnd(3)}${beside}${aim === undefined ? '' : `  (aim ${aim})`}`,
  );
}
