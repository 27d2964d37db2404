import { expect, test } from 'vitest';
import { header } from '#engine/http/message.ts';
import type { HttpResponse } from '#engine/http/message.ts';
import { jsonRequest } from '#engine/services/authorization-server/register/request.fixture.ts';
import { ask, jsonBody, rehearse } from '../rehearsal.ts';
import rfc7591 from './rfc7591.json' with { type: 'json' };
import { shapeOf } from './shape.ts';

const { registration, refusals } = rfc7591;
const REGISTER = 'https://as.lab.test/register';

function register(cast = rehearse(), change: Readonly<Record<string, unknown>> = {}): Promise<HttpResponse> {
  return ask(cast, jsonRequest('POST', REGISTER, { ...registration.metadata, ...change }), 'app');
}

test(`RFC 7591: ${registration.comment}`, async () => {
  const response = await register();
  expect([response.status, header(response, 'cache-control'), header(response, 'pragma')]).toEqual([201, 'no-store', 'no-cache']);
  const body = jsonBody(response);
  expect(body).toMatchObject(registration.registered);
  expect(shapeOf(body)).toMatchObject(shapeOf(registration.members));
  expect(Object.keys(body)).not.toEqual(expect.arrayContaining(registration.ignored));
});

test('RFC 7592: a registration is read, changed and deleted by its own token', async () => {
  const cast = rehearse();
  const told = jsonBody(await register(cast));
  const token = ['Authorization', `Bearer ${String(told['registration_access_token'])}`] as const;
  const url = String(told['registration_client_uri']);
  expect(jsonBody(await ask(cast, { url, headers: [token] }, 'app'))).toEqual(told);
  const change = { ...registration.metadata, client_id: told['client_id'], client_name: 'My New Example' };
  const changed = await ask(cast, jsonRequest('PUT', url, change, [token]), 'app');
  expect([changed.status, jsonBody(changed)['client_name']]).toEqual([200, 'My New Example']);
  const deleted = await ask(cast, { method: 'DELETE', url, headers: [token] }, 'app');
  expect([deleted.status, deleted.body, header(deleted, 'cache-control'), header(deleted, 'pragma')]).toEqual([204, '', 'no-store', 'no-cache']);
});

test.each(refusals)('RFC 7591 $comment', async ({ change, answer }) => {
  const response = await register(rehearse(), change);
  expect([response.status, jsonBody(response)['error']]).toEqual([400, answer.error]);
  expect(shapeOf(jsonBody(response))).toEqual(shapeOf(answer));
});
