import { expect, test } from 'vitest';
import { formatClientBasic } from '#engine/http/basic.ts';
import { parseForm } from '#engine/http/form.ts';
import { header } from '#engine/http/message.ts';
import type { HttpResponse } from '#engine/http/message.ts';
import { CLIENTS } from '#engine/world/clients.ts';
import { ask, form, jsonBody, rehearse } from '../rehearsal.ts';
import rfc9126 from './rfc9126.json' with { type: 'json' };
import { shapeOf } from './shape.ts';

const { push, refusals } = rfc9126;
const { id, secret, redirectUris } = CLIENTS.bank;
const ours = { client_id: id, redirect_uri: redirectUris[0], scope: 'openid' };

/** The example's request by a client of the landscape. */
function pushed(change: Readonly<Record<string, string>> = {}): Promise<HttpResponse> {
  const authorization = ['Authorization', formatClientBasic({ user: id, password: secret })] as const;
  return ask(rehearse(), form('https://as.lab.test/par', { ...push.fields, ...ours, ...change }, [authorization]), 'bank');
}

test(`RFC 9126: ${push.comment}`, async () => {
  expect(Object.fromEntries(parseForm(push.form))).toEqual(push.fields);
  const response = await pushed();
  expect([response.status, header(response, 'cache-control')]).toEqual([201, 'no-store']);
  expect(shapeOf(jsonBody(response))).toEqual(shapeOf(push.answer));
  const prefix = push.answer.request_uri.slice(0, push.answer.request_uri.lastIndexOf(':') + 1);
  expect(String(jsonBody(response)['request_uri']).startsWith(prefix)).toBe(true);
});

test.each(refusals)('RFC 9126 $comment', async ({ change, answer }) => {
  const response = await pushed(change);
  expect([response.status, header(response, 'cache-control')]).toEqual([400, 'no-store']);
  expect(jsonBody(response)['error']).toBe(answer.error);
  expect(shapeOf(jsonBody(response))).toEqual(shapeOf(answer));
});
