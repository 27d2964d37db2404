import { defineLab } from '#engine/player/play.ts';
import type { Lab } from '#engine/player/play.ts';

/** A lab in which an app calls the gateway so many times, and the gateway the API: twice as many messages, only to measure a stage with them. */
export function callsLab(id: string, title: string, calls: number): Lab {
  return defineLab({
    id,
    title,
    summary: `The app calls the gateway ${calls} times, and the gateway the API.`,
    teaches: [],
    switches: [],
    parties: ['app', 'gateway', 'invoices'],
    ends: 'done',
    endings: { done: 'All messages have been sent.' },
    steps: [{ id: 'call', title: 'The app calls', text: `${calls} times the same.` }],
    goals: [],
    async play({ app, gateway, mintAccessToken, step }) {
      const token = await mintAccessToken({ sub: 'alice', scope: 'invoice_read' });
      await step('call', async () => {
        for (let call = 0; call < calls; call += 1) await app.get(`${gateway}/invoices`, token);
      });
      return 'done';
    },
  });
}
