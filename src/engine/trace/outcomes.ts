import type { CheckId } from '../checks/catalogue.ts';
import type { HttpResponse } from '../http/message.ts';
import { isJsonObject, parseStrictJson } from '../http/strict-json.ts';
import type { Exchange, PartyId, Trace } from './trace.ts';

/** The messages an actor sent itself, in one step of a play or in all of them. */
export function messagesOf(trace: Trace, step?: string): Exchange[] {
  return trace.exchanges.filter((exchange) => exchange.parent === undefined && (step === undefined || exchange.step === step));
}

/** The checks that failed where the message arrived, each once, in the order they were made. */
export function failedChecks(exchange: Exchange): CheckId[] {
  return [
    ...new Set(exchange.checks.filter(({ outcome, party }) => outcome === 'failed' && party === exchange.to).map(({ check }) => check)),
  ];
}

/** Whether a message was answered with that status. */
export function answered(exchange: Exchange | undefined, status: number): boolean {
  return exchange?.response?.status === status;
}

/** Whether the party it was sent to refused a message with that status because of that check. */
export function refusedFor(exchange: Exchange | undefined, status: number, check: CheckId): boolean {
  return exchange !== undefined && answered(exchange, status) && failedChecks(exchange)[0] === check;
}

/** Whether a check passed at a party. */
export function passedAt(exchange: Exchange, party: PartyId, check: CheckId): boolean {
  return exchange.checks.some((record) => record.party === party && record.check === check && record.outcome === 'passed');
}

/** Whether an answer holds invoices: a 200 alone may have come from anywhere. */
export function holdsInvoices(response: HttpResponse): boolean {
  const parsed = parseStrictJson(response.body);
  return response.status === 200 && parsed.ok && isJsonObject(parsed.value) && Array.isArray(parsed.value['invoices']);
}
