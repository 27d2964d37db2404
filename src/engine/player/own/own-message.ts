import type { HttpRequest } from '../../http/message.ts';
import type { IdentityName } from '../../world/certificates/identities.ts';
import type { LabState } from '../player-view.ts';

/** What a message of the reader's own may bring besides itself. */
export interface OwnOptions {
  /** The certificate that is presented in the TLS handshake, by the name the world knows it by. */
  readonly identity?: IdentityName | undefined;
}

/**
 * A message that the reader wrote, beside the play. It is the message of the run at index `at`, counted
 * from 0, in place of the one that the play would send there; the play's goes on waiting.
 */
export interface OwnMessage extends OwnOptions {
  readonly at: number;
  readonly request: HttpRequest;
}

/** The messages of the reader's own that a run has sent; those that Back undid are not among them. */
export function ownSent({ own, position }: LabState): readonly OwnMessage[] {
  return own.filter(({ at }) => at < position);
}
