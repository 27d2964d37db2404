import { CLIENTS } from '../../world/clients.ts';
import { PUBLIC_JWKS } from '../../world/keys/keys.ts';
import { ISSUER } from '../../world/parties.ts';
import type { Cast } from '../cast.ts';
import { createRelyingParty } from './relying-party.ts';
import type { RelyingParty } from './relying-party.ts';

/** The dashboard of the web app: confidential client `dashboard`, whose access tokens are references that say nothing. RFC 7662 §1 */
export function createDashboard({ send, world, logins }: Pick<Cast, 'send' | 'world' | 'logins'>): RelyingParty {
  const { id, secret, redirectUris } = CLIENTS.dashboard;
  return createRelyingParty({
    party: 'app',
    clientId: id,
    secret,
    redirectUri: redirectUris[0],
    scope: 'openid profile invoice_read',
    issuer: ISSUER,
    keys: PUBLIC_JWKS.keys,
    send,
    world,
    memory: logins.app,
  });
}
