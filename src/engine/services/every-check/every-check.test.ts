import { describe, expect, test } from 'vitest';
import { CATALOGUE, catalogueEntry, isCheckId } from '../../checks/whole-catalogue.ts';
import type { CheckId } from '../../checks/catalogue.ts';
import { ask } from '../../../../tests/rehearsal.ts';
import { MESSAGE_LIMIT } from '../../world/world.ts';
import { apiCases, jsonStrictCases, methodCases, policyCases } from './apis.fixture.ts';
import { authorizeCases, parameterOnceAtAuthorize, parameterOnceAtConsent } from './authorize.fixture.ts';
import { backEndCases, casesAtBackEnd } from './back-end.fixture.ts';
import { casesAtDevice, deviceCases, parameterOnceAtDevice } from './device.fixture.ts';
import {
  codeWithoutGrant,
  jsonStrictAtRegistration,
  outboundCasesAtAuthorizationServer,
  registrationCases,
} from './registration.fixture.ts';
import { keyRefreshCases } from './key-refresh.fixture.ts';
import { authorizeCasesAtPar, clientCasesAtPar, parameterOnceAtPar, pushedRequestCases } from './pushed-requests.fixture.ts';
import { casesAtFederation, federationCases } from './federation.fixture.ts';
import { formTokenAtLogout, logoutCases, parameterOnceAtLogout } from './logout.fixture.ts';
import { formTokenAtSecondFactor, stepUpCases } from './step-up.fixture.ts';
import { exchangeCases } from './exchange.fixture.ts';
import { gatewayAnswerCases } from './gateway-answers.fixture.ts';
import { gatewayCallerCases } from './gateway-callers.fixture.ts';
import { gatewayTokenCases } from './gateway-tokens.fixture.ts';
import { clientAuthenticationCases } from './client-authentication.fixture.ts';
import { dpopCases } from './dpop.fixture.ts';
import { introspectionCases, parameterOnceAtIntrospect, parameterOnceAtRevoke } from './introspection.fixture.ts';
import { tokenCasesAtPayments } from './payments-token.fixture.ts';
import { parameterOnceAtCallback, relyingPartyCases } from './relying-party.fixture.ts';
import { parameterOnceAtInvoices, resourceServerCases } from './resource-server.fixture.ts';
import { sealedTokenCases } from './sealed-token.fixture.ts';
import { casesAtPasswordGrant, parameterOnceAtToken, tokenEndpointCases } from './token-endpoint.fixture.ts';
import { mutualTlsCases, refreshBoundToCertificate } from './mutual-tls.fixture.ts';
import { tokenCases } from './tokens.fixture.ts';
import { trial } from './trial.fixture.ts';
import type { CheckCase, RefusingCheck } from './trial.fixture.ts';

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

/** Every check that can refuse, each at the places where it is made. A new check brings its case, or this does not compile. */
const CASES: Readonly<Record<RefusingCheck, readonly CheckCase[]>> = {
  ...everyParty,
  ...authorizeCases,
  ...pushedRequestCases,
  ...deviceCases,
  ...registrationCases,
  ...keyRefreshCases,
  ...tokenEndpointCases,
  ...clientAuthenticationCases,
  ...tokenCases,
  ...introspectionCases,
  ...resourceServerCases,
  ...mutualTlsCases,
  ...sealedTokenCases,
  ...relyingPartyCases,
  ...dpopCases,
  'token.refresh-bound': [...dpopCases['token.refresh-bound'], ...refreshBoundToCertificate],
  ...backEndCases,
  ...exchangeCases,
  ...gatewayCallerCases,
  ...stepUpCases,
  ...gatewayAnswerCases,
  ...logoutCases,
  ...apiCases,
  'api.policy': [...resourceServerCases['api.policy'], ...policyCases],
  'http.json-strict': [...resourceServerCases['http.json-strict'], ...jsonStrictCases],
  ...gatewayTokenCases,
  ...federationCases,
};

const REFUSING: readonly CheckId[] = Object.keys(CATALOGUE)
  .filter(isCheckId)
  .filter((id) => catalogueEntry(id).kind === 'check');

test('every check of the catalogue has a case here', () => {
  expect(Object.keys(CASES).toSorted()).toEqual(REFUSING.toSorted());
  for (const [id, cases] of Object.entries(CASES)) expect(cases.length, id).toBeGreaterThan(0);
});

/** Checks that are made at more than one endpoint, at their other places. */
const ELSEWHERE: readonly Readonly<Partial<Record<RefusingCheck, readonly CheckCase[]>>>[] = [
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
];

const ALL = [CASES, ...ELSEWHERE, tokenCasesAtPayments]
  .flatMap(Object.entries<readonly CheckCase[]>)
  .flatMap(([id, cases]) => (isCheckId(id) ? cases.map((one, index) => [id, one.party, index, one] as const) : []));

describe.each(ALL)('%s at %s, case %i', (id, _party, _index, one) => {
  test('passes a right message', async () => {
    const { record, answer, failures } = await trial(id, one, { wrong: false, off: false });
    expect([record?.outcome, answer, failures]).toEqual(['passed', one.right ?? one.goesOn, []]);
  });

  test('alone refuses a wrong one, with the answer it is to have', async () => {
    const { record, answer, failures } = await trial(id, one, { wrong: true, off: false });
    expect([record?.outcome, answer]).toEqual(['failed', one.refusal]);
    expect([...failures].toSorted()).toEqual([id, ...(one.together ?? [])].toSorted());
  });
});

describe.each(ALL.filter(([id]) => catalogueEntry(id).switchable))('%s at %s, case %i, while it is off', (id, _party, _index, one) => {
  test('lets the wrong message go on, and says what it would have found', async () => {
    const { record, answer, failures } = await trial(id, one, { wrong: true, off: true });
    expect([record?.outcome, record?.wouldHave]).toEqual(['switched-off', 'failed']);
    expect([answer, failures]).toEqual([one.goesOn, []]);
    expect(answer).not.toBe(one.refusal);
  });
});

describe.each(ALL.filter(([id]) => !catalogueEntry(id).switchable))('%s at %s, case %i', (id, _party, _index, one) => {
  test('cannot be switched off', async () => {
    const { record, answer } = await trial(id, one, { wrong: true, off: true });
    expect([record?.outcome, answer]).toEqual(['failed', one.refusal]);
  });
});
