import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { startServe } from './serve-command.ts';

function run(...words: string[]): { readonly status: number | null; readonly stderr: string; readonly stdout: string } {
  return spawnSync('npm', ['run', '--silent', 'serve', '--', ...words], { encoding: 'utf8', shell: process.platform === 'win32' });
}

test('it prints a table of the parties, and what is switched off, and ends when it is told', async () => {
  const server = await startServe(['--off', 'jwt.audience', '--seed', '5']);
  for (const origin of Object.values(server.manifest.parties)) expect(server.printed()).toContain(origin);
  expect(server.manifest.switched_off).toEqual(['jwt.audience']);
  const answer = await fetch(`${server.manifest.issuer}/jwks`);
  expect(answer.headers.get('lab-switched-off')).toBe('jwt.audience');
  await server.stop();
  expect(server.printed()).toContain('Switched off, so misconfigured on purpose: jwt.audience.');
  await expect(fetch(`${server.manifest.issuer}/jwks`)).rejects.toThrow();
});

test('unknown checks, other hosts and unknown words are refused before anything listens', () => {
  expect(run('--off', 'jwt.nothing')).toMatchObject({ status: 1, stderr: expect.stringContaining('jwt.nothing') });
  expect(run('--host', '203.0.113.7')).toMatchObject({ status: 1, stderr: expect.stringContaining('no address of this machine') });
  expect(run('--what')).toMatchObject({ status: 1, stderr: expect.stringContaining('--what') });
  expect(run('--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('--off') });
});

test('the same seed gives the same secrets, another seed others', async () => {
  const cookie = async (seed: string): Promise<string | undefined> => {
    const server = await startServe(['--seed', seed]);
    const url = new URL(`${server.manifest.issuer}/authorize`);
    url.search = new URLSearchParams({
      response_type: 'code',
      client_id: 'ledger',
      redirect_uri: 'http://127.0.0.1/callback',
      scope: 'openid',
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      code_challenge_method: 'S256',
    }).toString();
    const answer = await fetch(url, { redirect: 'manual' });
    await server.stop();
    return answer.headers.getSetCookie()[0];
  };
  expect(await cookie('7')).toBe(await cookie('7'));
  expect(await cookie('7')).not.toBe(await cookie('8'));
});
