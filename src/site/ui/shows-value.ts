/**
 * For a `<select>` whose value is decided elsewhere; attach it. Svelte's own `value` does the same with options that
 * come and go later as well, and stands in the file that every reader of a lab fetches.
 */
export function showsValue(value: string | undefined): (select: HTMLSelectElement) => void {
  return (select) => {
    select.value = value ?? '';
  };
}
