import type { ClaimValue, JsonValue, SignatureChoice } from '#engine/player/edits/edits.ts';
import type { ReadJwt } from '../inspector/jwt-text.ts';
import type { JwtEdit } from './draft-fields.ts';

/** What can be done about the signature of an edited token, each as one plain choice. */
const SIGNATURE_CHOICES: readonly { readonly value: SignatureChoice; readonly words: string; readonly meaning: string }[] = [
  { value: 'keep', words: 'keep the old one', meaning: 'The signature stays as it came. It was made over other bytes.' },
  { value: 'issuer', words: 'sign as the issuer would', meaning: 'As if the authorization server had issued it so.' },
  { value: 'attacker', words: "sign with the attacker's key", meaning: 'A good signature by a key the verifier does not know.' },
  { value: 'none', words: 'alg: none', meaning: 'The header says there is no signature, and there is none.' },
  {
    value: 'hmac-public-key',
    words: 'HMAC keyed with the public key',
    meaning: 'The public key is no secret. Used as one, anybody can sign.',
  },
];

/** The same for a DPoP proof, which its client signs and which shows its key. RFC 9449 §4.2 */
const PROOF_WORDS: Readonly<Partial<Record<SignatureChoice, { readonly words: string; readonly meaning: string }>>> = {
  issuer: { words: 'sign as the client would', meaning: "With the client's own key, as if it had made the proof so." },
  attacker: { words: "sign with the attacker's key", meaning: 'A good signature, and the header shows the key of the attacker.' },
  'hmac-public-key': {
    words: 'HMAC keyed with the public key',
    meaning: 'The key in the header is no secret. Used as one, anybody can sign.',
  },
};

/** What can be done about the signature of this token. */
export function signatureChoices({ header }: ReadJwt): typeof SIGNATURE_CHOICES {
  return header['typ'] === 'dpop+jwt'
    ? SIGNATURE_CHOICES.map((choice) => ({ ...choice, ...PROOF_WORDS[choice.value] }))
    : SIGNATURE_CHOICES;
}

type Members = Readonly<Record<string, JsonValue>>;
type Changes = Readonly<Record<string, ClaimValue>>;

/** Whether two JSON values are the same text. */
function same(one: JsonValue | undefined, other: JsonValue | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** A value as a field shows it: a string as itself, anything else as JSON. */
export function claimText(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What was typed into the field of a claim, or what is wrong with it. */
export type TypedClaim = { readonly ok: true; readonly value: JsonValue } | { readonly ok: false; readonly message: string };

/** Reads what was typed: a claim that was a string stays a string, anything else must be JSON. */
export function typedClaim(text: string, before: JsonValue | undefined): TypedClaim {
  if (typeof before === 'string') return { ok: true, value: text };
  try {
    return { ok: true, value: JSON.parse(text) as JsonValue };
  } catch {
    if (before === undefined) return { ok: true, value: text };
    return {
      ok: false,
      message: `This is no JSON, so nothing was changed. It was ${claimText(before).slice(0, 60)}. Put text between double quotes.`,
    };
  }
}

/** The members of a JSON object that was typed, or what is wrong with it and where. */
export type TypedMembers = { readonly ok: true; readonly members: Members } | { readonly ok: false; readonly message: string };

/** Reads a whole header or claims set. */
export function typedMembers(text: string): TypedMembers {
  if (text.length > 16 * 1024) return { ok: false, message: 'This is longer than 16 KB, so it is not used. The token is as it was.' };
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return { ok: false, message: 'This must be a JSON object: { … }. The token is as it was.' };
    return { ok: true, members: value as Members };
  } catch (error) {
    const at = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
    const line = at === undefined ? '' : ` near line ${text.slice(0, Number(at)).split('\n').length}`;
    return { ok: false, message: `This is not JSON yet${line}. The token is as it was, and what you typed stays here.` };
  }
}

/** The changes that turn one set of members into another. Times chosen before are kept where they still give the same number. */
export function memberChanges(before: Members, after: Members, old: Changes, current: Members): Changes {
  const changes: Record<string, ClaimValue> = {};
  for (const [name, value] of Object.entries(after)) {
    const earlier = old[name];
    if (earlier?.kind === 'time' && same(current[name], value)) changes[name] = earlier;
    else if (!same(before[name], value)) changes[name] = { kind: 'json', value };
  }
  for (const name of Object.keys(before)) if (!Object.hasOwn(after, name)) changes[name] = { kind: 'absent' };
  return changes;
}

/** The edit with one member set; a member set back to what it was is no change. */
export function withMember(edit: JwtEdit, token: ReadJwt, part: 'header' | 'claims', name: string, value: ClaimValue | undefined): JwtEdit {
  const { [name]: _dropped, ...rest } = edit[part];
  const unchanged =
    value === undefined ||
    (value.kind === 'json' && same(token[part][name], value.value)) ||
    (value.kind === 'absent' && !Object.hasOwn(token[part], name));
  return { ...edit, [part]: unchanged ? rest : { ...rest, [name]: value } };
}

/** Whether an edit would change nothing, so that it can be dropped. */
export function changesNothing(edit: JwtEdit): boolean {
  return edit.signature === 'keep' && Object.keys(edit.header).length === 0 && Object.keys(edit.claims).length === 0;
}
