import type { CheckId } from '../../checks/catalogue.ts';
import type { HttpRequest } from '../../http/message.ts';
import type { Finding } from '../../protocol/finding.ts';
import { bearerFromRequest } from '../../protocol/message/bearer.ts';
import { identityAsItCame } from '../../protocol/naive/identity-as-it-came.ts';
import { boundCertificate } from '../../protocol/token/confirmation.ts';
import type { Span } from '../../trace/span.ts';
import { senderFault } from '../dpop/judge-sender.ts';
import { judgeCertificate } from '../mutual-tls/judge-certificate.ts';
import { findingsOf, isConstrained, knownAddresses } from './bearer-token.ts';
import type { TokenPolicy, Verifier } from './bearer-token.ts';
import { callerFromClaims } from './caller.ts';
import type { Caller, NamedCallers } from './caller.ts';

/** What is wrong with the token of a request and with who sends it, without a report; undefined where nothing is. */
async function faultOf(request: HttpRequest, policy: TokenPolicy, verifier: Verifier, span: Span): Promise<string | undefined> {
  const [first] = bearerFromRequest(request);
  if (!first) return 'no token';
  const { findings, claims } = await findingsOf(first.token, policy, verifier, span);
  let fault = findings.every(({ check, finding }) => finding.passed || span.isOff(check)) ? undefined : 'a token that does not pass';
  if (fault === undefined && isConstrained(first, claims)) {
    const sender = { ...first, request, claims, urls: knownAddresses(request, policy) };
    fault = await senderFault(sender, verifier.proofs, span);
  }
  const certificate = boundCertificate(claims);
  if (fault === undefined && certificate !== undefined) {
    const unreported = { check: (id: CheckId, { passed }: Finding) => passed || span.isOff(id) };
    if (!(await judgeCertificate(request, certificate, unreported))) fault = 'a token that is bound to another certificate';
  }
  return fault;
}

/** The caller with that name, as far as what is stored tells; for an API that was given no token, only a name. */
function callerByName(sub: string, { stored, scopes }: NamedCallers): Caller {
  const one = [...stored()].find(({ owner }) => owner === sub);
  return {
    sub,
    clientId: '',
    service: '',
    department: one?.department ?? '',
    tenant: one?.tenant ?? '',
    roles: [],
    actor: '',
    scopes,
    claims: {},
  };
}

/**
 * Who is calling an API that checks no token itself: who the claims of a token say, or whom a header names. With what
 * such a check would have found wrong, which is reported all the same. RFC 9068 §4
 */
export async function unvalidatedCaller(
  request: HttpRequest,
  api: TokenPolicy & { readonly named: NamedCallers },
  verifier: Verifier,
  span: Span,
): Promise<{ readonly fault: string | undefined; readonly caller: Caller }> {
  const fault = await faultOf(request, api, verifier, span);
  const came = identityAsItCame(request);
  return { fault, caller: 'user' in came ? callerByName(came.user, api.named) : callerFromClaims(came.claims) };
}
