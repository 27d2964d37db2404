import { expect, test } from 'vitest';
import { header } from '#engine/http/message.ts';
import { ask, jsonBody, rehearse } from '../rehearsal.ts';
import rfc8414 from './rfc8414.json' with { type: 'json' };
import { shapeOf } from './shape.ts';

const DOCUMENT = 'https://as.lab.test/.well-known/oauth-authorization-server';

test(`RFC 8414: ${rfc8414.comment}`, async () => {
  const response = await ask(rehearse(), { url: DOCUMENT });
  expect([response.status, header(response, 'content-type')]).toEqual([200, 'application/json']);
  const metadata = jsonBody(response);
  expect(Object.keys(metadata)).toEqual(expect.arrayContaining(rfc8414.required));
  const ours = Object.entries(shapeOf(metadata)).filter(([name]) => Object.hasOwn(rfc8414.metadata, name));
  expect(shapeOf(rfc8414.metadata)).toMatchObject(Object.fromEntries(ours));
  // A member without a value is left out. RFC 8414 §3.2
  expect(Object.values(metadata).filter((value) => value === null || (Array.isArray(value) && value.length === 0))).toEqual([]);
});

test.each(rfc8414.endpoints)('the metadata names %s, under the issuer, and something answers there', async (name) => {
  const cast = rehearse();
  const url = String(jsonBody(await ask(cast, { url: DOCUMENT }))[name]);
  expect(url.startsWith('https://as.lab.test/')).toBe(true);
  expect((await ask(cast, { url })).status).not.toBe(404);
});

test('the document names the issuer it was asked of', async () => {
  expect(jsonBody(await ask(rehearse(), { url: DOCUMENT }))['issuer']).toBe('https://as.lab.test');
});
