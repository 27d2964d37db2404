import { expect, test } from 'vitest';
import { withGround, withoutProperties } from './standalone-svg.ts';

test('a drawing names no property of the page any more', () => {
  const values = new Map([
    ['--ink', 'rgb(29, 33, 41)'],
    ['--font', '"Atkinson", sans-serif'],
  ]);
  const svg = '<svg style="color: var(--ink); font-family: var(--font); fill: var(--unknown)"><style>text{fill:var(--ink)}</style></svg>';
  expect(withoutProperties(svg, (name) => values.get(name))).toBe(
    `<svg style="color: rgb(29, 33, 41); font-family: 'Atkinson', sans-serif; fill: #000"><style>text{fill:rgb(29, 33, 41)}</style></svg>`,
  );
});

test('a ground as large as the drawing lies behind it', () => {
  expect(withGround('<svg viewBox="-8 -4 100 50"><g/></svg>', '@font-face{}', '#fff')).toBe(
    '<svg viewBox="-8 -4 100 50"><style>@font-face{}</style><rect x="-8" y="-4" width="100" height="50" style="fill: #fff;"/><g/></svg>',
  );
});
