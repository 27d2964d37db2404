import * as z from 'zod/mini';
import type { CheckId } from '../checks/catalogue.ts';
import { isCheckId } from '../checks/whole-catalogue.ts';
import type { Exchange, Trace } from './trace.ts';

const LONGEST = 70_000;

const text = z.string().check(z.maxLength(LONGEST));
const name = z.string().check(z.maxLength(200));
const check = z.custom<CheckId>((value) => typeof value === 'string' && isCheckId(value));
const headers = z.readonly(z.array(z.readonly(z.tuple([text, text]))).check(z.maxLength(500)));
const number = z.int().check(z.positive());

const request = z.object({ method: name, url: text, headers, body: text });
const response = z.object({ status: z.int(), headers, body: text });

const exchange = z.object({
  number,
  parent: z.optional(number),
  step: z.optional(name),
  key: z.optional(name),
  from: name,
  to: name,
  request,
  response: z.optional(response),
  onPath: z.optional(z.object({ by: name, edited: z.array(text).check(z.maxLength(100)), given: response })),
  failure: z.optional(text),
  handshake: z.optional(
    z.object({ messages: z.array(z.object({ from: name, name, gist: text })).check(z.maxLength(40)), alert: z.optional(name) }),
  ),
  checks: z
    .array(
      z.object({
        check,
        party: name,
        outcome: z.enum(['passed', 'failed', 'switched-off', 'not-reached', 'sent', 'left-out']),
        expected: z.optional(text),
        received: z.optional(text),
        refusal: z.optional(text),
        wouldHave: z.optional(z.enum(['passed', 'failed'])),
      }),
    )
    .check(z.maxLength(500)),
  at: z.number(),
  edited: z.array(text).check(z.maxLength(100)),
  written: z.optional(request),
});

const party = z.object({
  id: name,
  name,
  kind: z.enum(['user', 'client', 'authorization-server', 'gateway', 'api', 'attacker']),
  origins: z.array(text).check(z.maxLength(20)),
  zone: z.optional(z.enum(['device', 'internet', 'company', 'inside'])),
});

const trace = z.object({
  parties: z.array(party).check(z.maxLength(100)),
  exchanges: z.array(exchange).check(z.maxLength(1000)),
  off: z.array(check).check(z.maxLength(500)),
});

/** A record that came from outside the page, or undefined where it is none. It is bounded and checked as hostile input is. */
export function readTrace(json: unknown): Trace | undefined {
  const read = trace.safeParse(json);
  return read.success ? read.data : undefined;
}

/** Exchanges that came from outside the page, or undefined where one of them is none. */
export function readExchanges(json: unknown): readonly Exchange[] | undefined {
  const read = z.array(exchange).check(z.maxLength(1000)).safeParse(json);
  return read.success ? read.data : undefined;
}
