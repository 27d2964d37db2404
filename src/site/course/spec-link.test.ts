import { expect, test } from 'vitest';
import { listedReferences } from '../../../tests/references.ts';
import { isListed, specLink, specName, specOf } from './spec-link.ts';

const pkce = {
  title: 'Proof Key for Code Exchange',
  url: 'https://www.rfc-editor.org/rfc/rfc7636',
  sections: { '4.6': 'Server Verifies code_verifier' },
};

test('a section of an RFC is named, titled and linked', () => {
  expect(specLink('rfc7636#4.6', pkce)).toEqual({
    label: 'RFC 7636 §4.6',
    title: 'Server Verifies code_verifier',
    href: 'https://www.rfc-editor.org/rfc/rfc7636#section-4.6',
  });
});

test('an appendix has an address of its own', () => {
  expect(specLink('rfc7636#B', pkce).href).toBe('https://www.rfc-editor.org/rfc/rfc7636#appendix-B');
});

test('a section without a known heading falls back to the title of its specification', () => {
  expect(specLink('rfc7636#9', pkce).title).toBe('Proof Key for Code Exchange');
});

test('a section with letters and a hyphen is named and linked like any other', () => {
  const guide = {
    title: 'OWASP Web Security Testing Guide',
    url: 'https://owasp.org/www-project-web-security-testing-guide/latest/',
    sections: { 'SESS-05': 'Testing for Cross Site Request Forgery' },
  };
  expect(specOf('wstg#SESS-05')).toBe('wstg');
  expect(isListed('wstg#SESS-05', guide)).toBe(true);
  expect(specLink('wstg#SESS-05', guide)).toEqual({
    label: 'OWASP WSTG SESS-05',
    title: 'Testing for Cross Site Request Forgery',
    href: 'https://owasp.org/www-project-web-security-testing-guide/latest/',
  });
});

test('a draft says that it is one', () => {
  expect(specName('draft-ietf-oauth-v2-1')).toBe('OAuth 2.1 (draft)');
});

test('a section may bring its own anchor', () => {
  const core = {
    title: 'OpenID Connect Core 1.0',
    url: 'https://openid.net/specs/openid-connect-core-1_0.html',
    sections: { '2': { title: 'ID Token', anchor: 'IDToken' } },
  };
  expect(specLink('oidc-core#2', core).href).toBe('https://openid.net/specs/openid-connect-core-1_0.html#IDToken');
});

test('every specification that is listed has a name for people', () => {
  const named = [...listedReferences()].map((reference) => specName(specOf(reference)));
  expect(named.filter((name) => /^(?:draft-|oidc-)|^rfc\d+$/.test(name))).toEqual([]);
  expect(specName('draft-ietf-oauth-cross-device-security')).toBe('cross-device-security (draft)');
});
