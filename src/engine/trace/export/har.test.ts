import { expect, test } from 'vitest';
import * as z from 'zod';
import { createLandscape } from '../../world/landscape.ts';
import { asHar } from './har.ts';
import { sampleTrace } from '../views.fixture.ts';

const text = z.string();
const size = z.int().min(-1);
const pair = z.object({ name: text, value: text, comment: z.optional(text) });
const cookie = pair.extend({
  path: z.optional(text),
  domain: z.optional(text),
  expires: z.optional(z.iso.datetime()),
  httpOnly: z.optional(z.boolean()),
  secure: z.optional(z.boolean()),
});
const parameter = z.object({ name: text, value: z.optional(text), fileName: z.optional(text), contentType: z.optional(text) });

/** The members that HAR 1.2 requires and their types; members of others begin with an underscore. */
const HAR = z.object({
  log: z.object({
    version: z.literal('1.2'),
    creator: z.object({ name: text, version: text }),
    browser: z.optional(z.object({ name: text, version: text })),
    comment: z.optional(text),
    entries: z.array(
      z
        .object({
          startedDateTime: z.iso.datetime(),
          time: z.number().min(0),
          request: z.strictObject({
            method: text,
            url: z.url(),
            httpVersion: text,
            cookies: z.array(cookie),
            headers: z.array(pair),
            queryString: z.array(pair),
            postData: z.optional(z.strictObject({ mimeType: text, params: z.array(parameter), text })),
            headersSize: size,
            bodySize: size,
          }),
          response: z.strictObject({
            status: z.int(),
            statusText: text,
            httpVersion: text,
            cookies: z.array(cookie),
            headers: z.array(pair),
            content: z.strictObject({ size: z.int().min(0), mimeType: text, text: z.optional(text) }),
            redirectURL: text,
            headersSize: size,
            bodySize: size,
          }),
          cache: z.strictObject({}),
          timings: z.strictObject({ send: z.number().min(0), wait: z.number().min(0), receive: z.number().min(0) }),
          comment: z.optional(text),
        })
        .catchall(z.unknown())
        .refine((entry) => Object.keys(entry).every((name) => name.startsWith('_') || HAR_ENTRY.has(name))),
    ),
  }),
});
const HAR_ENTRY = new Set(['startedDateTime', 'time', 'request', 'response', 'cache', 'timings', 'comment']);

const read = (json: string): z.infer<typeof HAR> => HAR.parse(JSON.parse(json));

test('a run is an HTTP Archive 1.2 with every member that the format requires', () => {
  const { log } = read(asHar(sampleTrace(), 'A run'));
  expect(log.entries).toHaveLength(3);
  expect(log.entries[0]?.request.postData).toMatchObject({ mimeType: 'application/x-www-form-urlencoded' });
  expect(log.entries[0]?.request.postData?.params).toContainEqual({ name: 'code', value: 'c0de' });
  expect(log.entries[1]?.request.queryString).toEqual([{ name: 'page', value: '1' }]);
  expect(log.entries[1]?.response).toMatchObject({ status: 401, statusText: 'Unauthorized' });
});

test('what a landscape really sent is valid too, cookies and redirects among it', async () => {
  const world = createLandscape({});
  const url = 'https://as.lab.test/authorize?response_type=code&client_id=nobody';
  await world.deliver({ method: 'GET', url, headers: [['Cookie', 'a=b=c; d']], body: '' }, { from: 'browser' });
  const [entry] = read(asHar(world.trace(), 'Real')).log.entries;
  expect(entry?.request.cookies).toEqual([
    { name: 'a', value: 'b=c' },
    { name: 'd', value: '' },
  ]);
});

test('cookies that are set keep their attributes, and a redirect its address', () => {
  const headers = [
    ['Set-Cookie', '__Host-s=1; Path=/; Secure; HttpOnly; Expires=Tue, 24 Nov 2026 10:00:00 GMT'],
    ['Set-Cookie', 'bare'],
    ['Location', '/next'],
  ] as const;
  const [, entry] = read(asHar(sampleTrace({ response: { status: 303, headers, body: '' } }), 'A run')).log.entries;
  expect(entry?.response.cookies).toEqual([
    { name: '__Host-s', value: '1', path: '/', secure: true, httpOnly: true, expires: '2026-11-24T10:00:00.000Z' },
    { name: 'bare', value: '', secure: false, httpOnly: false },
  ]);
  expect(entry?.response.redirectURL).toBe('/next');
});

test('a message that never arrived has status 0 and says why', () => {
  const [, entry] = read(asHar(sampleTrace({ response: undefined, failure: 'Nobody answers.' }), 'A run')).log.entries;
  expect(entry?.response).toMatchObject({ status: 0, bodySize: -1 });
  expect(entry?.['_error']).toBe('Nobody answers.');
});
