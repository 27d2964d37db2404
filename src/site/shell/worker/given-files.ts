import { ROOT_CERTIFICATE } from '#engine/world/certificates/authorities.ts';
import { IDENTITIES } from '#engine/world/certificates/identities.ts';
import { SERVER_CHAIN } from '#engine/world/certificates/server.ts';
import { ATTACKER_KEY, PUBLIC_JWKS } from '#engine/world/keys/keys.ts';
import { ed25519Pem } from '../commands/openssl/ed25519-pem.ts';
import { CODE_FLOW } from './code-flow-script.ts';

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

const README = `This is a shell in your page. It speaks to the parties of this lab and to nobody else.

  help            what there is, with examples
  help hosts      who answers where
  tokens          puts the tokens seen so far into variables and files
  code-flow.sh    a whole code flow by curl: cat code-flow.sh, then source code-flow.sh
  certs/          certificates and keys of the lab, for curl --cert and openssl
  keys/           key sets, for jwt verify

Every key here is published and secures nothing.
`;

/** The files that are in a shell from the start, by path. */
export const GIVEN_FILES: Readonly<Record<string, string>> = {
  '/home/you/README': README,
  '/home/you/code-flow.sh': CODE_FLOW,
  '/home/you/certs/ca.pem': ROOT_CERTIFICATE,
  '/home/you/certs/server.pem': SERVER_CHAIN,
  ...Object.fromEntries(
    Object.entries(IDENTITIES).flatMap(([name, { chain, key }]) => [
      [`/home/you/certs/${name}.pem`, chain],
      [`/home/you/certs/${name}.key`, ed25519Pem(key)],
    ]),
  ),
  '/home/you/keys/issuer.jwks': json(PUBLIC_JWKS),
  '/home/you/keys/attacker.jwk': json(ATTACKER_KEY),
};
