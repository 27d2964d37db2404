import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diagramLabel } from './diagram-label.ts';
import { diagramSource } from './mermaid.ts';
import { sampleTrace } from '../views.fixture.ts';

test('a trace becomes requests, checks and answers in the order they happened', () => {
  const { source, lines } = diagramSource(sampleTrace(), { order: ['app', 'as', 'gateway'] });
  expect(source.split('\n').slice(0, 4)).toEqual([
    'sequenceDiagram',
    'participant p0 as Ledger app',
    'participant p1 as Authorization server',
    'participant p2 as Gateway',
  ]);
  expect(lines.map(({ message, part }) => `${message} ${part}`)).toEqual([
    '1 request',
    '1 checks',
    '1 answer',
    '2 request',
    '2 checks',
    '3 request',
    '3 answer',
    '2 answer',
  ]);
  expect(source).toContain('p2->>p2: #10005; Audience includes this API');
  expect(source).toContain('p2-->>p0: #10005; 401 invalid#95;token'.replace('#95;', '_'));
});

test('a handshake is drawn as a few arrows, and where it ends with an alert the request stays with its sender', () => {
  const messages = [
    { from: 'app', name: 'ClientHello', gist: '' },
    { from: 'gateway', name: 'ServerHello', gist: '' },
    { from: 'gateway', name: 'CertificateRequest', gist: '' },
    { from: 'gateway', name: 'Finished', gist: '' },
    { from: 'app', name: 'Certificate', gist: '' },
    { from: 'app', name: 'CertificateVerify', gist: '' },
    { from: 'gateway', name: 'Alert', gist: 'unknown_ca' },
  ];
  const handshake = { messages, alert: 'unknown_ca' };
  const { source, lines } = diagramSource(sampleTrace({ response: undefined, failure: 'It ended.', handshake }), {
    order: ['app', 'as', 'gateway'],
  });
  expect(
    source
      .split('\n')
      .filter((line) => line.includes('>>') && /p[02]-.*p[02]/.test(line))
      .slice(0, 6),
  ).toEqual([
    'p0->>p2: ClientHello',
    'p2->>p0: ServerHello to Finished',
    'p0->>p2: Certificate, CertificateVerify',
    'p2->>p2: #10005; Audience includes this API',
    'p2-->>p0: #10005; alert unknown_ca',
    'p0->>p0: Not sent#58; GET /invoices, aud ed#8230;',
  ]);
  expect(lines.filter(({ message }) => message === 2).map(({ part }) => part)).toEqual([
    'handshake',
    'handshake',
    'handshake',
    'checks',
    'answer',
    'request',
  ]);
  expect(source.split('\n').filter((line) => line.includes('>>'))).toHaveLength(lines.length);
});

test('the number of message lines in the source is the number of described lines', () => {
  const { source, lines } = diagramSource(sampleTrace());
  expect(source.split('\n').filter((line) => line.includes('>>'))).toHaveLength(lines.length);
});

test('a refused and edited message says so by name', () => {
  const { lines } = diagramSource(sampleTrace());
  expect(lines.find(({ message, part }) => message === 2 && part === 'request')?.name).toBe(
    'Message 2: Ledger app to Gateway, GET /invoices, aud edited, refused, 401',
  );
});

test('text that Mermaid would read as syntax is written as entities', () => {
  expect(diagramLabel('a;b#c%%{init}\n<img onerror=x>')).toBe('a#59;b#35;c#37;#37;#123;init#125; #60;img onerror=x#62;');
  expect(diagramLabel('')).toBe('#8203;');
  expect(diagramLabel('x'.repeat(4000)).length).toBeLessThan(80);
});

test('whatever a label holds, it stays on its line and holds no syntax', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      expect(diagramLabel(text)).toMatch(/^(?:[A-Za-z0-9 .,/?=&_()-]|#\d+;)+$/);
    }),
  );
});

test('what goes through the browser has an open head, what goes straight a filled one', () => {
  const parties = sampleTrace().parties.map((party) => (party.id === 'app' ? { ...party, kind: 'user' as const } : party));
  const front = diagramSource({ ...sampleTrace(), parties });
  expect(front.source).toContain('p0-)p1: POST /token');
  expect(front.source).toContain('p1--)p0: 200 access_token');
  expect(front.lines.filter(({ front: through }) => through).map(({ message, part }) => `${message} ${part}`)).toEqual([
    '1 request',
    '1 answer',
    '2 request',
    '2 answer',
  ]);
  expect(front.source).toContain('p2->>p1: GET /jwks');
});

test('a message that anyone can read on its way says so', () => {
  const request = { method: 'GET', url: 'http://api.lab.test/', headers: [], body: '' };
  expect(diagramSource(sampleTrace({ request })).lines.find(({ message, part }) => message === 2 && part === 'request')?.name).toContain(
    'no TLS',
  );
});

test('phases are notes across all lifelines; a folded one stands for its messages and tells of a refusal', () => {
  const steps = [
    { id: 'token', title: 'The app redeems' },
    { id: 'call', title: 'The app calls' },
  ];
  const { source, lines, notes } = diagramSource(sampleTrace(), { steps, folds: { call: false } });
  expect(notes.map(({ name }) => name)).toEqual(['Phase: The app redeems', 'Phase: The app calls (message 2, folded), with a refusal']);
  expect(source).toContain('Note over p0,p2: The app redeems');
  expect(new Set(lines.map(({ message }) => message))).toEqual(new Set([1]));
  expect(diagramSource(sampleTrace(), { steps, folds: { call: false }, whole: true }).lines.length).toBeGreaterThan(lines.length);
});

test('the notes in the source are the notes that are described, in their order', () => {
  const parties = sampleTrace().parties.map((party) => (party.id === 'gateway' ? { ...party, kind: 'attacker' as const } : party));
  const { source, notes } = diagramSource({ ...sampleTrace(), parties }, { steps: [{ id: 'token', title: 'T' }] });
  expect(source.split('\n').filter((line) => line.startsWith('Note '))).toHaveLength(notes.length);
  expect(notes.find(({ kind }) => kind === 'leak')?.name).toBe(
    'Leak: message 2 takes the access token to Gateway, first seen in message 1',
  );
});

test('a check that is off and would have refused is named at the arrow of its party', () => {
  const checks = [{ check: 'jwt.audience', party: 'gateway', outcome: 'switched-off', wouldHave: 'failed' }] as const;
  const { lines } = diagramSource(sampleTrace({ checks, response: { status: 200, headers: [], body: '' } }));
  expect(lines.find(({ judged }) => judged?.outcome === 'switched-off')?.name).toBe(
    'Message 2: Gateway made 0 checks, switched off: Audience includes this API',
  );
});
