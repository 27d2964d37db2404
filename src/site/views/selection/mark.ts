import type { CheckId } from '#engine/checks/catalogue.ts';
import type { PartyId } from '#engine/trace/trace.ts';

/** What is looked at besides a message: a check that a party made of it, or a token wherever it went. Every view marks the same. */
export type Mark = { readonly check: CheckId; readonly party: PartyId } | { readonly token: string };

/** Looks at a message, and at a check of it. What is not told is looked at no longer, but for a token. */
export type Select = (message: number, mark?: Mark) => void;

/** The token that is looked at, if it is one. */
export function markedToken(mark: Mark | undefined): string | undefined {
  return mark && 'token' in mark ? mark.token : undefined;
}

/** Whether a check of a party is what is looked at. */
export function isMarkedCheck(mark: Mark | undefined, party: PartyId, check?: CheckId): boolean {
  return mark !== undefined && 'check' in mark && mark.party === party && (check === undefined || mark.check === check);
}
