import { base64url } from '../../http/encoding.ts';
import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import { json, problem } from '../../http/problem.ts';
import { callOutside } from '../outbound-call.ts';
import { bodyRefused } from '../resource-server/body-refused.ts';
import { readBody } from '../resource-server/json-body.ts';
import { refuse } from '../resource-server/refuse.ts';
import type { Call } from './reading.ts';
import type { Invoice } from './invoices.ts';
import type { Webhook } from './store.ts';

/** Webhooks of one tenant. */
const MOST_WEBHOOKS = 5;

/** As much as is told of what a webhook answered. */
const EXCERPT = 200;

function event(url: string, type: string, data: object): HttpRequest {
  return { method: 'POST', url, headers: [['Content-Type', 'application/json']], body: JSON.stringify({ type, ...data }) };
}

/** The answer where a tenant has as many as it may; undefined where there is room for one more. */
function full({ caller, store }: Call): HttpResponse | undefined {
  const own = [...store.webhooks.values()].filter(({ tenant }) => tenant === caller.tenant);
  return own.length < MOST_WEBHOOKS ? undefined : problem(409, { detail: `A tenant has at most ${MOST_WEBHOOKS}.` });
}

/**
 * Registers an address that is told when an invoice changes, and calls it once to see whether it
 * answers. Whoever may name any address makes this API call it, from inside. OWASP API7:2023
 */
export async function register(call: Call): Promise<HttpResponse> {
  const { request, span, caller, store } = call;
  const unread = bodyRefused(call);
  if (unread) return unread;
  const url = readBody(request.body)?.['url'];
  if (typeof url !== 'string' || url.length > 500 || !URL.canParse(url)) {
    return problem(422, { detail: 'url must be an absolute address of at most 500 characters.' });
  }
  const noRoom = full(call);
  if (noRoom) return noRoom;
  const outcome = await callOutside(event(url, 'webhook.registered', {}), store.surroundings.callable, span);
  if ('refused' in outcome) return refuse(outcome.refused, call);
  if ('unreachable' in outcome) return problem(502, { detail: 'Nobody answers at the address of the webhook.' });
  // Others may have been registered while this one was called.
  const noRoomLeft = full(call);
  if (noRoomLeft) return noRoomLeft;
  const { status, body } = outcome.answer;
  const webhook: Webhook = { id: base64url(span.random(9)), url, owner: caller.sub, tenant: caller.tenant };
  store.webhooks.set(webhook.id, webhook);
  // Without a `Location`: it is found in the list at this very address, and nowhere by itself. RFC 9110 §15.3.2
  return json(201, { id: webhook.id, url, answered: { status, body: body.slice(0, EXCERPT) } });
}

/** Tells the webhooks of the invoice's tenant. What they answer changes nothing here. */
export async function notify(type: string, invoice: Invoice, { span, store }: Call): Promise<void> {
  for (const { url, tenant } of store.webhooks.values())
    if (tenant === invoice.tenant) await callOutside(event(url, type, { invoice: invoice.id }), store.surroundings.callable, span);
}

/** The webhooks of the caller's tenant. */
export function listWebhooks({ caller, store }: Call): HttpResponse {
  const own = [...store.webhooks.values()].filter(({ tenant }) => tenant === caller.tenant);
  return json(200, { webhooks: own.map(({ id, url, owner }) => ({ id, url, owner })) });
}
