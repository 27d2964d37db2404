import { expect, test } from 'vitest';
import { parseForm } from '#engine/http/form.ts';
import { parseScope, scopeNarrower } from '#engine/protocol/authorization/scope.ts';
import { actingChain, actorMayAct } from '#engine/protocol/exchange/actor.ts';
import { exchangeAs } from '#engine/services/authorization-server/token/exchange/request.fixture.ts';
import { tokenFor } from '#engine/services/resource-server/protected-world.fixture.ts';
import { jsonBody, rehearse } from '../rehearsal.ts';
import rfc8693 from './rfc8693.json' with { type: 'json' };

test.each(rfc8693.delegations)('RFC 8693: $comment', ({ subject, actor, isCaller, scope, allowed, act }) => {
  expect(actorMayAct(subject, actor, isCaller).passed).toBe(allowed);
  expect(scopeNarrower(parseScope(scope), parseScope(subject.scope)).passed).toBe(true);
  if (act) expect(actingChain(subject, actor)).toEqual(act);
});

test(`RFC 8693: ${rfc8693.request.comment}`, async () => {
  const { form, fields, answer, members } = rfc8693.request;
  expect(Object.fromEntries(parseForm(form))).toEqual(fields);
  const { resource, ...rest } = fields;
  expect(resource).toBe('https://backend.example.com/api');
  const body = jsonBody(await exchangeAs(rehearse(), 'gateway', await tokenFor('alice'), { ...rest, subject_token: await tokenFor('alice') }));
  expect(body).toMatchObject(answer);
  expect(Object.keys(body)).toEqual(expect.arrayContaining(members));
});
