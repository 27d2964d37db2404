import { describe, expect, test } from 'vitest';
import { played, set } from '../../tests/labs/played.ts';
import goAround from './lab.ts';

describe.each(goAround.attack?.stages.map(({ off }, stage) => [stage, off] as const) ?? [])('stage %i', (stage, off) => {
  test('the way around works with its defense off, and not with any of it on', async () => {
    expect(await played(goAround, { stage, off })).toEqual({ ends: 'around', goals: ['front-closed', 'went-around'] });
    for (const on of off)
      expect((await played(goAround, { stage, off: off.filter((check) => check !== on) })).goals).toEqual(['front-closed', 'layer-held']);
  });
});

test('a name in a header is believed only where the gateway leaves it and the API believes it', async () => {
  const edits = [set('usual#0', 'header X-User', 'carol')];
  for (const [off, believed] of [
    [[], false],
    [['gateway.strip-headers'], false],
    [['api.own-validation'], false],
    [['gateway.strip-headers', 'api.own-validation'], true],
  ] as const)
    expect((await played(goAround, { edits, off })).goals.includes('name-passed-on')).toBe(believed);
});

test('what a token may read anyway is no way around', async () => {
  const invoices = { message: 'around#0', kind: 'text', place: { part: 'url' }, value: 'https://api.lab.test/invoices' } as const;
  expect((await played(goAround, { stage: 2, edits: [invoices] })).ends).toBe('held');
});
