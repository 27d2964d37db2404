import { expect, test } from 'vitest';
import { diagramSource } from '#engine/trace/diagram/mermaid.ts';
import { sampleTrace } from '#engine/trace/views.fixture.ts';
import { SIGN_KINDS, signsIn, signsOf } from './legend.ts';

test('a picture is told what stands in it, and nothing that does not', () => {
  expect(signsIn(diagramSource(sampleTrace()))).toEqual(['request', 'answer', 'self', 'edited', 'refused']);
});

test('a message that nobody changed, refused or checked needs two signs', () => {
  const [first] = sampleTrace().exchanges;
  const trace = { ...sampleTrace(), exchanges: first ? [{ ...first, checks: [] }] : [] };
  expect(signsIn(diagramSource(trace))).toEqual(['request', 'answer']);
});

test('the two channels are told apart where both are there', () => {
  const line = { message: 1, part: 'request', refused: false, edited: false, leak: false, name: '' } as const;
  const [front, back] = [
    { ...line, front: true },
    { ...line, front: false },
  ];
  expect(signsIn({ source: '', lines: [front] })).not.toContain('back');
  expect(signsIn({ source: '', lines: [back] })).not.toContain('back');
  expect(signsIn({ source: '', lines: [front, back] })).toEqual(['request', 'front', 'back']);
});

test('what is off, leaks and is bounded has a sign each', () => {
  const line = { message: 1, refused: false, edited: false, front: false, name: '' } as const;
  const judged = { party: 'gateway', check: 'jwt.audience', outcome: 'switched-off' } as const;
  const lines = [{ ...line, part: 'request', leak: true } as const, { ...line, part: 'checks', leak: false, judged } as const];
  expect(signsIn({ source: 'sequenceDiagram\nbox transparent Company\nend', lines })).toEqual(['request', 'self', 'off', 'leak', 'box']);
});

test('a run on the stage is told what its reader may bring about as well', () => {
  const signs = signsOf(diagramSource(sampleTrace({ edited: [] })), sampleTrace({ edited: [] }));
  expect(signs).toEqual(SIGN_KINDS.filter((kind) => !['front', 'back', 'leak', 'box'].includes(kind)));
});
