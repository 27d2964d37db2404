import { expect, test } from 'vitest';
import { endWords, sentWords } from './console-words.ts';

const request = { method: 'POST', url: 'https://as.lab.test/token?x=secret', headers: [], body: '' };
const answer = { status: 401, headers: [], body: '' };

test('a message is told by its method, its address without its parameters, and its answer', () => {
  expect(sentWords({ kind: 'sent', request, sent: { answer: { ...answer, status: 200 } } })).toEqual({
    address: 'POST as.lab.test/token ',
    outcome: '200',
    refused: false,
  });
});

test('a refusal names who refused, and a message without an answer says so', () => {
  expect(sentWords({ kind: 'sent', request, sent: { answer, refused: 'Gateway, Audience' } })).toMatchObject({
    outcome: '401, refused: Gateway, Audience',
    refused: true,
  });
  const sent = { answer: new Error('Nobody answers.') };
  expect(sentWords({ kind: 'sent', request: { ...request, url: 'nonsense' }, sent })).toEqual({
    address: 'POST nonsense ',
    outcome: 'no answer',
    refused: true,
  });
});

test('an end says how long it took and how much was sent', () => {
  const end = { kind: 'end', ending: { kind: 'done', text: '' }, seconds: 1.234, messages: 1 } as const;
  expect(endWords(end)).toBe('Done after 1.2 s. 1 message was sent.');
  expect(endWords({ ...end, ending: { kind: 'failed', text: 'x' }, seconds: 12.7, messages: 0 })).toBe(
    'Ended by an error after 13 s. No message was sent.',
  );
});
