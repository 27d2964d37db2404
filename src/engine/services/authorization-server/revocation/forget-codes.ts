import type { AuthorizationCode, Store } from '../store.ts';

/**
 * Forgets codes that wait to be redeemed, where what they stand for has ended: else they would begin it
 * anew. One that was redeemed is kept, so that a second use is noticed. RFC 6749 §4.1.2
 */
export function forgetCodes({ codes }: Pick<Store, 'codes'>, ended: (code: AuthorizationCode) => boolean): void {
  for (const [value, code] of codes) if (code.spentOn === undefined && ended(code)) codes.delete(value);
}
