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

/**
 * A place in a message that can be changed by itself. `index` counts fields of one name from 0. Only in an
 * answer are the status, the parameters of its `Location`, and the members of the object that a JSON body is.
 */
export type Place =
  | { readonly part: 'method' }
  | { readonly part: 'url' }
  | { readonly part: 'query'; readonly name: string; readonly index: number }
  | { readonly part: 'header'; readonly name: string; readonly index: number }
  | { readonly part: 'form'; readonly name: string; readonly index: number }
  | { readonly part: 'status' }
  | { readonly part: 'location'; readonly name: string; readonly index: number }
  | { readonly part: 'json'; readonly name: string; readonly index: number }
  | { readonly part: 'body' };

/** Which message of an exchange an edit is meant for: `step#k`, and whether its answer, on its way back, rather than the request. */
interface Target {
  readonly message: string;
  readonly of?: 'answer' | undefined;
}

/** One change to one message, kept by its meaning and never as token bytes. */
export type Edit =
  /** Sets a place to a text; `value: null` removes it (a query field, header or form field). A place that is not there is added. */
  | (Target & { readonly kind: 'text'; readonly place: Place; readonly value: string | null })
  /** Changes the JWT found at a place: members of its header and claims, and what happens to its signature. */
  | (Target & {
      readonly kind: 'jwt';
      readonly place: Place;
      readonly header: Readonly<Record<string, ClaimValue>>;
      readonly claims: Readonly<Record<string, ClaimValue>>;
      readonly signature: SignatureChoice;
    });

/** Edits that are meant for one request, or for its answer. */
export function editsOf(edits: readonly Edit[], message: string, of?: 'answer'): Edit[] {
  return edits.filter((edit) => edit.message === message && edit.of === of);
}
