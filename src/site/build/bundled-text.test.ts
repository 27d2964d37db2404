import { expect, test } from 'vitest';
import jose from 'jose?bundled';
import lab from '../shell/sandbox/guest/lab.ts?bundled';
import { bundledText } from './bundled-text.ts';

test('a module comes as the text of one module, types gone, names kept', () => {
  expect(lab).toContain('async function judge(');
  expect(lab).toMatch(/export\s*\{[^}]*judge/);
  expect(lab).not.toMatch(/\bimport\b|: Promise</);
});

test('a package comes with all it imports, and its errors keep their names', () => {
  expect(jose).toMatch(/\bJWTClaimValidationFailed\b/);
  expect(jose).not.toMatch(/\bfrom\s*['"]/);
});

test('other imports are left to the build', async () => {
  const { resolveId, load } = bundledText();
  expect(resolveId('./x.ts', '/a/b.ts')).toBeUndefined();
  expect(resolveId('./x.ts?bundled', '/a/b.ts')).toBe('\0bundled-text:/a/x.ts');
  expect(await load('/a/x.ts')).toBeUndefined();
});
