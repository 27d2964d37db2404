import type { Place } from '#engine/player/edits/edits.ts';
import type { JwtEdit } from './draft-fields.ts';

/** An edit that changes nothing yet. */
export function freshJwtEdit(message: string, place: Place, of?: 'answer'): JwtEdit {
  return { message, ...(of && { of }), kind: 'jwt', place, header: {}, claims: {}, signature: 'keep' };
}
