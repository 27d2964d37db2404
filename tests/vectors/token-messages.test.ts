import { expect, test } from 'vitest';
import { formatClientBasic } from '#engine/http/basic.ts';
import type { Header } from '#engine/http/message.ts';
import { header } from '#engine/http/message.ts';
import { decodeCompact } from '#engine/protocol/token/jws.ts';
import { CLIENTS } from '#engine/world/clients.ts';
import { ask, jsonBody, rehearse } from '../rehearsal.ts';
import messages from './token-messages.json' with { type: 'json' };

const SECRETS: Readonly<Record<string, readonly [string, string]>> = {
  nightly: ['nightly-report', CLIENTS.nightlyReport.secret],
  ledger: ['ledger', CLIENTS.ledger.secret],
  gateway: ['gateway', CLIENTS.gateway.secret],
  nobody: ['nobody', 'x'],
};

/** A client's credentials where it is registered to put them. */
function credentials(client: string): { readonly headers: readonly Header[]; readonly fields: string } {
  const [user, password] = SECRETS[client] ?? ['', ''];
  if (client === 'nightly') return { headers: [], fields: `&client_id=${user}&client_secret=${password}` };
  return { headers: [['Authorization', formatClientBasic({ user, password })]], fields: '' };
}

test.each(messages.vectors)('$comment', async ({ client, path, body, accept, status, members, error, audience }) => {
  const { headers, fields } = credentials(client);
  const response = await ask(rehearse(), {
    method: 'POST',
    url: `https://as.lab.test${path}`,
    headers: [['Content-Type', 'application/x-www-form-urlencoded'], ...headers, ...(accept ? ([['Accept', accept]] as const) : [])],
    body: body + fields,
  });
  const answer = response.body === '' ? {} : jsonBody(response);
  expect([response.status, Object.keys(answer), answer['error']]).toEqual([status, members, error]);
  expect(header(response, 'cache-control')).toBe('no-store');
  if (audience) expect(decodeCompact(String(answer['access_token']))?.claims['aud']).toEqual(audience);
});
