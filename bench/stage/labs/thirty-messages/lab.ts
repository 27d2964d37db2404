import { defineLab } from '#engine/player/play.ts';

const CALLS = 15;

/** Thirty messages, each second one nested: only for measuring how long a stage takes with them. */
export default defineLab({
  id: 'thirty-messages',
  title: 'Thirty messages',
  summary: 'The app calls the gateway fifteen times, and the gateway the API.',
  teaches: [],
  switches: [],
  parties: ['app', 'gateway', 'invoices'],
  ends: 'done',
  endings: { done: 'Thirty messages have been sent.' },
  steps: [{ id: 'call', title: 'The app calls', text: 'Fifteen times the same.' }],
  goals: [],
  async play({ app, gateway, mintAccessToken, step }) {
    const token = await mintAccessToken({ sub: 'alice', scope: 'invoice_read' });
    await step('call', async () => {
      for (let call = 0; call < CALLS; call += 1) await app.get(`${gateway}/invoices`, token);
    });
    return 'done';
  },
});
