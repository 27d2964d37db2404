import { z } from 'zod';

const url = z.url({ protocol: /^https?$/ });
const members = z.record(z.string(), z.unknown());

/** A client as it is registered, by the names of RFC 7591 §2, with what it proves itself by. */
const client = z.strictObject({
  client_id: z.string().min(1),
  client_name: z.string(),
  client_secret: z.string().optional(),
  token_endpoint_auth_method: z.string(),
  grant_types: z.array(z.string()),
  redirect_uris: z.array(z.string()),
  scope: z.string(),
  require_pushed_authorization_requests: z.boolean().optional(),
  dpop_bound_access_tokens: z.boolean().optional(),
  /** Private keys: what a client signs its assertions with. RFC 7523 §2.2 */
  jwks: z.strictObject({ keys: z.array(members) }).optional(),
});

/**
 * What `/.well-known/tokenscope` says: everything a script needs to be any client of this landscape,
 * to log in as any user, and to sign as the issuer would. All of it is published on purpose and secures nothing.
 */
export const manifestSchema = z.strictObject({
  /** Of this format. A member may be added to a version; none changes its meaning or goes. */
  version: z.literal(1),
  issuer: url,
  /** Where each party answers, by its id. */
  parties: z.record(z.string(), url),
  clients: z.array(client).min(1),
  /** `issuer` is where they log in, if that is another one. */
  users: z.array(z.strictObject({ username: z.string(), password: z.string(), claims: members, issuer: url.optional() })).min(1),
  /** Keys by which apps call the gateway; `until` is when one that was rotated out ends. */
  api_keys: z.array(
    z.strictObject({
      key: z.string().min(1),
      id: z.string(),
      app: z.string(),
      plan: z.string(),
      scope: z.string(),
      until: z.iso.datetime().optional(),
    }),
  ),
  /** Private JWKs, by what each signs; the public ones are at the `jwks_uri` of the metadata. */
  lab_keys: z.strictObject({ access_token: members, id_token: members }),
  /** Where a certificate is asked for, the authority to trust there, and everybody's certificate with its private key, as PEM. */
  mutual_tls: z.strictObject({
    parties: z.record(z.string(), z.url({ protocol: /^https$/ })),
    ca: z.string(),
    identities: z.record(z.string(), z.strictObject({ certificate: z.string(), private_key: z.string() })),
  }),
  /** Audiences that tokens can be asked for. RFC 8707 §2 */
  resources: z.array(url).min(1),
  /** What each scope opens, in words. */
  scopes: z.record(z.string(), z.string()),
  /** What the gateway lists, and by which ways one may call; without a scope, being known is enough. */
  routes: z.array(z.strictObject({ method: z.string(), url, ways: z.array(z.string()).min(1), scope: z.string().optional() })),
  /** Ids of the checks that are off. */
  switched_off: z.array(z.string()),
  /** The time at which its clock stands; absent where it follows real time. */
  clock: z.iso.datetime().optional(),
});

/** The manifest of a served landscape. */
export type Manifest = z.infer<typeof manifestSchema>;
