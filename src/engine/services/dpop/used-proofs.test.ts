import { expect, test } from 'vitest';
import { createProofMemory } from './proof-memory.ts';
import { remember, wasUsed } from './used-proofs.ts';

const NOW = Date.UTC(2026, 10, 24);
const proof = (id: string | undefined, jkt = 'key'): { findings: []; jkt: string; id: string | undefined } => ({ findings: [], jkt, id });

test('a proof is known for as long as it could pass by its age, and then forgotten', () => {
  const memory = createProofMemory();
  remember(memory, proof('one'), NOW);
  expect([wasUsed(memory, proof('one'), NOW), wasUsed(memory, proof('two'), NOW)]).toEqual([true, false]);
  expect([wasUsed(memory, proof('one'), NOW + 90_000), wasUsed(memory, proof('one'), NOW + 90_001)]).toEqual([true, false]);
  remember(memory, proof('two', 'other'), NOW + 90_001);
  expect([...memory.used.keys()]).toEqual(['other']);
});

test('a proof without an id is neither known nor remembered', () => {
  const memory = createProofMemory();
  remember(memory, proof(undefined), NOW);
  expect([wasUsed(memory, proof(undefined), NOW), memory.used.size]).toEqual([false, 0]);
});

test('however many proofs a key makes, it pushes out its own and never those of another', () => {
  const memory = createProofMemory();
  remember(memory, proof('hers', 'alice'), NOW);
  for (let count = 0; count < 3000; count += 1) remember(memory, proof(`p${count}`, 'mallory'), NOW);
  expect(wasUsed(memory, proof('hers', 'alice'), NOW)).toBe(true);
  expect(memory.used.get('mallory')?.size).toBeLessThanOrEqual(200);
});

test('however many keys there are, the one that was silent for longest is forgotten first', () => {
  const memory = createProofMemory();
  remember(memory, proof('one', 'silent'), NOW);
  remember(memory, proof('one', 'busy'), NOW);
  for (let count = 0; count < 998; count += 1) remember(memory, proof('one', `key ${count}`), NOW);
  remember(memory, proof('two', 'busy'), NOW);
  remember(memory, proof('one', 'new'), NOW);
  expect([memory.used.size, memory.used.has('silent'), memory.used.has('busy')]).toEqual([1000, false, true]);
});
