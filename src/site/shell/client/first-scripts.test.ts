import { expect, test } from 'vitest';
import { createPlayer } from '#engine/player/player.ts';
import type { Player } from '#engine/player/player-view.ts';
import { failedChecks } from '#engine/trace/outcomes.ts';
import codeFlow from '#labs/code-flow/lab.ts';
import type { HttpRequest } from '#engine/http/message.ts';
import { followPromises } from '../sandbox/follow-promises.ts';
import { runScript } from '../sandbox/machine.ts';
import { FIRST_SCRIPTS } from './first-scripts.ts';
import { makeSentTokens } from './sent-tokens.ts';

/** The lab as the page gives it to a script, without a page. */
async function run(script: string) {
  const player: Player = createPlayer(codeFlow);
  const lines: string[] = [];
  const ending = await runScript({
    script: followPromises(script),
    now: () => player.view.now,
    print: ({ text }) => lines.push(text),
    ask: async (operation, input) => {
      if (operation === 'send') return player.sendOwn(input as HttpRequest);
      if (operation === 'tokens') return makeSentTokens(player.view.now);
      return player.moveClock(Number(input));
    },
  });
  const { exchanges } = player.view.trace;
  player.close();
  return { ending, text: lines.join('\n'), exchanges };
}

function lineOf(script: string, start: string): number {
  return script.split('\n').findIndex((line) => line.startsWith(start)) + 1;
}

function first(id: string): string {
  return FIRST_SCRIPTS.find((one) => one.id === id)?.text ?? '';
}

test.each(FIRST_SCRIPTS.map(({ id }) => id))('%s runs to its end, its messages in the record as those of the reader', async (id) => {
  const { ending, exchanges, text } = await run(first(id));
  expect(ending, text).toEqual({ kind: 'done', text: '' });
  expect(exchanges.filter(({ from }) => from === 'you').length).toBeGreaterThan(0);
});

test('the code flow logs alice in and reads her invoices', async () => {
  const { text } = await run(first('code-flow'));
  expect(text).toContain("sub: 'alice'");
  expect(text).toMatch(/came back to http:\/\/127\.0\.0\.1:8400\/callback\?code=/);
  expect(text).toContain('Invoices:');
});

test('a changed verifier is refused by the authorization server, and the library says so at its line', async () => {
  const changed = first('code-flow').replace(/codeVerifier,\n\);/, 'oauth.generateRandomCodeVerifier(),\n);');
  const { ending, exchanges } = await run(changed);
  expect(ending).toMatchObject({ kind: 'failed', text: expect.stringContaining('invalid_grant'), line: lineOf(changed, 'const tokens =') });
  expect(failedChecks(exchanges.at(-1) ?? expect.fail())).toEqual(['token.pkce-verifier']);
});

test('the validation has three holes, and each is closed by an edit', async () => {
  const script = first('validate-tokens');
  const wrong = (text: string): string[] => [...text.matchAll(/^Wrong: (.*?): accepted/gm)].map(([, title = '']) => title);
  const holes = ['a token for another API', 'a logout token of the same issuer', 'a token that never ends'];
  const { text } = await run(script);
  expect(wrong(text)).toEqual(holes);
  expect(text).toContain('3 judged wrongly.');
  const audience = script.replace('issuer: ISSUER,', 'issuer: ISSUER, audience: API,');
  expect(wrong((await run(audience)).text)).toEqual(holes.slice(1));
  const mended = audience.replace('audience: API,', "audience: API, typ: 'at+jwt', requiredClaims: ['exp'],");
  expect((await run(mended)).text).toContain('Every token is rightly judged.');
  const refusing = await run(script.replace('return payload;', "throw new Error('no');"));
  expect(refusing.text).toContain('2 judged wrongly.');
});

test('a token bound by DPoP is refused without its proof and with another', async () => {
  const { text } = await run(first('dpop-by-hand'));
  expect(text).toContain('DPoP token, bound to the key');
  expect(text).toMatch(/With a proof: 200 \nStolen, without the key: 401 .*\nWith a proof for another address: 401 .*another address/);
});

test('plain fetch is challenged first and then let in', async () => {
  const { text } = await run(first('plain-fetch'));
  expect(text).toMatch(/^401 Bearer/);
  expect(text).toContain('200 {');
});

test('oauth4webapi binds a token by DPoP, nonce and all, and its assertions are signed', async () => {
  const { ending, text } = await run(`
    import * as oauth from 'oauth4webapi';
    const issuer = new URL('https://as.lab.test');
    const server = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer));
    const client = { client_id: 'nightly-report' };
    const DPoP = oauth.DPoP(client, await oauth.generateKeyPair('ES256'));
    const secret = oauth.ClientSecretPost('nightly-secret-2c8e5d1b7f904a36');
    const ask = async () => oauth.processClientCredentialsResponse(server, client,
      await oauth.clientCredentialsGrantRequest(server, client, secret, { scope: 'invoice_read' }, { DPoP }));
    const tokens = await ask().catch((error) => {
      if (!oauth.isDPoPNonceError(error)) throw error;
      return ask();
    });
    const call = () => oauth.protectedResourceRequest(tokens.access_token, 'GET', new URL('https://api.lab.test/me'), undefined, null, { DPoP });
    const me = await call().catch((error) => {
      if (!oauth.isDPoPNonceError(error)) throw error;
      return call();
    });
    console.log(tokens.token_type, me.status);`);
  expect(ending).toEqual({ kind: 'done', text: '' });
  expect(text).toBe('dpop 200');
});

test('nothing but the lab can be reached', async () => {
  const { ending } = await run(`await fetch('https://example.com/');`);
  expect(ending).toMatchObject({ kind: 'failed', text: expect.stringContaining('Nobody answers at https://example.com'), line: 1 });
  expect((await run(`await fetch('/a');`)).ending).toMatchObject({ text: expect.stringContaining('Invalid URL') });
});

test('the world’s clock goes for the script, and a script can move it', async () => {
  const { text } = await run(`
    import { moveClock } from 'lab';
    const before = Date.now();
    await moveClock(90);
    console.log(new Date(before).getUTCFullYear(), (Date.now() - before) / 1000);`);
  expect(text).toBe('2026 90');
});

test('a page without such a button says which it has', async () => {
  const { ending } = await run(`
    import { openBrowser } from 'browser';
    const page = await openBrowser().open('https://as.lab.test/authorize?response_type=code&client_id=nobody');
    await page.submit({}, 'Allow');`);
  expect(ending.text).toContain('has no button "Allow"');
});
