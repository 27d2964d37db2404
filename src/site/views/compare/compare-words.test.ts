import { beforeAll, expect, test } from 'vitest';
import { fetchChecks } from '#engine/checks/fetch-checks.ts';
import { createPlayer } from '#engine/player/player.ts';
import type { LabState } from '#engine/player/player-view.ts';
import codeFlow from '#labs/code-flow/lab.ts';
import forgedToken from '#labs/forged-token/lab.ts';
import stolenCode from '#labs/stolen-code/lab.ts';
import validate from '#labs/validate/lab.ts';
import type { Lab } from '#engine/player/play.ts';
import { compareRuns } from './compare-runs.ts';
import { compareWords } from './compare-words.ts';
import { againstWritten, messageAsWritten, offAndOn, runBoth, stageOffAndOn, withAndWithout } from './run-both.ts';
import type { ComparedStates } from './run-both.ts';

beforeAll(() => fetchChecks([...validate.switches, ...codeFlow.switches, ...forgedToken.switches, ...stolenCode.switches]));

const fresh = (lab: Lab): LabState => ({
  lab: lab.id,
  stage: 0,
  edits: [],
  off: lab.attack?.stages[0]?.off ?? [],
  clock: [],
  own: [],
  position: 0,
});

async function words(lab: Lab, states: ComparedStates): Promise<string[]> {
  const { left, right } = await runBoth(lab, states);
  return compareWords(left, right, compareRuns(left.trace, right.trace));
}

async function keyOf(lab: Lab, path: string): Promise<string> {
  const player = createPlayer(lab);
  await player.prepare();
  while (player.view.draft && !player.view.draft.request.url.includes(path)) await player.send();
  return player.view.draft?.key ?? '';
}

test('an edited claim, why it was refused, and what was not sent because of it', async () => {
  const message = await keyOf(codeFlow, '/token');
  const state: LabState = {
    ...fresh(codeFlow),
    edits: [{ message, kind: 'text', place: { part: 'form', name: 'code_verifier', index: 0 }, value: 'x'.repeat(43) }],
  };
  const [lead, before, after, later] = await words(codeFlow, againstWritten(codeFlow, state));
  expect(lead).toMatch(/^The same until message \d+\. There code_verifier is “x{43}” instead of “.{43}”\.$/);
  expect(before).toMatch(/^As the lab was written: .* accepted/);
  expect(after).toMatch(/^As you have it: Authorization server refused: /);
  expect(later).toMatch(/^Messages \d+ (and|to) \d+ were sent only in one of them \(As the lab was written\)\.$/);
});

test('a changed claim of a token is told as that claim', async () => {
  const message = await keyOf(validate, 'https://api.lab.test');
  const state: LabState = {
    ...fresh(validate),
    edits: [
      {
        message,
        kind: 'jwt',
        place: { part: 'header', name: 'Authorization', index: 0 },
        header: {},
        claims: { aud: { kind: 'json', value: 'https://elsewhere.lab.test' } },
        signature: 'issuer',
      },
    ],
  };
  const [lead] = await words(validate, messageAsWritten(state, message));
  expect(lead).toMatch(/There aud is “https:\/\/elsewhere\.lab\.test” instead of “https:\/\/api\.lab\.test”\.$/);
});

test('a check that is off in one of them is named', async () => {
  const told = await words(stolenCode, stageOffAndOn(stolenCode, fresh(stolenCode)));
  expect(told[0]).toMatch(/is off \(Check off\) or (fails|passes) \(Check on\)/);
  expect(told.join(' ')).toContain('Check on: Authorization server refused');
});

test('the stages of an attack differ where the attack is, not where a check that is off would have passed', async () => {
  for (const stage of [0, 1, 2]) {
    const [lead] = await words(forgedToken, stageOffAndOn(forgedToken, { ...fresh(forgedToken), stage }));
    expect(lead).toMatch(/^The same until message 3\./);
  }
});

test('an answer that was changed on its way is told as such', async () => {
  const message = await keyOf(codeFlow, '/token');
  const state: LabState = {
    ...fresh(codeFlow),
    edits: [{ message, of: 'answer', kind: 'text', place: { part: 'json', name: 'id_token', index: 0 }, value: null }],
  };
  const [lead] = await words(codeFlow, withAndWithout(state, { ...state, edits: [] }));
  expect(lead).toContain('There the answer is changed on its way: id_token is gone');
});

test('a message of the reader’s own is told as sent in one of them only', async () => {
  const state: LabState = {
    ...fresh(validate),
    own: [{ at: 1, request: { method: 'GET', url: 'https://api.lab.test/me', headers: [], body: '' } }],
    position: 2,
  };
  const told = await words(validate, againstWritten(validate, state));
  expect(told[0]).toBe('The same until message 2. There GET /me is sent only in one of them (As you have it).');
  expect(told.at(-1)).toBe('What follows comes out the same.');
});

test('nothing is made of a difference that is none', async () => {
  expect(await words(validate, offAndOn(fresh(validate), []))).toEqual(['Both runs are the same.']);
});
