import { bringChecks } from '../../../checks/catalogue.ts';
import { gatewayTokenChecks } from '../../../checks/resource-server/gateway-token.ts';
import type { JsonObject } from '../../../http/strict-json.ts';
import { sha256 } from '../../../protocol/digest.ts';
import { failed } from '../../../protocol/finding.ts';
import {
  keepVerdict,
  readIntrospection,
  SIGNED_RESPONSE,
  tokenLive,
  verdictInTime,
} from '../../../protocol/introspection/introspection-response.ts';
import { validateSignedVerdict } from '../../../protocol/introspection/signed-introspection.ts';
import type { JudgedCheck, JudgedToken } from '../../../protocol/token/access-token.ts';
import type { Call } from '../call.ts';
import { askIssuer } from './ask-issuer.ts';
import type { IntrospectionSetup } from './setup.ts';

bringChecks(gatewayTokenChecks);

/** Seconds a signed answer may have been under way. */
const UNDER_WAY = 60;

const ALGORITHMS = ['Ed25519', 'RS256'];

interface Asked {
  readonly findings: readonly JudgedCheck[];
  readonly verdict?: JsonObject | undefined;
}

/** Asks the issuer about a token. There is a verdict wherever one could be read and was not refused. */
async function ask(call: Call, token: string, setup: IntrospectionSetup): Promise<Asked> {
  const { span, config, verifier } = call;
  const fields = [['token', token] as const, ['token_type_hint', 'access_token'] as const];
  const answer = await askIssuer(call, setup.endpoint, setup, fields, setup.signed ? SIGNED_RESPONSE : 'application/json');
  const { finding, verdict, signed } = readIntrospection(answer);
  const came: JudgedCheck = { check: 'gateway.fail-closed', finding };
  if (!setup.signed || !finding.passed) return { findings: [came], verdict };
  const expectations = { issuer: config.issuer, audience: setup.clientId, algorithms: ALGORITHMS, maxAge: UNDER_WAY, now: span.now() };
  const judged =
    signed === undefined
      ? { finding: failed('a signed verdict', 'a verdict that nobody signed'), verdict }
      : await validateSignedVerdict(signed, { ...expectations, keys: (await verifier.keysFor(signed, span)).keys });
  const believed = judged.finding.passed || span.isOff('gateway.introspection-signed');
  return {
    findings: [came, { check: 'gateway.introspection-signed', finding: judged.finding }],
    verdict: believed ? judged.verdict : undefined,
  };
}

/** What a caller is without a verdict, where the gateway lets calls through all the same. */
function unknownCaller({ route }: Call): JsonObject {
  return { active: true, scope: route.scope ?? '' };
}

/**
 * Finds out from the issuer what a token stands for, and remembers the verdict for a while. Without
 * a verdict there is no access; with that check off the last one is believed, however old, or else
 * the caller. RFC 7662 §2.2, §4
 */
export async function introspect(call: Call, token: string): Promise<JudgedToken> {
  const { span, memory, config } = call;
  const { introspection } = await call.data();
  if (!introspection)
    return { findings: [{ check: 'gateway.token-live', finding: failed('an active token', 'a token nobody was asked about') }] };
  const now = span.now();
  const expectations = { issuer: config.issuer, resource: config.resource, now };
  const name = await sha256(token);
  const kept = memory.verdicts.get(name);
  const inTime = kept && verdictInTime(kept, now);
  if (kept && inTime && (inTime.passed || span.isOff('gateway.cache-bounded'))) {
    // A stale verdict is believed as it was when it was given.
    const live = tokenLive(kept.verdict, { ...expectations, now: inTime.passed ? now : kept.askedAt });
    return {
      findings: [
        { check: 'gateway.cache-bounded', finding: inTime },
        { check: 'gateway.token-live', finding: live },
      ],
      claims: kept.verdict,
    };
  }

  const { findings, verdict } = await ask(call, token, introspection);
  if (!verdict) return { findings, claims: kept?.verdict ?? unknownCaller(call) };
  memory.verdicts.set(name, keepVerdict(verdict, now, introspection.keep));
  const live = tokenLive(verdict, expectations);
  // The old verdict is refused where it would have been another one.
  const outdated: readonly JudgedCheck[] =
    inTime && kept.verdict['active'] === true && !live.passed ? [{ check: 'gateway.cache-bounded', finding: inTime }] : [];
  return { findings: [...findings, ...outdated, { check: 'gateway.token-live', finding: live }], claims: verdict };
}
