import { defineLab } from '#engine/player/play.ts';

const CALLS = 200;

/** Four hundred messages, each second one nested: only for measuring whether a step costs more, the longer a run is. */
export default defineLab({
  id: 'four-hundred-messages',
  title: 'Four hundred messages',
  summary: 'The app calls the gateway two hundred times, and the gateway the API.',
  teaches: [],
  switches: [],
  parties: ['app', 'gateway', 'invoices'],
  ends: 'done',
  endings: { done: 'Four hundred messages have been sent.' },
  steps: [{ id: 'call', title: 'The app calls', text: 'Two hundred times the same.' }],
  goals: [],
  async play({ app, gateway, mintAccessToken, step }) {
    const token = await mintAccessToken({ sub: 'alice', scope: 'invoice_read' });
    await step('call', async () => {
      for (let call = 0; call < CALLS; call += 1) await app.get(`${gateway}/invoices`, token);
    });
    return 'done';
  },
});
