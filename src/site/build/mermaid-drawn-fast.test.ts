import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DRAWN_FAST, DRAWN_IN_TURNS, drawnFast, drawnInTurns } from './mermaid-drawn-fast.ts';

const chunks = join(dirname(createRequire(import.meta.url).resolve('mermaid')), 'chunks/mermaid.core');
const modules = readdirSync(chunks)
  .filter((name) => name.endsWith('.mjs'))
  .map((name) => readFileSync(join(chunks, name), 'utf8'));
const moduleWith = (what: string): string => modules.find((code) => code.includes(what)) ?? '';
const sequence = moduleWith('"drawActorTypeParticipant"');
const core = readFileSync(createRequire(import.meta.url).resolve('mermaid'), 'utf8');
const settings = moduleWith('"updateCurrentConfig"');
const texts = moduleWith('var wrapLabel = memoize(');

/** A function of a module, by its name, as far as it stands on the left. */
const bodyOf = (code: string, name: string): string => new RegExp(`^var ${name} = [^]*?^}`, 'm').exec(code)?.[0] ?? '';

test('the installed Mermaid has every place that is changed, and nowhere but where it is meant', () => {
  const found = (place: string): number[] => [settings, sequence, texts].map((code) => code.split(place).length - 1);
  expect(DRAWN_FAST.map(([place]) => found(place))).toEqual([
    [1, 0, 0],
    [0, 2, 0],
    [0, 1, 0],
    [0, 2, 0],
    [0, 1, 0],
    [0, 1, 0],
    [0, 0, 1],
  ]);
  for (const code of modules) if (![settings, sequence, texts].includes(code)) expect(drawnFast(code)).toBe(code);
});

test('what is drawn of a head is the box whose height is taken', () => {
  for (const head of ['drawActorTypeParticipant', 'drawActorTypeCollections'])
    expect(bodyOf(drawnFast(sequence), head)).toMatch(
      /const rect = [^]*rect\.height = actor\.height;[^]*drawRect2\(g, rect\)[^]*const bounds2 = rect;/,
    );
});

test('who changes the settings of the drawing changes a copy of them', () => {
  const copy = /return (\{ \.\.\.currentConfig.*\});/.exec(bodyOf(drawnFast(settings), 'getConfig'))?.[1] ?? '';
  const currentConfig = { look: 'classic', sequence: { height: 36 } };
  const made = new Function('currentConfig', `return ${copy}`)(currentConfig) as typeof currentConfig;
  made.look = 'neo';
  made.sequence.height = 50;
  expect(currentConfig).toEqual({ look: 'classic', sequence: { height: 36 } });
});

test('a note that was measured is not measured again, but while a typeface is loading', () => {
  const code = drawnFast(sequence);
  const helper = code.slice(code.lastIndexOf('const heightsOfTexts'));
  const page = { fonts: { status: 'loading' } };
  const heightOfText = new Function('document', `${helper}; return heightOfText;`)(page) as (text: unknown) => number;
  const note = (height: number) => ({ getAttribute: () => 'noteText', textContent: 'TLS', getBBox: () => ({ height }) });
  expect(heightOfText(note(14))).toBe(14);
  expect(heightOfText(note(16))).toBe(16);
  page.fonts.status = 'loaded';
  expect(heightOfText(note(17))).toBe(17);
  expect(heightOfText(note(20))).toBe(17);
});

test('a text is wrapped as the installed Mermaid does it, and a short one is measured once', () => {
  const wrapping = (code: string, measured: string[]) => {
    const functions = ['wrapLabel', 'breakString'].map((name) => new RegExp(`^var ${name} = memoize\\([^]*?^\\);`, 'm').exec(code)?.[0]);
    const width = (text: string): number => {
      measured.push(text);
      // A browser measures no space at the end.
      return Math.round(7.8 * text.trimEnd().length);
    };
    return new Function('memoize', 'common_default', 'calculateTextWidth', `${functions.join('\n')}; return wrapLabel;`)(
      (call: unknown) => call,
      { hasBreaks: () => false },
      width,
    ) as (label: string, room: number, font: object) => string;
  };
  const [before, after]: [string[], string[]] = [[], []];
  const [theirs, ours] = [wrapping(texts, before), wrapping(drawnFast(texts), after)];
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 9 })), fc.integer({ min: 20, max: 400 }), (words, room) => {
      expect(ours(words.join(' '), room, {})).toBe(theirs(words.join(' '), room, {}));
    }),
  );
  after.length = 0;
  expect(ours('The app redeems the code', 400, {})).toBe('The app redeems the code');
  expect(after).toEqual(['The app redeems the code']);
});

test('a drawing lets others go first before each part and each message, at places that are in the installed Mermaid once', () => {
  const found = (place: string): number[] => [core, sequence].map((code) => code.split(place).length - 1);
  expect(DRAWN_IN_TURNS.map(([place]) => found(place))).toEqual([
    [1, 0],
    [1, 0],
    [0, 1],
    [0, 1],
    [0, 1],
  ]);
  expect(drawnInTurns(sequence)).toMatch(/for \(const msg of messages\) \{\s*let loopModel, noteModel, msgModel;\s*await inTurn\(\);/);
  expect(drawnInTurns(settings)).toBe(settings);
});

test('who has kept the page for less than a moment goes on at once, and whoever has kept it longer waits for a turn', async () => {
  const code = drawnInTurns(sequence);
  let now = 100;
  let turns = 0;
  const page = { scheduler: { yield: () => Promise.resolve((turns += 1)) } };
  const helper = code.slice(code.lastIndexOf('let keptSince'));
  const inTurn = new Function('performance', 'globalThis', `${helper}; return inTurn;`)({ now: () => now }, page) as () => Promise<void>;
  await inTurn();
  expect(turns).toBe(1);
  now += 7;
  await inTurn();
  expect(turns).toBe(1);
  now += 1;
  await inTurn();
  expect(turns).toBe(2);
});
