import { expect, test } from 'vitest';
import { curl } from './curl.ts';
import { running, testLab } from '../lab.fixture.ts';

const API = 'https://api.lab.test';
const AS = 'https://as.lab.test';

test('an answer is printed, and with -i its header before it', async () => {
  expect(await running(curl, [`${API}/invoices`])).toMatchObject({
    stdout: expect.stringContaining('The request brings no credential'),
    stderr: '',
    status: 0,
  });
  const { stdout } = await running(curl, ['-i', `${API}/invoices`]);
  expect(stdout).toMatch(/^HTTP\/1\.1 401 Unauthorized\r\n.*WWW-Authenticate: .*\r\n\r\n\{/s);
});

test('-v shows the connection, what is sent and what comes, on standard error', async () => {
  const { stdout, stderr } = await running(curl, ['-sv', '-H', 'X-A: 1', '-H', 'Accept:', `${API}/invoices?a=b`]);
  expect(stdout).toMatch(/^\{/);
  expect(stderr).toContain('* SSL connection using TLSv1.3\n');
  expect(stderr).toContain('*  subjectAltName: host "api.lab.test" matches cert\'s "*.lab.test"\n');
  expect(stderr).toContain(
    '> GET /invoices?a=b HTTP/1.1\n> Host: api.lab.test\n> User-Agent: curl/8.15.0\n> X-A: 1\n>\n< HTTP/1.1 401 Unauthorized\n',
  );
  expect(stderr).toContain('* Connection #0 to host api.lab.test left intact\n');
});

test.each([
  [['https://nowhere.example/'], 6, 'Could not resolve host: nowhere.example'],
  [['http://api.lab.test/'], 7, 'Failed to connect to api.lab.test port 80'],
  [['https://api.lab.test:8443/'], 7, 'Failed to connect to api.lab.test port 8443'],
  [['api.lab.test'], 7, 'port 80'],
  [['ftp://api.lab.test/'], 1, 'Protocol "ftp" not supported'],
  [['https://'], 3, 'URL rejected'],
  [['-f', `${API}/invoices`], 22, 'The requested URL returned error: 401'],
  [['-d', '@nothing', `${AS}/token`], 26, 'Failed to open nothing'],
  [['--cert', 'nothing.pem', `${AS}/token`], 58, 'no such file'],
  [['--cert', '~/certs/payroll.pem', `${AS}/token`], 58, 'Add --key ~/certs/payroll.key'],
  [['--cert', '~/certs/payroll.pem', '--key', '~/certs/batch.key', `${AS}/token`], 58, "does not match the certificate's public key"],
  [['--cert', '~/certs/mallory.pem', '--key', '~/certs/mallory.key', `${AS}/token`], 35, 'alert unknown_ca'],
  [['--frobnicate', API], 2, 'option --frobnicate: is unknown'],
  [[], 2, 'no URL specified'],
])('curl %j ends with %i', async (args, status, message) => {
  const ended = await running(curl, args);
  expect(ended.status).toBe(status);
  expect(ended.stderr).toContain(message);
  expect(ended.stdout).toBe('');
});

test('nobody is called where the name or the port leads nowhere', async () => {
  const { lab, sent } = testLab();
  await running(curl, ['https://nowhere.example/', 'http://api.lab.test/'], { lab });
  expect(sent).toEqual([]);
});

test('-s is silent about an error, -S brings it back', async () => {
  expect((await running(curl, ['-s', 'https://nowhere.example/'])).stderr).toBe('');
  expect((await running(curl, ['-sS', 'https://nowhere.example/'])).stderr).toContain('(6)');
});

test('a form with -u gives a token', async () => {
  const { stdout } = await running(curl, [
    '-s',
    '-u',
    'expenses:wrong',
    '-d',
    'grant_type=client_credentials',
    '--data-urlencode',
    'scope=a b',
    `${AS}/token`,
  ]);
  expect(JSON.parse(stdout)).toMatchObject({ error: 'invalid_client' });
});

test('-G puts the data into the query, and --data-urlencode encodes it', async () => {
  const { lab, sent } = testLab();
  await running(curl, ['-G', '-d', 'a=1', '--data-urlencode', 'b=x y&z', '--data-urlencode', 'c@f', `${AS}/authorize`], {
    lab,
    files: { f: 'ü\n' },
  });
  expect(sent).toEqual([`GET ${AS}/authorize?a=1&b=x%20y%26z&c=%C3%BC%0A`]);
});

test('-d @file leaves line ends out, --data-binary keeps them, --json says what it is', async () => {
  const body = async (...args: string[]): Promise<string> =>
    (await running(curl, ['-v', ...args, `${API}/x`], { files: { f: '{"a":\n1}' } })).stderr;
  expect(await body('-d', '@f')).toContain('> Content-Length: 7\n');
  expect(await body('--data-binary', '@f')).toContain('> Content-Length: 8\n');
  expect(await body('--json', '@f')).toMatch(/> Accept: application\/json\n(> .*\n)*> Content-Type: application\/json\n/);
});

test('-I asks by HEAD and shows the header only', async () => {
  const { lab, sent } = testLab();
  const { stdout } = await running(curl, ['-I', `${AS}/jwks`], { lab });
  expect(sent).toEqual([`HEAD ${AS}/jwks`]);
  expect(stdout).toMatch(/^HTTP\/1\.1 200 OK\r\n.*\r\n\r\n$/s);
});

test('several addresses, an output file for the first, and -w after each', async () => {
  const ended = await running(curl, ['-s', '-o', 'keys', '-w', '%{http_code} %{url}\\n', `${AS}/jwks`, `${API}/invoices`]);
  expect(JSON.parse(ended.written['keys'] ?? '')).toHaveProperty('keys');
  expect(ended.stdout).toMatch(/^200 https:\/\/as\.lab\.test\/jwks\n\{.*\}\s*401 https:\/\/api\.lab\.test\/invoices\n$/s);
});

const AUTHORIZE = `${AS}/authorize?response_type=code&client_id=ledger&redirect_uri=https%3A%2F%2Fapp.lab.test%2Fcallback&scope=openid&state=s&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256`;

test('a redirect is shown, and followed with -L', async () => {
  const { lab, sent } = testLab();
  const stays = await running(curl, ['-s', '-o', 'x', '-w', '%{http_code} %{num_redirects} %{redirect_url}', `${AUTHORIZE}&prompt=none`], {
    lab,
  });
  expect(stays.stdout).toMatch(/^30[23] 0 https:\/\/app\.lab\.test\/callback\?error=login_required/);
  const follows = await running(curl, ['-sL', '-o', 'x', '-w', '%{http_code} %{num_redirects}', `${AUTHORIZE}&prompt=none`], { lab });
  expect(follows.stdout).toMatch(/^\d{3} 1$/);
  expect(sent).toHaveLength(3);
});

test('cookies go to a jar in the Netscape format, and from it into the next call', async () => {
  const { lab } = testLab();
  const first = await running(curl, ['-sL', '-c', 'jar', AUTHORIZE], { lab });
  expect(first.written['jar']).toMatch(/^# Netscape HTTP Cookie File\n.*\tFALSE\t\/.*\tTRUE\t\d+\t[^\t]+\t[^\t]+\n$/s);
  const second = await running(curl, ['-sv', '-b', 'jar', `${AS}/login`], { lab, files: { jar: first.written['jar'] ?? '' } });
  expect(second.stderr).toMatch(/> Cookie: \S+=\S+/);
  const elsewhere = await running(curl, ['-sv', '-b', 'jar', `${API}/`], { lab, files: { jar: first.written['jar'] ?? '' } });
  expect(elsewhere.stderr).not.toContain('> Cookie');
  const plain = await running(curl, ['-sv', '-b', 'a=1; b=2', `${API}/`], { lab });
  expect(plain.stderr).toContain('> Cookie: a=1; b=2\n');
});

test('what was refused is told of beside the output', async () => {
  const { lab } = testLab();
  const refusal = { party: 'Gateway', title: 'Audience includes this API', expected: 'a', received: 'b' };
  const told = { ...lab, send: async () => ({ response: { status: 401, headers: [], body: '' }, message: 3, refusal }) };
  const { notes, stdout } = await running(curl, [API], { lab: told });
  expect(stdout).toBe('');
  expect(notes).toEqual([
    'Gateway refused message 3: the check "Audience includes this API" failed. Expected a, came b. See Checks in the Inspector.',
  ]);
});
