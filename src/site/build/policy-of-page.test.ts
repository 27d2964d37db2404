import { expect, test } from 'vitest';
import { withOwnPolicy } from './policy-of-page.ts';

// The hash of the empty script, and of one that stands in no page here.
const EMPTY = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";
const OTHER = "'sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='";

function page(scripts: string, styles = "'self'", body = ''): string {
  return `<meta http-equiv="content-security-policy" content="default-src 'self'; script-src ${scripts}; style-src ${styles};">${body}`;
}

test('a hash of a script that the page has stays, and the others go', () => {
  const body = '<script src="./a.js"></script><script></script>';
  expect(withOwnPolicy(page(`'self' ${OTHER} ${EMPTY}`, "'self'", body))).toBe(page(`'self' ${EMPTY}`, "'self'", body));
});

test('a script of a file of its own needs no hash', () => {
  const body = '<script type="module" src="./a.js"></script>';
  expect(withOwnPolicy(page(`'self' ${EMPTY}`, "'self'", body))).toBe(page("'self'", "'self'", body));
});

test('what is said of styles stays as it is', () => {
  expect(withOwnPolicy(page("'self'", OTHER))).toBe(page("'self'", OTHER));
});
