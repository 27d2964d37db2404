import { expect, test } from 'vitest';
import {
  formTokenMatches,
  issuerResponseMatches,
  metadataIssuerMatches,
  stateMatches,
  userinfoSubjectMatches,
} from './authorization-response.ts';

const ISSUER = 'https://as.lab.test';

test('state passes where this browser sent it, and fails otherwise', () => {
  expect(stateMatches('abc', 'abc').passed).toBe(true);
  for (const [received, kept] of [
    ['abd', 'abc'],
    [undefined, 'abc'],
    ['abc', undefined],
    [undefined, undefined],
  ] as const)
    expect(stateMatches(received, kept).passed).toBe(false);
});

test('a state counts once', () => {
  expect(stateMatches('abc', 'abc', true)).toMatchObject({ passed: false, refusal: 'that login was answered before' });
});

test('the response must name the asked issuer; absent only where none was promised', () => {
  expect(issuerResponseMatches(ISSUER, ISSUER, true).passed).toBe(true);
  expect(issuerResponseMatches('https://evil.lab.test', ISSUER, true).passed).toBe(false);
  expect(issuerResponseMatches('https://evil.lab.test', ISSUER, false).passed).toBe(false);
  expect(issuerResponseMatches(undefined, ISSUER, true).passed).toBe(false);
  expect(issuerResponseMatches(undefined, ISSUER, false).passed).toBe(true);
});

test('metadata and UserInfo must name exactly whom they were asked about', () => {
  expect(metadataIssuerMatches(ISSUER, ISSUER).passed).toBe(true);
  expect(metadataIssuerMatches(`${ISSUER}/`, ISSUER).passed).toBe(false);
  expect(metadataIssuerMatches([ISSUER], ISSUER).passed).toBe(false);
  expect(userinfoSubjectMatches('alice', 'alice').passed).toBe(true);
  expect(userinfoSubjectMatches('bob', 'alice').passed).toBe(false);
  expect(userinfoSubjectMatches(undefined, 'alice').passed).toBe(false);
});

test('a form is taken only with the value of its own session', () => {
  expect(formTokenMatches('v1', 'v1').passed).toBe(true);
  for (const [received, kept] of [
    ['v2', 'v1'],
    [undefined, 'v1'],
    ['v1', undefined],
    [undefined, undefined],
  ] as const)
    expect(formTokenMatches(received, kept).passed).toBe(false);
});
