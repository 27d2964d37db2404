import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromBase64, toBase64 } from './values/base64.ts';
import { FormData as GuestForm } from './fetch/form-data.ts';
import { Headers as GuestHeaders } from './fetch/headers.ts';
import { pack, unpack } from './values/packing.ts';
import { structuredClone as guestClone } from './values/structured-clone.ts';
import { TextDecoder as GuestDecoder, decodeUtf8, encodeUtf8 } from './values/text.ts';
import { URLSearchParams as GuestParams } from './fetch/url-search-params.ts';

const text = fc.string({ unit: 'binary' });
const bytes = fc.uint8Array({ maxLength: 64 });

test('text becomes the bytes that the platform makes of it, halves of pairs included', () => {
  fc.assert(
    fc.property(fc.oneof(text, fc.constant('\uD800x\uDC00')), (one) => {
      expect(encodeUtf8(one)).toEqual(new TextEncoder().encode(one));
    }),
  );
});

test('bytes become the text that the platform makes of them, well-formed or not', () => {
  fc.assert(
    fc.property(bytes, (one) => {
      expect(decodeUtf8(one)).toBe(new TextDecoder('utf-8', { ignoreBOM: true }).decode(one));
    }),
    { numRuns: 2000 },
  );
  fc.assert(
    fc.property(text, (one) => {
      const cut = new TextEncoder().encode(one).slice(0, -1);
      expect(decodeUtf8(cut)).toBe(new TextDecoder('utf-8', { ignoreBOM: true }).decode(cut));
    }),
  );
});

test('a decoder drops a mark at the start, and a fatal one throws', () => {
  expect(new GuestDecoder().decode(new Uint8Array([0xef, 0xbb, 0xbf, 0x61]))).toBe('a');
  expect(() => new GuestDecoder('utf-8', { fatal: true }).decode(new Uint8Array([0xff]))).toThrow(TypeError);
  expect(() => new GuestDecoder('latin1')).toThrow(RangeError);
});

test('base64 goes both ways as in the platform', () => {
  fc.assert(
    fc.property(bytes, (one) => {
      expect(toBase64(one)).toBe(Buffer.from(one).toString('base64'));
      expect(fromBase64(toBase64(one))).toEqual(one);
    }),
  );
  for (const bad of ['a', '=', 'a===', 'ab=c', 'é', 'a-b_']) expect(fromBase64(bad)).toBeUndefined();
});

test('a query is read and written as the platform does it', () => {
  // Node itself misreads characters beyond ASCII beside a percent sign.
  const encoded = fc.string({ unit: fc.constantFrom('a', '=', '&', '%', '+', '2', '0', 'C3', 'A9', '?', '#') });
  const query = fc.oneof(
    text.filter((one) => !one.includes('%')),
    encoded,
  );
  fc.assert(
    fc.property(query, (one) => {
      const [guest, real] = [new GuestParams(one), new URLSearchParams(one)];
      expect([...guest]).toEqual([...real]);
      expect(guest.toString()).toBe(real.toString());
    }),
    { numRuns: 1000 },
  );
});

test('params change as the platform’s do', () => {
  const steps = fc.array(fc.tuple(fc.constantFrom('append', 'set', 'delete'), fc.constantFrom('a', 'b'), fc.constantFrom('1', '2')));
  fc.assert(
    fc.property(steps, (all) => {
      const [guest, real] = [new GuestParams({ a: '0' }), new URLSearchParams({ a: '0' })];
      for (const [step, name, value] of all) {
        if (step === 'append' || step === 'set') for (const one of [guest, real]) one[step](name, value);
        else for (const one of [guest, real]) one.delete(name);
      }
      expect([guest.toString(), guest.get('a'), guest.getAll('b'), guest.has('b'), guest.size]).toEqual([
        real.toString(),
        real.get('a'),
        real.getAll('b'),
        real.has('b'),
        real.size,
      ]);
    }),
  );
});

const entries = fc.array(
  fc.tuple(
    fc.string({ unit: fc.constantFrom('a', 'ä', '"', '\r', '\n', ';', '=') }),
    text.map((one) => one.toWellFormed()),
  ),
  {
    maxLength: 4,
  },
);

test('a form that is written is read by the platform, and the platform’s is read', async () => {
  await fc.assert(
    fc.asyncProperty(entries, async (all) => {
      const [guest, real] = [new GuestForm(), new FormData()];
      for (const [name, value] of all) for (const one of [guest, real]) one.append(name, value);
      const { content, type } = GuestForm.written(guest);
      const sent = new Response(real);
      const read = GuestForm.read(await sent.clone().text(), sent.headers.get('content-type'));
      if (all.length > 0) expect([...(await new Response(content, { headers: { 'Content-Type': type } }).formData())]).toEqual([...read]);
      expect([...GuestForm.read(content, type)]).toEqual([...read]);
    }),
  );
});

test('the boundary of a form is nothing that the form holds', () => {
  const form = new GuestForm();
  form.append('a', '--form-boundary-1--\r\n--form-boundary-2');
  expect(GuestForm.written(form).type).toBe('multipart/form-data; boundary=form-boundary-3');
  expect(GuestForm.read(GuestForm.written(form).content, GuestForm.written(form).type).get('a')).toContain('--form-boundary-1--');
});

test.each([
  ['a=1', 'text/plain'],
  ['a=1', null],
  ['--b\r\n', 'multipart/form-data; boundary=b'],
  ['--b\r\nX: y\r\n\r\n1\r\n--b--', 'multipart/form-data; boundary=b'],
  ['--b--', 'multipart/form-data'],
])('what is no form is refused: %j as %j', (body, type) => {
  expect(() => GuestForm.read(body, type)).toThrow(TypeError);
});

test('a form of one line is read, too, and forms change as the platform’s do', () => {
  expect([...GuestForm.read('a=1&b=%C3%A4', 'application/x-www-form-urlencoded;charset=UTF-8')]).toEqual([
    ['a', '1'],
    ['b', 'ä'],
  ]);
  const forms = [new GuestForm(), new FormData()] as const;
  for (const form of forms) {
    for (const name of ['a', 'b', 'a', 'c']) form.append(name, '1');
    form.set('a', '2');
    form.delete('c');
  }
  expect([...forms[0]]).toEqual([...forms[1]]);
  expect([forms[0].get('c'), forms[0].has('b'), forms[0].getAll('a')]).toEqual([null, true, ['2']]);
});

test('headers are found without case, joined, sorted, and cookies stay apart', () => {
  const fields = [
    ['X-B', '1'],
    ['Set-Cookie', 'a=1'],
    ['x-b', '2'],
    ['Set-Cookie', 'b=2'],
    ['Accept', ' text/html '],
  ] as const;
  const [guest, real] = [new GuestHeaders(fields), new Headers(fields.map(([name, value]): [string, string] => [name, value]))];
  expect([...guest]).toEqual([...real]);
  expect(guest.getSetCookie()).toEqual(['a=1', 'b=2']);
  guest.set('X-b', '3');
  guest.delete('ACCEPT');
  expect([...guest.keys()]).toEqual(['set-cookie', 'set-cookie', 'x-b']);
  expect(guest.get('nothing')).toBeNull();
});

test.each([
  ['a b', 'x'],
  ['', 'x'],
  ['a', 'x\r\nEvil: 1'],
  ['a', 'ü\u0100'],
])('a header cannot be written that would break a message: %j %j', (name, value) => {
  expect(() => new GuestHeaders({ [name]: value })).toThrow(TypeError);
});

test('no header is forbidden: this is the client of a server', () => {
  expect(new GuestHeaders({ Origin: 'https://evil.test', Cookie: 'a=1', Host: 'x' }).get('cookie')).toBe('a=1');
});

test('values cross as text and come back, bytes as bytes', () => {
  const value = { a: [1, 'x', null, true], b: new Uint8Array([1, 2]), c: new Uint8Array([3]).buffer, __proto__: null };
  expect(unpack(pack(value))).toEqual({ a: [1, 'x', null, true], b: new Uint8Array([1, 2]), c: new Uint8Array([3]).buffer });
  expect(unpack(pack(undefined))).toBeNull();
  expect(pack({ f: () => 1 })).toBe('{}');
  const key = { secret: true };
  const packed = pack({ key }, (one) => (one === key ? { $key: 7, type: 'secret' } : undefined));
  expect(packed).toBe('{"key":{"$key":7,"type":"secret"}}');
  expect(unpack(packed, ({ $key }) => $key)).toEqual({ key: 7 });
});

test('a name that is the way to a prototype is only a name', () => {
  const value = unpack('{"__proto__":{"polluted":true}}');
  expect(Object.keys(value as object)).toEqual(['__proto__']);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

test('a clone is deep, keeps its circles and shares nothing', () => {
  const value = {
    list: [1, new Date(5)],
    map: new Map([['a', { b: 1 }]]),
    set: new Set([1]),
    bytes: new Uint8Array([1, 2, 3]).subarray(1),
  };
  const copy = guestClone(value);
  expect(copy).toEqual(value);
  expect(copy.map.get('a')).not.toBe(value.map.get('a'));
  const circle: { self?: unknown } = {};
  circle.self = circle;
  const cloned = guestClone(circle);
  expect(cloned.self).toBe(cloned);
  expect(() => guestClone({ f: () => 1 })).toThrow('could not be cloned');
});
