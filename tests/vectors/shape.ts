/** The members of a JSON object and the kind of each, in the order of their names: what an example of a specification settles. */
export function shapeOf(value: Readonly<Record<string, unknown>>): Record<string, string> {
  const kinds = Object.entries(value).map(([name, member]) => [name, Array.isArray(member) ? 'array' : typeof member] as const);
  return Object.fromEntries(kinds.toSorted(([one], [other]) => one.localeCompare(other)));
}
