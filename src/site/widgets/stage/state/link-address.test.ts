import { expect, test } from 'vitest';
import { linkIn } from './link-address.ts';

const ids = (...places: string[]) => places.includes.bind(places);

test('a share link is found, with or without a space around it', () => {
  for (const hash of ['#v1.abc', '#%20v1.abc', '#%20%20v1.abc%20', '# v1.abc']) expect(linkIn(hash, ids())).toBe('v1.abc');
});

test('what is left of a link is still told from a place on the page', () => {
  for (const fragment of ['v1=', 'V1.x', 'v1', 'v99999999999999999999.x', 'v.x', 'v%31.x'])
    expect(linkIn(`#${fragment}`, ids())).toBe(fragment);
});

test('places of the page and other words are no links', () => {
  expect(linkIn('#v2-of-the-protocol', ids('v2-of-the-protocol'))).toBeUndefined();
  for (const hash of ['', '#', '#v', '#verify', '#things', '#message-3']) expect(linkIn(hash, ids())).toBeUndefined();
});
