import { expect, test } from 'vitest';
import { ask, exchange, form, jsonBody, outcomeOf, rehearse } from '../../../../../tests/rehearsal.ts';
import { header } from '../../../http/message.ts';
import type { Header } from '../../../http/message.ts';
import { decodeCompact } from '../../../protocol/token/jws.ts';
import { CLIENTS } from '../../../world/clients.ts';
import { GATEWAY, ISSUER } from '../../../world/parties.ts';

test.each([CLIENTS.namesake, CLIENTS.nightlyReport])(
  'a token that $id got for itself opens no user data after an exchange either',
  async ({ id, secret }) => {
    const cast = rehearse();
    const fields = { grant_type: 'client_credentials', scope: 'invoice_read', client_id: id, client_secret: secret };
    const { access_token: token } = jsonBody(await ask(cast, form(`${ISSUER}/token`, fields)));
    const headers: Header[] = [['Authorization', `Bearer ${String(token)}`]];
    for (const path of ['/invoices', '/exchanged/invoices']) {
      const response = await ask(cast, { url: `${GATEWAY}${path}`, headers });
      expect([path, response.status, outcomeOf(cast, 'api.user-token')]).toEqual([path, 403, 'failed']);
    }
    const sent = header(exchange(cast).request, 'authorization')?.replace('Bearer ', '') ?? '';
    expect(decodeCompact(sent)?.claims).toMatchObject({
      sub: `client:${id}`,
      client_id: CLIENTS.gateway.id,
      act: { sub: CLIENTS.gateway.id },
    });
  },
);
