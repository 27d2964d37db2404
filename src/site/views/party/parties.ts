import type { Party, PartyId, PartyKind, Trace } from '#engine/trace/trace.ts';

const COLORS: Readonly<Record<PartyKind, string>> = {
  user: 'var(--user)',
  client: 'var(--client)',
  'authorization-server': 'var(--as)',
  gateway: 'var(--gateway)',
  api: 'var(--api)',
  attacker: 'var(--attacker)',
};

/** The color of a party by its kind, as a CSS value; the reader has one apart. */
export function partyColor({ id, kind }: { readonly id: PartyId; readonly kind: PartyKind | undefined }): string {
  if (id === 'you') return 'var(--you)';
  return kind === undefined ? 'var(--muted)' : COLORS[kind];
}

/** A party of a trace; one called "Nobody" where no party has that id. */
export function partyOf(trace: Trace, id: PartyId): Party | { readonly id: string; readonly name: string; readonly kind: undefined } {
  return trace.parties.find((party) => party.id === id) ?? { id, name: 'Nobody', kind: undefined };
}
