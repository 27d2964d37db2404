// oidc-provider with the same clients, the same key and its own pages for login and consent.
import Provider from 'oidc-provider';
import { CURVE_KEY, ID_TOKEN_KEY } from '../../src/engine/world/keys/keys.ts';

const port = Number(process.argv[2] ?? 0);
const issuer = `http://127.0.0.1:${String(port)}`;
const resource = 'http://127.0.0.1:1/api';

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: 'machine',
      client_secret: 'machine-secret-6d4c1f',
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
    },
    {
      client_id: 'web',
      client_secret: 'web-secret-6d4c1f',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      redirect_uris: ['http://127.0.0.1:1/callback'],
      scope: 'openid profile email',
    },
  ],
  jwks: { keys: [CURVE_KEY, ID_TOKEN_KEY] },
  claims: { profile: ['name', 'preferred_username'], email: ['email', 'email_verified'] },
  findAccount: (_context, id) => ({
    accountId: id,
    claims: () => ({ sub: id, name: 'Alice Archer', preferred_username: id, email: 'alice@lab.test', email_verified: true }),
  }),
  features: {
    clientCredentials: { enabled: true },
    introspection: { enabled: true },
    devInteractions: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: (context) => (context.oidc.client?.clientId === 'machine' ? resource : undefined),
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({
        scope: 'invoice_read',
        audience: resource,
        accessTokenTTL: 300,
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: 'ES256' } },
      }),
    },
  },
  pkce: { required: () => true },
  ttl: { ClientCredentials: 300, AccessToken: 300 },
});
provider.listen(port, '127.0.0.1', () => console.log(`READY ${issuer}`));
