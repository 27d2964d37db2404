import { expect, test } from 'vitest';
import { readCurlOptions } from './curl-options.ts';

const read = (line: string): ReturnType<typeof readCurlOptions> => readCurlOptions(line.split(' '));

test('letters stand together, the last one with its value', () => {
  expect(read('-sSLXPUT -oout.json https://a')).toMatchObject({
    silent: true,
    showError: true,
    location: true,
    method: 'PUT',
    output: ['out.json'],
    urls: ['https://a'],
  });
});

test('parts of a body keep their order and their kind', () => {
  expect(read('-d a=1 --data-urlencode b=2 --data-raw @c -G').data).toEqual([
    { kind: 'data', value: 'a=1' },
    { kind: 'urlencode', value: 'b=2' },
    { kind: 'raw', value: '@c' },
  ]);
});

test('long options may be shortened where only one fits, and be negated', () => {
  expect(read('--verb https://a')).toMatchObject({ verbose: true });
  expect(read('--location --no-location https://a')).toMatchObject({ location: false });
});

test('what follows -- is an address', () => {
  expect(read('-- -x').urls).toEqual(['-x']);
});

test.each([
  ['--nonsense', 'option --nonsense: is unknown'],
  ['-sZ', 'option -Z: is unknown'],
  ['-F a=b', 'option -F: no party of this lab takes multipart forms. Use -d or --data-urlencode'],
  ['--form a=b', 'option --form: no party of this lab takes multipart forms. Use -d or --data-urlencode'],
  ['-H', 'option -H: requires parameter'],
  ['--max-redirs many', 'option --max-redirs: expected a proper numerical parameter'],
])('%s is told of', (line, message) => {
  expect(() => read(line)).toThrow(message);
});
