import { expect, test } from 'vitest';
import { PARTIES } from '../../world/parties.ts';
import { tlsEnds, zoneBoxes } from './zones.ts';

const trace = { parties: PARTIES, exchanges: [], off: [] };
const boxes = (...lifelines: string[]): unknown =>
  zoneBoxes(trace, lifelines).map((box) => (typeof box === 'string' ? box : [box.title, ...box.parties]));

test('parties beside one another behind the same boundary share a box', () => {
  expect(boxes('browser', 'app', 'as', 'gateway', 'invoices')).toEqual([
    ['Device', 'browser'],
    ['Your company', 'app', 'as', 'gateway'],
    ['Inside your company', 'invoices'],
  ]);
});

test('a zone that others divide has two boxes, and a party of no known zone has none', () => {
  expect(boxes('browser', 'attacker', 'phone', 'nobody')).toEqual([
    ['Device', 'browser'],
    ['Internet', 'attacker'],
    ['Device', 'phone'],
    'nobody',
  ]);
});

test('TLS from outside ends at the gateway, where something stands behind it', () => {
  expect(tlsEnds(trace, ['app', 'gateway', 'invoices'])?.id).toBe('gateway');
  expect(tlsEnds(trace, ['app', 'gateway'])).toBeUndefined();
  expect(tlsEnds(trace, ['app', 'as'])).toBeUndefined();
});
