import type { CheckId } from '#engine/checks/catalogue.ts';
import { defineLab } from '#engine/player/play.ts';
import { answered, failedChecks, messagesOf } from '#engine/trace/outcomes.ts';
import type { Trace } from '#engine/trace/trace.ts';

/** What an exchange of a step was refused for at a party, by the checks of that party alone. */
function refusedAt(trace: Trace, step: string, party: 'gateway' | 'invoices', check: CheckId): boolean {
  return trace.exchanges.some(
    (exchange) =>
      exchange.step === step && exchange.to === party && failedChecks(exchange).join() === check && (exchange.response?.status ?? 0) >= 400,
  );
}

/** Whether the gateway let a call of this step through. */
function passedGateway(trace: Trace, step: string): boolean {
  return trace.exchanges.some((exchange) => exchange.step === step && exchange.from === 'gateway' && exchange.to === 'invoices');
}

function got(trace: Trace, step: string, status: number): boolean {
  return messagesOf(trace, step).some((message) => message.to === 'gateway' && answered(message, status));
}

/** Calls that somebody should refuse, each for a reason of its own. */
const TOO_MUCH = ['no-scope', 'other-department', 'other-tenant', 'large-amount'] as const;

export default defineLab({
  id: 'layers',
  title: 'Two who decide',
  summary:
    'The gateway asks what the app may do. The API asks what this user may do with this invoice. Six calls show why both have to ask.',
  teaches: ['gateway.scope', 'api.scope', 'api.object', 'api.tenant', 'api.policy', 'api.write-fields', 'api.read-fields'],
  switches: ['gateway.scope', 'api.scope', 'api.object', 'api.tenant', 'api.policy'],
  parties: ['app', 'gateway', 'invoices'],
  ends: 'only-her-own',
  endings: {
    'only-her-own': 'Alice reads and writes what is hers, and none of the other calls gets what it asks for.',
    'another-answered': 'Alice reads and writes what is hers, and one of the other calls gets what it asks for as well.',
    'alice-refused': 'Alice is refused what is hers.',
  },
  steps: [
    {
      id: 'own-invoice',
      title: 'The app reads an invoice for alice',
      text: 'The scope lets the app read invoices. The claims say who alice is: her department, her tenant. Both are in the same token, and different parties look at them.',
    },
    {
      id: 'no-scope',
      title: 'The app has not been allowed to read',
      text: 'Still alice, still her invoice. This token was issued to see who she is, and for nothing else.',
      predict: {
        question: 'It is the invoice of alice, and the token is hers. Who refuses the call?',
        choices: [
          {
            text: 'The API: it looks at whose invoice it is',
            right: false,
            because: 'It is hers, so there is nothing to find. And the call does not come that far.',
          },
          {
            text: 'The gateway: she has not allowed this app to read',
            right: true,
            because: 'Scope is about the app. For that, nobody has to know a single invoice.',
          },
          {
            text: 'Nobody: alice may read her own invoice',
            right: false,
            because: 'She may. The question is whether this app may do it for her.',
          },
        ],
      },
    },
    {
      id: 'other-department',
      title: 'The app reads the same invoice for bob',
      text: 'Bob works in Sales and did not write it. His token holds invoice_read. Change department in his token, signed as the issuer would.',
      predict: {
        question: 'The scope is right. Can the gateway see that bob may not read this invoice?',
        choices: [
          {
            text: 'Yes: the department is in the token',
            right: false,
            because: 'But not in the invoice that it has not seen. Whose it is stands in the database of the API.',
          },
          {
            text: 'No: only the API knows whose invoice it is',
            right: true,
            because: 'The gateway sees a path and a token. The API puts the claims beside the invoice.',
          },
          {
            text: 'Yes, if there were a scope for every invoice',
            right: false,
            because: 'Then the consent page would list them all, and a new invoice would need a new login.',
          },
        ],
      },
    },
    {
      id: 'other-tenant',
      title: 'The app reads it for carol',
      text: 'Carol is a manager in Finance, at another company that uses the same API. Look at the status: why not 403?',
    },
    { id: 'own-write', title: 'The app writes an invoice for alice', text: 'With the scope for it, and an amount as usual.' },
    {
      id: 'large-amount',
      title: 'The app writes a large one',
      text: 'The same token, the same alice, 9000 euros. Nothing about the sender has changed. Find the amount that is still accepted.',
    },
  ],
  goals: [
    {
      id: 'gateway-decides',
      text: 'Have a call refused by the gateway for its scope, before the API sees it.',
      reached: (trace) => refusedAt(trace, 'no-scope', 'gateway', 'gateway.scope') && !passedGateway(trace, 'no-scope'),
    },
    {
      id: 'api-decides',
      text: 'Have three calls pass the gateway and be refused by the API, each for another reason.',
      reached: (trace) =>
        refusedAt(trace, 'other-department', 'invoices', 'api.object') &&
        refusedAt(trace, 'other-tenant', 'invoices', 'api.tenant') &&
        refusedAt(trace, 'large-amount', 'invoices', 'api.policy'),
    },
    {
      id: 'second-line',
      text: 'Let the gateway forget the scope, and see the API refuse the same call.',
      reached: (trace) => trace.off.includes('gateway.scope') && refusedAt(trace, 'no-scope', 'invoices', 'api.scope'),
    },
    {
      id: 'claim-decides',
      text: 'Let bob read the invoice by a claim alone.',
      reached: (trace) => trace.off.length === 0 && got(trace, 'other-department', 200),
    },
    {
      id: 'amount-found',
      text: 'Find an amount above 1000 that the API still accepts in the last call.',
      reached: (trace) =>
        trace.off.length === 0 &&
        messagesOf(trace, 'large-amount').some(
          (message) =>
            message.to === 'gateway' && answered(message, 201) && Number(/"amount"\s*:\s*(\d+)/.exec(message.request.body)?.[1]) > 1000,
        ),
    },
  ],
  async play({ app, gateway, mintAccessToken, step, world }) {
    const invoice = `${gateway}/invoices/inv-1001`;
    const alice = await mintAccessToken({ sub: 'alice', scope: 'invoice_read invoice_write' });
    const nameOnly = await mintAccessToken({ sub: 'alice', scope: 'openid' });
    const bob = await mintAccessToken({ sub: 'bob', scope: 'invoice_read' });
    const carol = await mintAccessToken({ sub: 'carol', scope: 'invoice_read' });
    await step('own-invoice', () => app.get(invoice, alice));
    await step('no-scope', () => app.get(invoice, nameOnly));
    await step('other-department', () => app.get(invoice, bob));
    await step('other-tenant', () => app.get(invoice, carol));
    await step('own-write', () => app.post(`${gateway}/invoices`, { customer: 'C-204', amount: 120 }, alice));
    await step('large-amount', () => app.post(`${gateway}/invoices`, { customer: 'C-204', amount: 9000 }, alice));
    const trace = world.trace();
    if (!got(trace, 'own-invoice', 200) || !got(trace, 'own-write', 201)) return 'alice-refused';
    return TOO_MUCH.some((id) => got(trace, id, 200) || got(trace, id, 201)) ? 'another-answered' : 'only-her-own';
  },
});
