import { expect, test } from 'vitest';
import { promptsKnown } from './prompt.ts';

test.each([[['none']], [['login', 'consent']], [['select_account']], [[]]])('%j is known', (prompts) => {
  expect(promptsKnown(prompts).passed).toBe(true);
});

test.each([[['create']], [['login', 'Login']], [['NONE']]])('%j is not', (prompts) => {
  expect(promptsKnown(prompts)).toMatchObject({ passed: false, received: prompts.join(' ') });
});
