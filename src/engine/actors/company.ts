import type { CheckId } from '../checks/catalogue.ts';
import { PUBLIC_JWKS } from '../world/keys/keys.ts';
import { EARLIER_GRANT, FIRST_CLIENTS } from '../world/first-clients.ts';
import { createLandscape } from '../world/landscape.ts';
import { GATEWAY, INVOICES, ISSUER } from '../world/parties.ts';
import type { ApiOptions, Landscape } from '../world/landscape.ts';
import { createAttacker } from './attacker.ts';
import { createBrowser } from './browser/browser.ts';
import type { Cast, Send } from './cast.ts';
import { createRelyingParty } from './client/relying-party.ts';

/** What a player brings to a new company of actors. */
export interface CompanyOptions {
  readonly off: readonly CheckId[];
  /** Id of the stage that is played. */
  readonly stage: string | undefined;
  /** What differs at the APIs. */
  readonly apis?: ApiOptions | undefined;
  readonly step: Cast['step'];
  readonly send: Send;
}

/** A new landscape and everybody who acts in it. */
export function createCast({ off, stage, apis, step, send }: CompanyOptions): Cast & { readonly world: Landscape } {
  const world = createLandscape({ off, apis });
  const client = { issuer: ISSUER, keys: PUBLIC_JWKS.keys, send, world };
  return {
    step,
    stage,
    world,
    logins: world.logins,
    rotateKeys: world.rotateKeys,
    send,
    browser: createBrowser({ party: 'browser', send, now: world.clock.now }),
    app: createRelyingParty({
      ...client,
      party: 'app',
      clientId: FIRST_CLIENTS.ledger.id,
      secret: FIRST_CLIENTS.ledger.secret,
      redirectUri: FIRST_CLIENTS.ledger.redirectUris[0],
      scope: 'openid profile invoice_read',
      memory: world.logins.app,
      tokens: { refreshToken: EARLIER_GRANT.refreshToken },
    }),
    phone: createRelyingParty({
      ...client,
      party: 'phone',
      clientId: FIRST_CLIENTS.phone.id,
      redirectUri: FIRST_CLIENTS.phone.redirectUris[0],
      scope: 'openid profile invoice_read',
      memory: world.logins.phone,
    }),
    attacker: createAttacker({
      party: 'attacker',
      send,
      tokenEndpoint: `${ISSUER}/token`,
      received: () => world.caught,
      hosted: world.hosted,
      claimScheme: () => {
        world.giveScheme('attacker');
      },
    }),
    gateway: GATEWAY,
    invoices: INVOICES,
    mintAccessToken: async (claims) => (await import('../world/mint-access-token.ts')).mintAccessToken(world, claims),
  };
}
