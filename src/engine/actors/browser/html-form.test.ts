import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formEntries, htmlForms } from './html-form.ts';

const LOGIN = `<!-- <form action="/not"></form> --><form method="post" action="/login?a=1&amp;b=2">
<input type="hidden" name="request" value="&quot;x&#39;&lt;"><label>User <input name=username></label>
<input name="keep" type=checkbox value="yes"><input name="stay" type="checkbox" checked value="on"><input type="button" name="nothing">
<button type="submit" name="decision" value="allow">Allow <b>it</b></button><button type="button">Help</button><input type="submit" value="Deny"></form>`;

test('a form is read with its hidden values, its checked boxes and its buttons', () => {
  const [form, ...others] = htmlForms(LOGIN);
  expect(others).toEqual([]);
  expect(form).toEqual({
    action: '/login?a=1&b=2',
    method: 'POST',
    controls: [
      { name: 'request', value: '"x\'<' },
      { name: 'username', value: '' },
      { name: 'stay', value: 'on' },
    ],
    buttons: [
      { name: '', value: 'Deny', text: 'Deny' },
      { name: 'decision', value: 'allow', text: 'Allow it' },
    ],
  });
});

test('what is filled in replaces what the form holds, and the pressed button is sent', () => {
  const [form] = htmlForms(LOGIN);
  if (!form) throw new TypeError('There is a form.');
  expect(formEntries(form, { username: 'alice', extra: '1' }, 'Allow it')).toEqual([
    ['request', '"x\'<'],
    ['username', 'alice'],
    ['stay', 'on'],
    ['extra', '1'],
    ['decision', 'allow'],
  ]);
  expect(formEntries(form, {}, 'No such button')).toBeUndefined();
});

test('no text at all makes it throw', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '<form',
      '<input',
      '<button',
      '</form>',
      '</button>',
      '"',
      "'",
      '>',
      '=',
      '<!--',
      '-->',
      '<script>',
      '&#99999999;',
      '&#x0;',
      ' name=',
    ),
    fc.string(),
  );
  fc.assert(fc.property(fc.array(piece), (pieces) => Array.isArray(htmlForms(pieces.join('')))));
});
