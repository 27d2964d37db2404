import { describe, expect, test } from 'vitest';
import type { CheckId } from '#engine/checks/catalogue.ts';
import type { ClaimValue, Edit, JsonValue, SignatureChoice } from '#engine/player/edits/edits.ts';
import type { Lab } from '#engine/player/play.ts';
import { createPlayer } from '#engine/player/player.ts';
import { runPlay } from '#engine/player/run.ts';
import codeFlow from '#labs/code-flow/lab.ts';
import stolenCode from '#labs/stolen-code/lab.ts';
import validate from '#labs/validate/lab.ts';
import token from '#labs/what-a-token-opens/lab.ts';
import who from '#labs/who-and-what/lab.ts';

const bearer = { part: 'header', name: 'Authorization', index: 0 } as const;
const json = (value: JsonValue): ClaimValue => ({ kind: 'json', value });

function claims(message: string, changes: Readonly<Record<string, ClaimValue>>, signature: SignatureChoice = 'issuer'): Edit {
  return { message, kind: 'jwt', place: bearer, header: {}, claims: changes, signature };
}

async function reached(lab: Lab, setting: { edits?: readonly Edit[]; off?: readonly CheckId[]; stage?: number } = {}): Promise<string[]> {
  const { trace, outcome, problem } = await runPlay(lab, setting);
  expect(problem).toBeUndefined();
  return lab.goals.filter((goal) => goal.reached(trace, outcome)).map(({ id }) => id);
}

describe('goals that a reader reaches by sending', () => {
  test('the first lab shows both refusals', async () => {
    expect(await reached(token)).toEqual(['copy-refused', 'more-refused']);
  });

  test('the three ways to be refused', async () => {
    expect(await reached(who)).toEqual(['challenged', 'not-believed', 'refused-for-scope']);
  });

  test('the code flow leads to the invoices', async () => {
    expect(await reached(codeFlow)).toEqual(['invoices-read']);
  });

  test('an attack is won with its defense off, and refused with it on', async () => {
    for (const [stage, { off }] of (stolenCode.attack?.stages ?? []).entries()) {
      expect(await reached(stolenCode, { stage, off })).toEqual(['code-redeemed']);
      expect(await reached(stolenCode, { stage })).toEqual(['code-refused']);
    }
  });

  test('validating asks for a change first', async () => {
    expect(await reached(validate)).toEqual([]);
  });
});

describe('goals that a reader reaches by changing something', () => {
  test('a token that the issuer signed for more lets the app write', async () => {
    expect(await reached(token, { edits: [claims('ask-more#0', { scope: json('invoice_read invoice_write') })] })).toContain(
      'more-accepted',
    );
    expect(await reached(token, { edits: [claims('ask-more#0', { scope: json('invoice_read invoice_write') }, 'keep')] })).not.toContain(
      'more-accepted',
    );
  });

  test.each([
    ['audience-refused', claims('call#0', { aud: json('https://payments.internal.lab.test') })],
    ['time-only', claims('call#0', { exp: { kind: 'time', inSeconds: -60 } })],
    ['leeway-used', claims('later#0', { exp: { kind: 'time', inSeconds: -10 } })],
    ['signature-only', claims('call#0', { sub: json('carol') }, 'keep')],
    ['api-decides', claims('one-invoice#0', { sub: json('bob'), department: json('Sales') })],
  ])('validate: %s', async (goal, edit) => {
    expect(await reached(validate, { edits: [edit] })).toEqual([goal]);
  });

  test('validate: the whole life of the token on the clock is still inside the leeway, and a minute more is not', async () => {
    for (const [seconds, goal] of [
      [300, 'leeway-used'],
      [360, 'time-only'],
    ] as const) {
      const player = createPlayer(validate);
      await player.goTo(0);
      for (let message = 0; message < 3; message += 1) await player.send();
      await player.moveClock(seconds);
      await player.send();
      expect(player.view.reached).toEqual([goal]);
      player.close();
    }
  });

  test('a changed redirect_uri is shown to the user alone', async () => {
    const edit: Edit = {
      message: 'authorize#0',
      kind: 'text',
      place: { part: 'query', name: 'redirect_uri', index: 0 },
      value: 'https://evil.lab.test/callback',
    };
    expect(await reached(codeFlow, { edits: [edit] })).toEqual(['redirect-refused']);
  });

  test('a changed verifier spoils the code', async () => {
    const edit: Edit = {
      message: 'redeem#0',
      kind: 'text',
      place: { part: 'form', name: 'code_verifier', index: 0 },
      value: 'x'.repeat(43),
    };
    expect(await reached(codeFlow, { edits: [edit] })).toEqual(['verifier-refused']);
  });
});

test('with the signature check off, the rewritten copy reads what carol may read', async () => {
  const { outcome } = await runPlay(token, { off: ['jwt.signature'] });
  expect(outcome).toBe('copy-accepted');
});
