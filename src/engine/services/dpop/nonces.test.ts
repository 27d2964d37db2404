import { expect, test } from 'vitest';
import { createLandscape } from '../../world/landscape.ts';
import type { Span } from '../../trace/span.ts';
import { currentNonces, NONCE_OVERLAP, NONCE_ROTATES } from './nonces.ts';
import { createNonceMemory } from './proof-memory.ts';

/** A clock and a source of randomness, as a span has them. */
function clockwork(): { readonly span: Span; readonly wait: (milliseconds: number) => void } {
  const { clock, random } = createLandscape();
  const span = { now: clock.now, random } as unknown as Span;
  return { span, wait: (milliseconds) => clock.advance(milliseconds / 1000) };
}

test('a nonce is random, stays until it is replaced, and is then taken for a while beside its successor', () => {
  const { span, wait } = clockwork();
  const memory = createNonceMemory();
  const [first, ...none] = currentNonces(memory, span);
  expect([first, none]).toEqual([expect.stringMatching(/^[\w-]{24}$/), []]);
  wait(NONCE_ROTATES - 1);
  expect(currentNonces(memory, span)).toEqual([first]);
  wait(1);
  const [second, before] = currentNonces(memory, span);
  expect([second === first, before]).toEqual([false, first]);
  wait(NONCE_OVERLAP);
  expect(currentNonces(memory, span)).toEqual([second]);
});

test('a server that nobody asked for long takes no nonce of before', () => {
  const { span, wait } = clockwork();
  const memory = createNonceMemory();
  const [first] = currentNonces(memory, span);
  wait(86_400_000);
  const [second, ...before] = currentNonces(memory, span);
  expect([second === first, before]).toEqual([false, []]);
  expect(memory.given).toHaveLength(1);
});

test('servers of one origin take the nonces of each other, those of another origin do not', () => {
  const { span } = clockwork();
  const shared = createNonceMemory();
  const [first] = currentNonces(shared, span);
  expect(currentNonces(shared, span)).toEqual([first]);
  expect(currentNonces(createNonceMemory(), span)).not.toContain(first);
});
