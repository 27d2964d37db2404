import { expect, test } from 'vitest';
import { ask, rehearse } from '../../../../tests/rehearsal.ts';
import { headerValues } from '../../http/message.ts';
import { PARTNER, PARTNER_KEYS } from '../../world/parties.ts';

test('each customer is known by a key of its own', async () => {
  for (const key of Object.values(PARTNER_KEYS)) {
    const response = await ask(rehearse(), { url: `${PARTNER}/rates`, headers: [['Authorization', `Bearer ${key}`]] });
    expect(response.status).toBe(200);
  }
});

test.each([[[]], [[['Authorization', 'Bearer another-key']]], [[['Authorization', 'DPoP a.b.c']]]] as const)(
  'whoever comes with %j is asked for a key, by the one scheme it knows',
  async (headers) => {
    const response = await ask(rehearse(), { url: `${PARTNER}/rates`, headers });
    expect([response.status, headerValues(response, 'www-authenticate')]).toEqual([401, ['Bearer realm="partner"']]);
  },
);
