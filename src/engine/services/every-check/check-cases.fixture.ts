import { ask } from '../../../../tests/rehearsal.ts';
import { MESSAGE_LIMIT } from '../../world/world.ts';
import { apiCases, jsonStrictCases, mediaTypeCases, methodCases, pathCases, policyCases } from './resource-server/apis.fixture.ts';
import { authorizeCases, parameterOnceAtAuthorize, parameterOnceAtConsent } from './authorization-server/authorize.fixture.ts';
import { backEndCases, casesAtBackEnd } from './relying-party/back-end.fixture.ts';
import { casesAtDevice, deviceCases, parameterOnceAtDevice } from './authorization-server/device.fixture.ts';
import {
  codeWithoutGrant,
  jsonStrictAtRegistration,
  outboundCasesAtAuthorizationServer,
  registrationCases,
} from './authorization-server/registration.fixture.ts';
import { keyRefreshCases } from './resource-server/key-refresh.fixture.ts';
import {
  authorizeCasesAtPar,
  clientCasesAtPar,
  parameterOnceAtPar,
  pushedRequestCases,
} from './authorization-server/pushed-requests.fixture.ts';
import { casesAtFederation, federationCases } from './authorization-server/federation.fixture.ts';
import { formTokenAtLogout, logoutCases, parameterOnceAtLogout } from './authorization-server/logout.fixture.ts';
import { formTokenAtSecondFactor, stepUpCases } from './authorization-server/step-up.fixture.ts';
import { exchangeCases, revokedAtExchange } from './authorization-server/exchange.fixture.ts';
import { gatewayAnswerCases } from './resource-server/gateway-answers.fixture.ts';
import { gatewayCallerCases } from './resource-server/gateway-callers.fixture.ts';
import { gatewayTokenCases } from './resource-server/gateway-tokens.fixture.ts';
import { clientAuthenticationCases } from './authorization-server/client-authentication.fixture.ts';
import { dpopCases } from './resource-server/dpop.fixture.ts';
import { introspectionCases, parameterOnceAtIntrospect, parameterOnceAtRevoke } from './authorization-server/introspection.fixture.ts';
import { tokenCasesAtPayments } from './resource-server/payments-token.fixture.ts';
import { parameterOnceAtCallback, relyingPartyCases } from './relying-party/relying-party.fixture.ts';
import { parameterOnceAtInvoices, resourceServerCases } from './resource-server/resource-server.fixture.ts';
import { sealedTokenCases } from './resource-server/sealed-token.fixture.ts';
import { casesAtPasswordGrant, parameterOnceAtToken, tokenEndpointCases } from './authorization-server/token-endpoint.fixture.ts';
import { mutualTlsCases, refreshBoundToCertificate } from './mutual-tls.fixture.ts';
import { tokenCases } from './authorization-server/tokens.fixture.ts';
import type { CheckCase, RefusingCheck } from './trial.fixture.ts';
import { webMessageCases } from './relying-party/web-message.fixture.ts';
import type { PartyId } from '../../trace/trace.ts';

const everyParty = {
  'http.message-size': [
    {
      party: 'gateway',
      refusal: '413',
      goesOn: '200',
      play: (cast, wrong) =>
        ask(cast, { url: 'https://api.lab.test/.well-known/oauth-protected-resource', body: wrong ? 'x'.repeat(MESSAGE_LIMIT) : '' }),
    },
  ],
  'http.path-known': pathCases,
  'http.method': [
    {
      party: 'as',
      refusal: '405',
      goesOn: '200',
      play: (cast, wrong) => ask(cast, { method: wrong ? 'DELETE' : 'GET', url: 'https://as.lab.test/jwks' }),
    },
    ...methodCases,
  ],
  'http.parameter-once': [
    parameterOnceAtAuthorize,
    parameterOnceAtConsent,
    parameterOnceAtToken,
    parameterOnceAtIntrospect,
    parameterOnceAtRevoke,
    parameterOnceAtPar,
    ...parameterOnceAtDevice,
    parameterOnceAtInvoices,
    ...parameterOnceAtCallback,
    ...parameterOnceAtLogout,
  ],
} as const satisfies Record<string, readonly CheckCase[]>;

/** Cases by check; a check that is made at several places may stand in several groups. */
type Group = Readonly<Partial<Record<RefusingCheck, readonly CheckCase[]>>>;

const GROUPS: readonly Group[] = [
  everyParty,
  authorizeCases,
  pushedRequestCases,
  deviceCases,
  registrationCases,
  keyRefreshCases,
  tokenEndpointCases,
  clientAuthenticationCases,
  tokenCases,
  introspectionCases,
  resourceServerCases,
  mutualTlsCases,
  sealedTokenCases,
  relyingPartyCases,
  dpopCases,
  backEndCases,
  webMessageCases,
  exchangeCases,
  gatewayCallerCases,
  stepUpCases,
  gatewayAnswerCases,
  logoutCases,
  apiCases,
  gatewayTokenCases,
  federationCases,
  { 'token.refresh-bound': refreshBoundToCertificate },
  { 'jwt.not-revoked': [revokedAtExchange] },
  { 'api.policy': policyCases },
  { 'api.media-type': mediaTypeCases },
  { 'http.json-strict': jsonStrictCases },
  authorizeCasesAtPar,
  clientCasesAtPar,
  casesAtDevice,
  casesAtPasswordGrant,
  { 'authorize.response-type': [codeWithoutGrant] },
  outboundCasesAtAuthorizationServer,
  { 'http.json-strict': [jsonStrictAtRegistration] },
  casesAtBackEnd,
  { 'login.form-token': [formTokenAtSecondFactor, formTokenAtLogout] },
  casesAtFederation,
  tokenCasesAtPayments,
];

/** Every check that can refuse, at each place where it is made: its id, the party, and a case of that place. */
export const CHECK_CASES: readonly (readonly [id: RefusingCheck, party: PartyId, one: CheckCase])[] = GROUPS.flatMap((group) =>
  (Object.entries(group) as [RefusingCheck, readonly CheckCase[]][]).flatMap(([id, cases]) =>
    cases.map((one) => [id, one.party, one] as const),
  ),
);
