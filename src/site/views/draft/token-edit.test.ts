import { expect, test } from 'vitest';
import { base64url, utf8 } from '#engine/http/encoding.ts';
import { readJwt } from '../inspector/jwt-text.ts';
import { freshJwtEdit } from './fresh-jwt-edit.ts';
import { changesNothing, memberChanges, signatureChoices, typedClaim, typedMembers, withMember } from './token-edit.ts';

const part = (value: unknown): string => base64url(utf8(JSON.stringify(value)));
const token = readJwt(`${part({ alg: 'Ed25519' })}.${part({ sub: 'alice', exp: 1000 })}.c2ln`);
const edit = freshJwtEdit('call#0', { part: 'header', name: 'Authorization', index: 0 });

test('a claim that was text stays text, whatever is typed', () => {
  expect(typedClaim('42', 'alice')).toEqual({ ok: true, value: '42' });
});

test('a claim that was a number takes JSON only, and says so', () => {
  expect(typedClaim('2000', 1000)).toEqual({ ok: true, value: 2000 });
  expect(typedClaim('soon', 1000)).toMatchObject({ ok: false });
});

test('a claim set back to what it was is no edit', () => {
  if (!token) throw new Error('The token reads.');
  const changed = withMember(edit, token, 'claims', 'sub', { kind: 'json', value: 'carol' });
  expect(changed.claims).toEqual({ sub: { kind: 'json', value: 'carol' } });
  const back = withMember(changed, token, 'claims', 'sub', { kind: 'json', value: 'alice' });
  expect(changesNothing(back)).toBe(true);
});

test('broken JSON is told with its line and changes nothing', () => {
  expect(typedMembers('{\n  "sub": \n}')).toMatchObject({ ok: false });
  expect(typedMembers('[]')).toMatchObject({ ok: false });
  expect(typedMembers('{"sub":"carol"}')).toEqual({ ok: true, members: { sub: 'carol' } });
});

test('a whole claims set becomes one change a member, and a chosen time stays a time', () => {
  const changes = memberChanges(
    { sub: 'alice', exp: 1000, jti: 'x' },
    { sub: 'carol', exp: 1300, new: true },
    { exp: { kind: 'time', inSeconds: 300 } },
    { exp: 1300 },
  );
  expect(changes).toEqual({
    sub: { kind: 'json', value: 'carol' },
    exp: { kind: 'time', inSeconds: 300 },
    new: { kind: 'json', value: true },
    jti: { kind: 'absent' },
  });
});

test('the signature of a DPoP proof is chosen in words of its own, as its client signs it', () => {
  const proof = readJwt(`${part({ typ: 'dpop+jwt', alg: 'Ed25519' })}.${part({ htm: 'GET' })}.c2ln`);
  if (!token || !proof) throw new Error('The tokens read.');
  const words = (read: typeof proof): (string | undefined)[] =>
    ['issuer', 'keep'].map((one) => signatureChoices(read).find(({ value }) => value === one)?.words);
  expect([words(token), words(proof)]).toEqual([
    ['sign as the issuer would', 'keep the old one'],
    ['sign as the client would', 'keep the old one'],
  ]);
});
