import { jwkThumbprint } from '../../protocol/token/signature/jwk-thumbprint.ts';
import { publicPart } from '../../protocol/token/signature/signature.ts';
import { CLIENTS } from '../../world/clients.ts';
import { DPOP_KEYS } from '../../world/keys/dpop-keys.ts';
import { PUBLIC_JWKS } from '../../world/keys/keys.ts';
import { ISSUER } from '../../world/parties.ts';
import type { Cast } from '../cast.ts';
import { provingSend } from './proving-send.ts';
import { createRelyingParty } from './relying-party.ts';
import type { RelyingParty } from './relying-party.ts';

/** Clients that can be played with a key of their own. */
const PLAYED = {
  app: { party: 'app', client: CLIENTS.ledger, secret: CLIENTS.ledger.secret },
  phone: { party: 'phone', client: CLIENTS.phone, secret: undefined },
  spa: { party: 'spa', client: CLIENTS.spa, secret: undefined },
  spaBound: { party: 'spa', client: CLIENTS.spaBound, secret: undefined },
} as const;

/** A client that binds its tokens to a key. */
export interface DpopClient extends RelyingParty {
  /** The thumbprint of its key, for `dpop_jkt`. RFC 9449 §10 */
  keyThumbprint(): Promise<string>;
}

type Stage = Pick<Cast, 'send' | 'world' | 'logins'>;

/**
 * A client with DPoP as an option: with it, every request for tokens and every request with a token
 * carries a proof, signed with the client's own fixed key. RFC 9449 §5, §7
 * @param played which client it is, in the place of the one that the cast may have
 */
export function createDpopClient({ send, world, logins }: Stage, played: keyof typeof PLAYED): DpopClient {
  const { party, client, secret } = PLAYED[played];
  const key = DPOP_KEYS[client.id];
  const plain = createRelyingParty({
    party,
    clientId: client.id,
    secret,
    redirectUri: client.redirectUris[0],
    scope: 'openid profile invoice_read',
    issuer: ISSUER,
    keys: PUBLIC_JWKS.keys,
    send: provingSend({ send, key, tokenEndpoint: `${ISSUER}/token`, world }),
    world,
    memory: logins[party],
  });
  // What it inherits stays live: tokens and what came back are read from the client itself.
  return Object.assign(Object.create(plain) as RelyingParty, { keyThumbprint: () => jwkThumbprint(publicPart({ ...key })) });
}

/** The single-page app without DPoP: public client `spa` at https://spa.lab.test. Its tokens are bearer tokens. */
export function createSinglePageApp({ send, world, logins }: Stage): RelyingParty {
  const { id, redirectUris } = CLIENTS.spa;
  return createRelyingParty({
    party: 'spa',
    clientId: id,
    redirectUri: redirectUris[0],
    scope: 'openid profile invoice_read',
    issuer: ISSUER,
    keys: PUBLIC_JWKS.keys,
    send,
    world,
    memory: logins.spa,
  });
}
