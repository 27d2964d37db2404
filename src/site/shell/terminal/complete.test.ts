import { expect, test } from 'vitest';
import { complete } from './complete.ts';
import type { Known } from './complete.ts';

const known: Known = {
  commands: ['cat', 'curl', 'cut', 'jwt'],
  options: { curl: ['--cookie', '--cookie-jar', '--data'], jwt: ['decode', 'verify', '--key'] },
  values: { '--sign': ['keep', 'issuer'], '-connect': ['as.lab.test:443'] },
  files: ['/home/you/README', '/home/you/certs/payroll.pem', '/home/you/certs/payroll.key', '/tmp/a', '/home/you/.hidden'],
  directory: '/home/you',
  home: '/home/you',
  variables: ['ACCESS_TOKEN', 'ID_TOKEN'],
  urls: ['https://api.lab.test/', 'https://api.lab.test/invoices', 'https://as.lab.test/token'],
};
const at = (line: string): string => {
  const { from, insert } = complete(line, line.length, known);
  return line.slice(0, from) + insert;
};

test('a command, also after a pipe and inside of $( )', () => {
  expect(at('cur')).toBe('curl ');
  expect(at('cat x | jw')).toBe('cat x | jwt ');
  expect(at('A=$(cur')).toBe('A=$(curl ');
  expect(complete('c', 1, known)).toEqual({ from: 0, insert: 'c', choices: ['cat', 'curl', 'cut'] });
});

test('options of the command, and its words', () => {
  expect(at('curl --da')).toBe('curl --data ');
  expect(complete('curl --coo', 10, known).choices).toEqual(['--cookie', '--cookie-jar']);
  expect(at('jwt dec')).toBe('jwt decode ');
});

test('files, step by step, from where the shell stands, from home and from the root', () => {
  expect(at('cat R')).toBe('cat README ');
  expect(at('cat ce')).toBe('cat certs/');
  expect(at('cat certs/')).toBe('cat certs/payroll.');
  expect(at('cat ~/certs/payroll.k')).toBe('cat ~/certs/payroll.key ');
  expect(at('cat /t')).toBe('cat /tmp/');
  expect(at('curl -d @READ')).toBe('curl -d @README ');
});

test('a hidden file only where its dot was typed', () => {
  expect(at('cat .h')).toBe('cat .hidden ');
  expect(complete('cat ', 4, known).choices).toEqual(['README', 'certs/']);
});

test('addresses of the lab, also inside of quotes', () => {
  expect(at('curl htt')).toBe('curl https://a');
  expect(at('curl https://as')).toBe('curl https://as.lab.test/token ');
  expect(at('curl "https://as')).toBe('curl "https://as.lab.test/token"');
});

test('what an option can be followed by', () => {
  expect(at('jwt edit x --sign is')).toBe('jwt edit x --sign issuer ');
  expect(at('openssl s_client -connect ')).toBe('openssl s_client -connect as.lab.test:443 ');
});

test('variables', () => {
  expect(at('echo $AC')).toBe('echo $ACCESS_TOKEN');
  expect(at('curl -H "Authorization: Bearer $AC')).toBe('curl -H "Authorization: Bearer $ACCESS_TOKEN');
});

test('nothing that fits leaves the line as it is', () => {
  expect(at('nope')).toBe('nope');
  expect(at('cat zzz')).toBe('cat zzz');
});
