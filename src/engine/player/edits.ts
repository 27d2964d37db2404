/** What an edit may set a member of a JWT to: JSON, or a time counted from the world's clock. */
export type ClaimValue =
  | { readonly kind: 'json'; readonly value: JsonValue }
  | { readonly kind: 'time'; readonly inSeconds: number }
  | { readonly kind: 'absent' };

/** JSON as data. RFC 8259 */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [name: string]: JsonValue };

/**
 * What to do about the signature of an edited JWT: keep the old one, sign as the issuer would,
 * sign with the attacker's key, `alg: none`, or HMAC keyed with the issuer's public key. The issuer
 * of a DPoP proof is the client, so there it is the client's own key; the attacker's shows itself.
 */
export type SignatureChoice = 'keep' | 'issuer' | 'attacker' | 'none' | 'hmac-public-key';

/** A place in a request that can be changed by itself. `index` counts fields of one name from 0. */
export type Place =
  | { readonly part: 'method' }
  | { readonly part: 'url' }
  | { readonly part: 'query'; readonly name: string; readonly index: number }
  | { readonly part: 'header'; readonly name: string; readonly index: number }
  | { readonly part: 'form'; readonly name: string; readonly index: number }
  | { readonly part: 'body' };

/** One change to one message, kept by its meaning and never as token bytes. `message` is `step#k`. */
export type Edit =
  /** Sets a place to a text; `value: null` removes it (a query field, header or form field). A place that is not there is added. */
  | { readonly message: string; readonly kind: 'text'; readonly place: Place; readonly value: string | null }
  /** Changes the JWT found at a place: members of its header and claims, and what happens to its signature. */
  | {
      readonly message: string;
      readonly kind: 'jwt';
      readonly place: Place;
      readonly header: Readonly<Record<string, ClaimValue>>;
      readonly claims: Readonly<Record<string, ClaimValue>>;
      readonly signature: SignatureChoice;
    };

/** Edits that are meant for one message. */
export function editsOf(edits: readonly Edit[], message: string): Edit[] {
  return edits.filter((edit) => edit.message === message);
}
