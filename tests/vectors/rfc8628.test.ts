import { expect, test } from 'vitest';
import { parseForm } from '#engine/http/form.ts';
import { readUserCode } from '#engine/protocol/device/user-code.ts';
import { ask, form, jsonBody, rehearse } from '../rehearsal.ts';
import rfc8628 from './rfc8628.json' with { type: 'json' };
import { shapeOf } from './shape.ts';

const { start, poll, userCodes } = rfc8628;

test(`RFC 8628: ${start.comment}`, async () => {
  expect(Object.fromEntries(parseForm(start.form))).toEqual(start.fields);
  const fields = { ...start.fields, client_id: 'television', scope: 'openid' };
  const body = jsonBody(await ask(rehearse(), form('https://as.lab.test/device_authorization', fields), 'television'));
  expect(shapeOf(body)).toEqual(shapeOf(start.answer));
  expect(body['verification_uri_complete']).toBe(`${String(body['verification_uri'])}?user_code=${String(body['user_code'])}`);
});

test(`RFC 8628: ${poll.comment}`, async () => {
  expect(Object.fromEntries(parseForm(poll.form))).toEqual(poll.fields);
  const cast = rehearse();
  const begun = form('https://as.lab.test/device_authorization', { client_id: 'television', scope: 'openid' });
  const { device_code: code } = jsonBody(await ask(cast, begun, 'television'));
  const fields = { ...poll.fields, client_id: 'television' };
  expect(jsonBody(await ask(cast, form('https://as.lab.test/token', fields), 'television'))['error']).toBe('invalid_grant');
  const own = { ...fields, device_code: String(code) };
  expect(jsonBody(await ask(cast, form('https://as.lab.test/token', own), 'television'))['error']).toBe('authorization_pending');
});

test.each(userCodes)('RFC 8628 $comment', ({ typed, read }) => {
  expect(readUserCode(typed)).toBe(read ?? undefined);
});
