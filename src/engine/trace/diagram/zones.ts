import type { Party, PartyId, Trace, Zone } from '../trace.ts';

/** Lifelines beside one another that stand behind the same boundary of trust. */
export interface ZoneBox {
  readonly zone: Zone;
  readonly title: string;
  readonly parties: readonly PartyId[];
}

const TITLES: Readonly<Record<Zone, string>> = {
  device: 'Device',
  internet: 'Internet',
  company: 'Your company',
  inside: 'Inside your company',
};

/**
 * Boundaries of trust as boxes around lifelines, in their order; a party of which none is known stands in no box. One zone may
 * have several boxes, where others stand between. Pure.
 */
export function zoneBoxes(trace: Trace, lifelines: readonly PartyId[]): (ZoneBox | PartyId)[] {
  const zoneOf = new Map(trace.parties.map(({ id, zone }) => [id, zone]));
  const boxes: (ZoneBox | PartyId)[] = [];
  for (const id of lifelines) {
    const zone = zoneOf.get(id);
    const last = boxes.at(-1);
    if (zone === undefined) boxes.push(id);
    else if (typeof last === 'object' && last.zone === zone) boxes[boxes.length - 1] = { ...last, parties: [...last.parties, id] };
    else boxes.push({ zone, title: TITLES[zone], parties: [id] });
  }
  return boxes;
}

/** Where connections from outside end and others begin: the gateway that stands before what is inside. RFC 9440 §1 */
export function tlsEnds(trace: Trace, lifelines: readonly PartyId[]): Party | undefined {
  const drawn = trace.parties.filter(({ id }) => lifelines.includes(id));
  return drawn.some(({ zone }) => zone === 'inside') ? drawn.find(({ kind, zone }) => kind === 'gateway' && zone === 'company') : undefined;
}
