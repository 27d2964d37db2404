import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { INVOICES_POLICY } from '../../services/invoices-api/policy.ts';
import { PAYMENTS_POLICY } from '../../services/payments-api/policy.ts';
import { actorAllowed, actorsOf } from './actor.ts';
import { amountWithinPolicy } from './amount.ts';
import { functionOpen } from './function-level.ts';
import { objectInTenant, objectIsCallers } from './object-level.ts';
import { inWords, isAbout } from './policy.ts';
import type { Policy, Subject } from './policy.ts';
import { readableFields } from './read-fields.ts';
import { readPolicy } from './read-policy.ts';
import { tokenStaysInZone } from './trust-zone.ts';
import { fieldsWritable } from './write-fields.ts';

const EMPTY: Policy = { objects: [], functions: {}, read: [], write: [], amounts: [], actors: [], zone: [] };
const ALICE: Subject = { sub: 'alice', service: '', department: 'Finance', tenant: 'one', roles: ['clerk'], actor: '' };
const ROBOT: Subject = { sub: 'robot', service: 'robot', department: '', tenant: '', roles: [], actor: '' };
const HERS = { owner: 'alice', tenant: 'one' };

describe('a line of a policy', () => {
  test.each([
    [{}, true],
    [{ owner: true }, true],
    [{ departments: ['Finance', 'Sales'] }, true],
    [{ departments: [] }, false],
    [{ roles: ['manager'] }, false],
    [{ roles: ['clerk'], departments: ['Finance'] }, true],
    [{ roles: ['clerk'], departments: ['Sales'] }, false],
    [{ service: true }, false],
    [{ clients: ['ledger'] }, false],
    [{ actors: ['gateway'] }, false],
  ] as const)('%j is about alice: %s', (who, about) => {
    expect(isAbout(who, ALICE, HERS)).toBe(about);
  });

  test('about the owner is about nobody where there is no object, or no name', () => {
    expect(isAbout({ owner: true }, ALICE)).toBe(false);
    expect(isAbout({ owner: true }, { ...ALICE, sub: '' }, { owner: '', tenant: 'one' })).toBe(false);
  });

  test('about a service is about that service in its own name alone', () => {
    expect([isAbout({ service: true }, ROBOT), isAbout({ clients: ['robot'] }, ROBOT), isAbout({ clients: ['other'] }, ROBOT)]).toEqual([
      true,
      true,
      false,
    ]);
  });

  test('can be read aloud', () => {
    expect(inWords([{ owner: true }, { departments: ['Finance', 'Sales'], roles: ['manager'] }])).toBe(
      'the owner, or Finance or Sales with manager',
    );
    expect([inWords([]), inWords([{}])]).toEqual(['nobody', 'everybody']);
  });
});

test('an empty policy allows nothing', () => {
  expect(objectIsCallers(HERS, ALICE, EMPTY).passed).toBe(false);
  expect(functionOpen('approve', ALICE, EMPTY).passed).toBe(false);
  expect(functionOpen('constructor', ALICE, EMPTY).passed).toBe(false);
  expect(readableFields(ALICE, HERS, EMPTY)).toEqual([]);
  expect(fieldsWritable(['amount'], ALICE, HERS, EMPTY).passed).toBe(false);
  expect(amountWithinPolicy(0.01, ALICE, EMPTY).passed).toBe(false);
  expect(actorAllowed({ act: { sub: 'gateway' } }, EMPTY).passed).toBe(false);
  expect(tokenStaysInZone(['https://api.lab.test'], EMPTY).passed).toBe(false);
});

test('of several lines about an amount the largest counts', () => {
  const policy = { ...EMPTY, amounts: [{ upTo: 10 }, { departments: ['Finance'], upTo: 100 }, { roles: ['manager'], upTo: 1_000 }] };
  expect([amountWithinPolicy(100, ALICE, policy).passed, amountWithinPolicy(101, ALICE, policy).passed]).toEqual([true, false]);
});

test('a tenant is never the empty one', () => {
  expect(objectInTenant({ owner: 'alice', tenant: '' }, { ...ALICE, tenant: '' }).passed).toBe(false);
});

test('the owner may set more than others, where the policy says so', () => {
  const policy = { ...EMPTY, write: [{ fields: ['note'] }, { owner: true, fields: ['amount'] } as const] };
  expect(fieldsWritable(['note', 'amount'], ALICE, HERS, policy).passed).toBe(true);
  expect(fieldsWritable(['note', 'amount'], ROBOT, HERS, policy)).toMatchObject({ passed: false, expected: 'only note' });
});

test('the chain of actors is read from the current one back, and no claim makes the reader throw', () => {
  expect(actorsOf({ act: { sub: 'a', act: { sub: 'b' } } })).toEqual(['a', 'b']);
  fc.assert(
    fc.property(fc.jsonValue(), (act) => typeof actorAllowed({ act }, EMPTY).passed === 'boolean' && actorsOf({ act }).length <= 8),
  );
});

describe('the text of a policy', () => {
  test.each([INVOICES_POLICY, { ...PAYMENTS_POLICY, zone: [] }])('of the lab is read back as it was', (policy) => {
    expect(readPolicy(JSON.stringify(policy))).toEqual({ ok: true, policy });
  });

  test.each([
    ['{', /not JSON/],
    ['[]', /^policy: /],
    [JSON.stringify({ ...EMPTY, amounts: [{ upTo: '5' }] }), /^amounts\.0\.upTo: /],
    [JSON.stringify({ ...EMPTY, amounts: [{ upTo: -1 }] }), /^amounts\.0\.upTo: /],
    [JSON.stringify({ ...EMPTY, objects: [{ department: ['Finance'] }] }), /department/],
    [JSON.stringify({ ...EMPTY, functions: { approve: [{ owner: false }] } }), /^functions\.approve\.0\.owner: /],
    [JSON.stringify({ ...EMPTY, more: 1 }), /more/],
    ['{"objects":[],"objects":[]}', /appears twice/],
  ])('%s is refused with the place', (text, reason) => {
    const read = readPolicy(text);
    expect(read.ok ? '' : read.errors[0]).toMatch(reason);
  });

  test('is read without an exception, whatever it is', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => typeof readPolicy(text).ok === 'boolean'));
  });
});
