// The code flow with PKCE as a browser and a web app go through it: login page, consent page, code, tokens.
import { createHash, randomBytes } from 'node:crypto';
import { Agent, request } from 'node:http';
import { formEntries, htmlForms } from '../../src/engine/actors/browser/html-form.ts';

/**
 * A client as one server knows it.
 * @typedef {{ authorize: string, token: string, clientId: string, secret: string, redirectUri: string, login: Record<string, string> }} FlowClient
 */

const agent = new Agent({ keepAlive: true });

/**
 * @param {string} url @param {{ method?: string, headers?: Record<string, string>, body?: string }} [message]
 * @returns {Promise<{ status: number, headers: import('node:http').IncomingHttpHeaders, body: string }>}
 */
function send(url, { method = 'GET', headers = {}, body = '' } = {}) {
  return new Promise((resolve, reject) => {
    const asking = request(url, { method, headers, agent }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk) => (text += String(chunk)));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
    });
    asking.on('error', reject);
    asking.end(body);
  });
}

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };

/**
 * Goes through the whole flow once, in a browser that was never there before.
 * @param {FlowClient} client
 * @returns {Promise<{ access_token: string, id_token: string }>}
 */
export async function flow({ authorize, token, clientId, secret, redirectUri, login }) {
  const verifier = randomBytes(32).toString('base64url');
  /** @type {Map<string, string>} */
  const cookies = new Map();
  /** @param {string} url @param {string} [form] */
  const go = async (url, form) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...(cookie === '' ? {} : { Cookie: cookie }), ...(form === undefined ? {} : FORM) };
    const answer = await send(url, form === undefined ? { headers } : { method: 'POST', headers, body: form });
    for (const set of answer.headers['set-cookie'] ?? []) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      cookies.set(name, value);
    }
    return answer;
  };
  const asked = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    scope: 'openid profile',
    prompt: 'consent',
    state: 'state',
    nonce: 'nonce',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  let url = `${authorize}?${asked.toString()}`;
  let answer = await go(url);
  for (let hop = 0; hop < 12; hop += 1) {
    const { location } = answer.headers;
    if (location !== undefined) {
      url = new URL(location, url).href;
      if (url.startsWith(redirectUri)) break;
      answer = await go(url);
      continue;
    }
    const [form] = htmlForms(answer.body);
    const entries = form && formEntries(form, form.controls.some(({ name }) => name === 'password') ? login : {});
    if (!form || !entries) throw new Error(`The flow ended at ${url}: ${String(answer.status)} ${answer.body.slice(0, 200)}`);
    url = new URL(form.action, url).href;
    answer = await go(url, new URLSearchParams(entries).toString());
  }
  const code = new URL(url).searchParams.get('code') ?? '';
  const redeemed = await send(token, {
    method: 'POST',
    headers: { ...FORM, Authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier }).toString(),
  });
  if (redeemed.status !== 200) throw new Error(`The code was not redeemed: ${redeemed.body}`);
  return JSON.parse(redeemed.body);
}
