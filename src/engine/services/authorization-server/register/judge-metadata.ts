import { bringChecks } from '../../../checks/catalogue.ts';
import { registrationChecks } from '../../../checks/authorization-server/registration.ts';
import type { CheckId } from '../../../checks/catalogue.ts';
import { mediaType } from '../../../http/message.ts';
import type { HttpRequest } from '../../../http/message.ts';
import { isJsonObject, parseStrictJson } from '../../../http/strict-json.ts';
import type { JsonObject } from '../../../http/strict-json.ts';
import { failed, passed } from '../../../protocol/finding.ts';
import type { Finding } from '../../../protocol/finding.ts';
import { metadataFits, readClientMetadata } from '../../../protocol/registration/client-metadata.ts';
import type { ClientMetadata } from '../../../protocol/registration/client-metadata.ts';
import { certificateProblems } from '../../../protocol/registration/own-certificates.ts';
import { metadataUrlProblems, metadataUrls } from '../../../protocol/registration/metadata-urls.ts';
import { decodeCompact } from '../../../protocol/token/jws.ts';
import { x509Library } from '../../../protocol/x509/library.ts';
import { late } from '../../late.ts';
import type { Context } from '../context.ts';
import { offerOf } from './registered-client.ts';

bringChecks(registrationChecks);

/** What is checked of the metadata of a client, in order; for `span.plan`. */
export const METADATA_CHECKS = [
  'http.json-strict',
  'registration.metadata',
  'registration.software-statement',
  'registration.metadata-urls',
] as const satisfies readonly CheckId[];

/** An error of a registration. RFC 7591 §3.2.2 */
export interface RegistrationError {
  readonly error: 'invalid_redirect_uri' | 'invalid_client_metadata' | 'invalid_software_statement' | 'unapproved_software_statement';
  readonly description: string;
}

/** Metadata that passed, or the first error. */
export type JudgedMetadata = { readonly metadata: ClientMetadata } | { readonly refused: RegistrationError };

/** What is wrong with the certificates of a client; the library that reads them is fetched with the first. */
export const judgeCertificates = late(async () => {
  await x509Library();
  return certificateProblems;
});

/** Bytes of the metadata of one client. */
const MOST_BYTES = 16 * 1024;

function readBody(request: HttpRequest): { readonly sent?: JsonObject; readonly finding: Finding } {
  const expected = 'a JSON object, each member once';
  if (mediaType(request) !== 'application/json')
    return { finding: failed(expected, 'a body of another kind', 'the body is not said to be JSON') };
  const parsed = parseStrictJson(request.body, { maxBytes: MOST_BYTES });
  if (!parsed.ok) return { finding: failed(expected, parsed.reason) };
  return isJsonObject(parsed.value)
    ? { sent: parsed.value, finding: passed(expected, expected) }
    : { finding: failed(expected, 'JSON that is no object') };
}

/** Where the strict reading is left out: what the platform makes of it, the last of two equal members. */
function readLoosely({ body }: HttpRequest): JsonObject {
  try {
    const value: unknown = JSON.parse(body);
    return isJsonObject(value) ? value : {};
  } catch {
    return {};
  }
}

/** No publisher of software is known here, so no statement can be one that was approved. RFC 7591 §3.1.1 */
function statement(sent: JsonObject): { readonly finding: Finding; readonly error: RegistrationError['error'] } {
  const value = sent['software_statement'] ?? undefined;
  const expected = 'no software_statement';
  if (value === undefined) return { finding: passed('none', expected), error: 'invalid_software_statement' };
  const claims = typeof value === 'string' ? decodeCompact(value)?.claims : undefined;
  if (typeof claims?.['iss'] !== 'string')
    return {
      finding: failed(expected, 'no JWT that names its issuer', 'the software statement cannot be read'),
      error: 'invalid_software_statement',
    };
  return { finding: failed(expected, `one of ${claims['iss']}`), error: 'unapproved_software_statement' };
}

/**
 * Makes every check of the metadata in a body: the same for a new client and for one that changes. RFC 7591 §3.1; RFC 7592 §2.2
 * @param more what else is wrong with the members as they were sent
 */
export async function judgeMetadata(
  request: HttpRequest,
  context: Context,
  more: (sent: JsonObject) => readonly string[] = () => [],
): Promise<JudgedMetadata> {
  const { span, config } = context;
  const { sent: strict, finding } = readBody(request);
  const readable = span.check('http.json-strict', finding);
  const sent = strict ?? (readable ? readLoosely(request) : {});
  if (!readable)
    return { refused: { error: 'invalid_client_metadata', description: 'The body is not one JSON object with each member once.' } };

  const { metadata, problems } = readClientMetadata(sent, offerOf(context));
  const ownCertificates = metadata.token_endpoint_auth_method === 'self_signed_tls_client_auth' ? metadata.jwks : undefined;
  const unfit = ownCertificates ? await judgeCertificates(ownCertificates.keys) : [];
  const fits = span.check('registration.metadata', metadataFits([...problems, ...unfit, ...more(sent)]));
  const stated = statement(sent);
  const approved = span.check('registration.software-statement', stated.finding);
  const urls = metadataUrlProblems(metadata, config.internalDomains ?? []);
  const own = span.check('registration.metadata-urls', metadataUrls(urls));
  if (!fits) return { refused: { error: 'invalid_client_metadata', description: 'A member is not what this server can register.' } };
  if (!approved) return { refused: { error: stated.error, description: 'The software statement is not accepted.' } };
  if (own) return { metadata };
  return urls.redirect.length > 0
    ? { refused: { error: 'invalid_redirect_uri', description: 'A redirect URI cannot be registered.' } }
    : { refused: { error: 'invalid_client_metadata', description: 'An address of the client is not public, or not its own.' } };
}
