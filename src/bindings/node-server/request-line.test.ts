import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createTargetReader } from './request-line.ts';

const ORIGIN = 'http://127.0.0.1:9400';
const target = createTargetReader(ORIGIN);

function asked(host: string, url = '/jwks'): ReturnType<typeof target> {
  return target({ method: 'GET', httpVersion: '1.1', url }, [['Host', host]]);
}

describe('a host', () => {
  test.each(['127.0.0.1:9400', 'localhost:9400', 'LOCALHOST:9400'])('%s is this port', (host) => {
    expect(asked(host)).toEqual({ url: `${ORIGIN}/jwks` });
  });

  test.each([
    ...['', '127.0.0.1', 'localhost', '127.0.0.1:9401', '127.0.0.1:09400', '127.0.0.1:9400.', '127.0.0.1.:9400', 'localhost.:9400'],
    ...['127.1:9400', '2130706433:9400', '0x7f.0.0.1:9400', '0177.0.0.1:9400', '0.0.0.0:9400', '[::1]:9400', '[::ffff:127.0.0.1]:9400'],
    ...['127.0.0.1:9400.evil.test', 'evil.test:9400', '127.0.0.1.evil.test:9400', 'user@127.0.0.1:9400', '127.0.0.1:9400@evil.test'],
    ...['127.0.0.1:9400, evil.test', '127.0.0.1:9400/x', '127.0.0.1:9400#', '127.0.0.1:9400 ', '\u2460\u2461\u2466.0.0.1:9400'],
    ...[
      'l\u043Ecalhost:9400',
      '\uFF4Cocalhost:9400',
      'localhost\uFF1A9400',
      'localhos\u017F:9400',
      '\u212Aocalhost:9400',
      'xn--lcalhost-05a:9400',
    ],
  ])('%j is none of this port', (host) => {
    expect(asked(host)).toMatchObject({ status: 421 });
    expect(asked('127.0.0.1:9400', `http://${host.replace(/[/?#].*/, '~')}/jwks`)).toMatchObject({ status: 421 });
  });
});

test('whatever the request line and Host hold, what is heard is at this origin, or nothing is heard', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.constantFrom('127.0.0.1:9400', '/jwks', `${ORIGIN}/x`, '//evil', '*'),
  );
  fc.assert(
    fc.property(
      text,
      text,
      fc.constantFrom('GET', 'OPTIONS', undefined),
      fc.constantFrom('1.0', '1.1'),
      (url, host, method, httpVersion) => {
        const aim = target({ method, httpVersion, url }, host === '*' ? [] : [['Host', host]]);
        if ('url' in aim) expect([aim.url.startsWith(`${ORIGIN}/`), aim.url.includes('#')]).toEqual([true, false]);
        else expect([204, 400, 421]).toContain(aim.status);
      },
    ),
    { numRuns: 2000 },
  );
});
