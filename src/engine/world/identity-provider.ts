import type { Service } from '../trace/span.ts';
import { createAuthorizationServer } from '../services/authorization-server/authorization-server.ts';
import { createKeyRing } from '../services/authorization-server/keys/key-ring.ts';
import type { AuthorizationServerConfig, Client, User } from '../services/authorization-server/client/registration.ts';
import type { IssuerRegistration } from '../services/relying-party/redeem.ts';
import { publicJwk } from './keys/keys.ts';
import type { LabKey } from './keys/keys.ts';
import type { Place } from './origins.ts';
import { IDP, ISSUER } from './parties.ts';

/** Signs access tokens at the identity provider of the partner. Published, as every lab key is; it secures nothing. */
export const IDP_ACCESS_TOKEN_KEY: LabKey = {
  kty: 'OKP',
  crv: 'Ed25519',
  x: '1xKHPo4qgA2kf41h76wnvOEU9e71evHo4Mjw_jlQw3Q',
  d: 'XIIfZfYFEqvhd8Aiw00UqvFCmyr64Rxzb1ZgpVEJv2U',
  kid: 'idp-2026-11',
  alg: 'Ed25519',
  use: 'sig',
};

/** Signs ID tokens there. Published, as every lab key is; it secures nothing. */
export const IDP_ID_TOKEN_KEY: LabKey = {
  kty: 'RSA',
  n: 'lGvekJ6bmNc9z9gKmFnZ1Faq1beZcoVDZsCH6IPbMmholV4keH3yEPdH9uBJaXxH_0lS65__cYiNs_N9EwdCJ8XhAViaqdXvYqQNZ1YinNH2ytYAwOY5eFTAhrtttT_Fl73nlkHzFrie0irx_SbCl_wilr6aqYd71wy_EKIcDXSy8APMUT3LUOj8w9zHyPXrv1BbROOrqxCudVAqug2YMIYxdGyqKYY26mFqaCOvjk-dga0fQhVUY-Za4oSX-yldiGNQA2XFZPGGtMSnSJjDmNWbcycDJVWr6KPnkzb87wYpudzbjtaA9DBT_cFkiyELZcmVgkxPmuDg3S2NFXikTw',
  e: 'AQAB',
  d: 'D4TR4jQ7V7lVxLg1r2VhseKX_T2zxTYq7IEAFO9IiZZCLTAJRzIAEAcTFryv4GA21PoROgLiPjhFfMXeU5GEOM1nb_EYRt7QJ3O41Q-8EcKgd-f1bzYDV1IhSVUqrPNskSexodPme381WAtWfx5A5Yxe_30Rhd1dNQinp7ETltJumDikO9Kz9l7TnT3FnKuJO6n6_7443LGm1hBN0q2GNI75p-LLQU9-bIu8JLTLt2swcBjS2yTZssFDlMASIkMewWbO8nG7tpytL_zqo33mlXtvZ4CbWsbQsdEn-JN33nTQXp0WJp58KYftYcypl_NUSlsLJCrk4C0n_1XIE4evFQ',
  p: 'zp6Hh1ZH0FwCwWgb7hRcJuEpnPLnQp_wRzwZD2ShctnfEzIrxzDUqkvf65b5gpCUxQ8RNCUOUlxnFbVkrzTJerSzjgLtcJ_izKJiip0U1naKNby6kMHq9Y_MpknC0fDG6kxc3Gvb9PDQ99x5Wp_uUiTbJ5Bh6UnfyTjTed8gB9U',
  q: 't-SmosU91DaHFHv18UfrO63umyOFswkNet23_47nhu9P5X9fwhxTCrjDVThtIBNh-YSf9HRKF1tsulBPkIV5HwLGU_1rKAUYJhHIGKhIR8n_JxCDdxAB4pMgOW7VVvxahqxgTn9S-6PhaJSkp5-8kWdcZQu13zAIucddel3TEZM',
  dp: 'ujyqbJKYqHZHBY2Rn0c6yNCrcYyAZs1DBvJkpDtQSvWW3Pab_y9EgTti2jd7LvSjI_wwxY-hGRuwzyBxYHt0H-ZA8gAxhRKYm1rC964e2jB-43D5uQERh8XV8Q0LTbB5mza5fPS7jkyCDufreoQtjF0sLL03g8_Sps1R0MgNVwE',
  dq: 'YaNw6qnJi1ysWi77RfIGrzhJoWu5-HaNBrikkndg7R8xj8wSnvEFEoNJi30bS9Wexqopd9Uq5b3wO_iaVkTYK6QAg-XhOG2EBeqZEKaBQkS5SheVhekk5xVxHa2AbuAsfKcXt3YZLG02KJ4L0siYiaeUwj32ghtx9popQuiAQis',
  qi: 'beWhHFguoBLar6J3NwAeLhsxGE_QATmyIKAY9Ej2Rcf9oozT9wJ49Amei6XiHYhAne7zlyqtYbE5BYP3e0CD8JXFE_-pIP9TBC_bUc-YyG0Pf0fLaIMusi4_dBIuvJhOwBlm5XS1hMIhr8pA64qbgb6sj3g-QPn4KUGGvHA5D3Q',
  kid: 'idp-2026-11-rsa',
  alg: 'RS256',
  use: 'sig',
};

/** The authorization server, as the partner knows it: one client among others. */
const CLIENT = {
  id: 'lab-authorization-server',
  name: 'The login of the lab',
  authentication: 'client_secret_basic',
  secret: 'partner-secret-90d4b7c21ea8f365',
  redirectUris: [`${ISSUER}/federation/callback`],
  scopes: ['openid', 'profile', 'email'],
  grants: ['authorization_code'],
} as const satisfies Client;

/** The people of the partner. mallory has written the address of alice into her own profile, and nobody has looked. */
export const PEOPLE: readonly User[] = [
  {
    sub: 'dora',
    password: 'explorer',
    name: 'Dora Dean',
    email: 'dora@partner.lab.test',
    department: 'Sales',
    tenant: 'partner',
    roles: [],
  },
  {
    sub: 'mallory',
    password: 'mirror',
    name: 'Mallory Moss',
    email: 'alice@lab.test',
    department: 'Sales',
    tenant: 'partner',
    roles: [],
  },
];

const CONFIG: Omit<AuthorizationServerConfig, 'keys'> = {
  issuer: IDP,
  clients: [CLIENT],
  users: PEOPLE,
  resources: [IDP],
  scopes: { openid: 'know who you are', profile: 'see your name', email: 'see your email address' },
};

/** What the authorization server knows of the partner beforehand. */
export const UPSTREAM: IssuerRegistration = {
  issuer: IDP,
  clientId: CLIENT.id,
  secret: CLIENT.secret,
  redirectUri: CLIENT.redirectUris[0],
  scope: CLIENT.scopes.join(' '),
  keys: [publicJwk(IDP_ACCESS_TOKEN_KEY), publicJwk(IDP_ID_TOKEN_KEY)],
  algorithms: ['RS256'],
};

/** Where, and since when, the identity provider stands. */
export interface IdentityProviderOptions {
  readonly place: Place;
  /** Milliseconds since 1970. */
  readonly start: number;
}

/** The identity provider of a partner: the same service with an issuer, keys, users and a memory of its own. */
export function createIdentityProvider({ place, start }: IdentityProviderOptions): Service {
  const keys = createKeyRing({ accessToken: IDP_ACCESS_TOKEN_KEY, idToken: IDP_ID_TOKEN_KEY }, () => Promise.resolve([]));
  return createAuthorizationServer({ ...place(CONFIG), keys }, start);
}
