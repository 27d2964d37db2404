import { expect, test } from 'vitest';
import type { Draft } from '#engine/player/play.ts';
import type { Browsing } from './browsing.ts';
import { buttonTarget, elsewhereEdits, formChanges, linkTarget } from './press.ts';
import type { PageModel } from './page-model.ts';
import { formOf, turnOf } from './turn.ts';

const LOGIN: PageModel = {
  title: 'Log in',
  nodes: [],
  forms: [
    { action: 'https://as.lab.test/login', method: 'POST' },
    { action: 'https://as.lab.test/federation', method: 'POST' },
  ],
  fields: [
    { form: 0, name: 'request', kind: 'hidden', value: 'r1', checked: false, label: '', options: [] },
    { form: 0, name: 'username', kind: 'text', value: '', checked: false, label: 'User name', options: [] },
    { form: 0, name: 'stay', kind: 'check', value: 'yes', checked: false, label: 'Stay', options: [] },
    { form: 1, name: 'request', kind: 'hidden', value: 'r1', checked: false, label: '', options: [] },
  ],
  buttons: [
    { form: 0, action: 'https://as.lab.test/login', method: 'POST', name: 'decision', value: 'yes', text: 'Log in' },
    { form: 0, action: 'https://as.lab.test/login', method: 'POST', name: 'decision', value: 'no', text: 'Cancel' },
    { form: 1, action: 'https://as.lab.test/federation', method: 'POST', name: '', value: '', text: 'Elsewhere' },
  ],
  links: ['https://as.lab.test/help#top'],
  left: [],
};
const [YES, NO, ELSEWHERE] = LOGIN.buttons;

function draft(body = 'request=r1&username=alice&decision=yes', edited = body): Draft {
  const original = {
    method: 'POST',
    url: 'https://as.lab.test/login',
    headers: [
      ['Content-Type', 'application/x-www-form-urlencoded'],
      ['Cookie', 's=1'],
    ],
    body,
  } as const;
  return { key: 'log-in#0', step: 'log-in', from: 'browser', to: 'as', original, request: { ...original, body: edited } };
}

const AT_PAGE: Browsing = { page: undefined, hops: [], leaving: [], bound: undefined };
const place = (name: string, index = 0) => ({ part: 'form', name, index }) as const;

test('a message is of the form that goes to the same address and has the same fields', () => {
  expect(formOf(draft(), LOGIN)).toBe(0);
  expect(formOf({ ...draft(), original: { ...draft().original, url: 'https://as.lab.test/federation' } }, LOGIN)).toBe(1);
  expect(formOf({ ...draft(), original: { ...draft().original, url: 'https://as.lab.test/other' } }, LOGIN)).toBeUndefined();
  expect(formOf(draft('decision=yes'), LOGIN)).toBeUndefined();
});

test('whose turn it is: the page’s, the browser’s own, or somebody else’s', () => {
  expect(turnOf({ draft: draft() }, 'browser', AT_PAGE, LOGIN)).toMatchObject({ kind: 'form', form: 0 });
  expect(turnOf({ draft: draft() }, 'browser', { ...AT_PAGE, bound: 'https://as.lab.test/' }, LOGIN).kind).toBe('redirect');
  expect(turnOf({ draft: draft() }, 'browser', AT_PAGE, undefined).kind).toBe('address');
  const asks = { ...draft().original, headers: [['Accept', '*/*']] } as const;
  expect(turnOf({ draft: { ...draft(), original: asks } }, 'browser', AT_PAGE, LOGIN).kind).toBe('part');
  expect(turnOf({ draft: { ...draft(), from: 'app' } }, 'browser', AT_PAGE, LOGIN).kind).toBe('other');
  expect(turnOf({}, 'browser', AT_PAGE, LOGIN).kind).toBe('none');
});

test('a button pressed with fields as the play has them changes nothing', () => {
  const { edit } = formChanges(draft(), LOGIN, 0, new Map([[1, 'alice']]), YES);
  expect(edit).toEqual([]);
});

test('a typed field and another button are edits of those fields', () => {
  const { edit } = formChanges(draft(), LOGIN, 0, new Map([[1, 'mallory']]), NO);
  expect(edit).toEqual([
    { message: 'log-in#0', kind: 'text', place: place('username'), value: 'mallory' },
    { message: 'log-in#0', kind: 'text', place: place('decision'), value: 'no' },
  ]);
});

test('a field typed back to what the play would send drops its edit', () => {
  const { edit, undo } = formChanges(draft(undefined, 'request=r1&username=mallory&decision=yes'), LOGIN, 0, new Map([[1, 'alice']]));
  expect(edit).toEqual([]);
  expect(undo).toContainEqual({ message: 'log-in#0', kind: 'text', place: place('username'), value: 'alice' });
});

test('a ticked box is added, an unticked one is taken away', () => {
  const values = new Map<number, string | null>([[1, 'alice']]);
  expect(formChanges(draft(), LOGIN, 0, values.set(2, 'yes')).edit).toEqual([
    { message: 'log-in#0', kind: 'text', place: place('stay'), value: 'yes' },
  ]);
  const ticked = draft('request=r1&username=alice&stay=yes&decision=yes');
  expect(formChanges(ticked, LOGIN, 0, values.set(2, null)).edit).toEqual([
    { message: 'log-in#0', kind: 'text', place: place('stay'), value: null },
  ]);
});

test('what the user does not see stays as it was edited in the draft', () => {
  const edited = draft(undefined, 'request=stolen&username=alice&decision=yes');
  const { edit, undo } = formChanges(edited, LOGIN, 0, new Map([[1, 'alice']]), YES);
  expect([...edit, ...undo].map((one) => ('name' in one.place ? one.place.name : ''))).not.toContain('request');
});

test('another form’s button turns the message to where that form goes', () => {
  if (!ELSEWHERE) throw new Error('no such button');
  const target = buttonTarget(LOGIN, ELSEWHERE, new Map());
  expect(target).toEqual({ method: 'POST', url: 'https://as.lab.test/federation', fields: [['request', 'r1']] });
  expect(elsewhereEdits(draft(), target, 's=1')).toEqual([
    { message: 'log-in#0', kind: 'text', place: { part: 'url' }, value: 'https://as.lab.test/federation' },
    { message: 'log-in#0', kind: 'text', place: { part: 'body' }, value: 'request=r1' },
  ]);
});

test('a link turns the message into a GET without a body, and cookies of another site stay at home', () => {
  const edits = elsewhereEdits(draft(), linkTarget(LOGIN.links[0] ?? ''), undefined);
  expect(edits.map((edit) => edit.kind === 'text' && [edit.place, edit.value])).toEqual([
    [{ part: 'method' }, 'GET'],
    [{ part: 'url' }, 'https://as.lab.test/help'],
    [{ part: 'header', name: 'Content-Type', index: 0 }, null],
    [{ part: 'header', name: 'Cookie', index: 0 }, null],
    [{ part: 'body' }, ''],
  ]);
});
