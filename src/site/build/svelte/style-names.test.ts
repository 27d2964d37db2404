import { expect, test } from 'vitest';
import { withEmittedStyles } from './style-names.ts';

const SCRIPT = 'm.f=["./draw.DqeCdEFJ.js","./stage.Dds20k76.css"]';

test('a style sheet that was named anew is asked for by its new name', () => {
  expect(withEmittedStyles(SCRIPT, ['stage.DI4ywsZm.css', 'Page.B-ou2rPO.css'])).toBe('m.f=["./draw.DqeCdEFJ.js","./stage.DI4ywsZm.css"]');
});

test('one that is there keeps its name', () => {
  expect(withEmittedStyles(SCRIPT, ['stage.Dds20k76.css', 'stage.DI4ywsZm.css'])).toBe(SCRIPT);
});

test('one that is gone, or has two in its place, ends the build', () => {
  expect(() => withEmittedStyles(SCRIPT, [])).toThrow('stage.Dds20k76.css');
  expect(() => withEmittedStyles(SCRIPT, ['stage.aaaaaaaa.css', 'stage.bbbbbbbb.css'])).toThrow('no one style sheet');
});
