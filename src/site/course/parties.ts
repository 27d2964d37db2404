import { PARTIES } from '#engine/world/parties.ts';

const NAMES = new Map(PARTIES.map(({ id, name }) => [id, name]));

/** The name of a party where no world is at hand, as in a list of labs. */
export function partyName(id: string): string {
  return NAMES.get(id) ?? id;
}
