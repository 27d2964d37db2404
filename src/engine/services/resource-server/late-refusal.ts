import { late } from '../late.ts';

/** The answer that follows from a failed check, for a party that every lab meets: it is fetched with the first one. See `refusal.ts`. */
export const lateRefusal = late(async () => (await import('./refusal.ts')).refusal);
