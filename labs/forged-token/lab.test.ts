import { describe, expect, test } from 'vitest';
import type { SignatureChoice } from '#engine/player/edits/edits.ts';
import { played } from '../../tests/labs/played.ts';
import forged from './lab.ts';

describe.each(forged.attack?.stages.map(({ off }, stage) => [stage, off] as const) ?? [])('stage %i', (stage, off) => {
  test('the forgery is believed with its defenses off, and each of them alone refuses it', async () => {
    expect(await played(forged, { stage, off })).toEqual({ ends: 'carol-read', goals: ['own-read', 'forgery-believed', 'approved'] });
    for (const on of off)
      expect((await played(forged, { stage, off: off.filter((check) => check !== on) })).goals).toEqual(['own-read', 'forgery-refused']);
  });
});

test.each([
  ['keep', false],
  ['attacker', false],
  ['none', false],
  ['hmac-public-key', false],
  ['issuer', true],
] as const)('of a copy of the genuine token that names carol, "%s" is believed: %s', async (signature: SignatureChoice, believed) => {
  const { goals } = await played(forged, {
    edits: [
      {
        message: 'own#0',
        kind: 'jwt',
        place: { part: 'header', name: 'Authorization', index: 0 },
        header: {},
        claims: { sub: { kind: 'json', value: 'carol' } },
        signature,
      },
    ],
  });
  expect([goals.includes('issuer-alone'), goals.includes('own-read')]).toEqual([believed, false]);
});
