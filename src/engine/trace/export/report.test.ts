import { expect, test } from 'vitest';
import type { ReportedRun } from './report.ts';
import { runReport } from './report.ts';
import { sampleTrace } from '../views.fixture.ts';

const run = (over: Partial<ReportedRun> = {}): ReportedRun => ({
  title: 'A run',
  trace: sampleTrace(),
  order: ['app', 'as', 'gateway'],
  steps: [{ id: 'token', title: 'The app redeems' }],
  ending: 'The call was refused.',
  mend: (check) => (check === 'jwt.audience' ? 'Ask for a token for this API.' : undefined),
  cite: (spec) => `[${spec}](https://example.org)`,
  ...over,
});

test('a report tells how the run ended, every message, its verdict and its checks with what was expected and came', () => {
  const report = runReport(run());
  expect(report).toContain('- The call was refused\n');
  expect(report).toContain('none opens anything outside of it');
  expect(report).toContain('- Message 2: aud');
  expect(report).toMatch(/\| 2 \| Ledger app \| Gateway \| `GET \/invoices` \| ✕ 401 invalid\\_token \|/);
  expect(report).toMatch(/✕ failed \| `https:\/\/api\.lab\.test` \| `https:\/\/payments\.internal\.lab\.test` \| \[rfc/);
  expect(report).toContain('Ask for a token for this API.');
  expect(report).toContain('```mermaid\nsequenceDiagram\n');
  expect(report.match(/^### Message/gm)).toHaveLength(3);
});

test('a run that nobody changed and where everything is on says neither', () => {
  const report = runReport(run({ trace: sampleTrace({ edited: [] }), ending: undefined }));
  expect(report).not.toContain('## What was changed');
  expect(report).not.toContain('## Defenses that are off');
  expect(report).toContain('The run has not ended');
});

test('what a message holds is text: it ends no block, no cell and no line', () => {
  const body = '```\n# Not a heading\n````\n<img src=x onerror=alert(1)>';
  const report = runReport(
    run({
      title: '<b>x</b>\n# y',
      trace: sampleTrace({
        response: { status: 200, headers: [], body },
        checks: [{ check: 'jwt.audience', party: 'gateway', outcome: 'failed', received: 'a | b `c`\n| d', expected: '' }],
      }),
    }),
  );
  const outside = report.replace(/^(`{3,})[a-z]*\n[\s\S]*?\n\1$/gm, '');
  expect(outside).not.toContain('Not a heading');
  expect(outside).not.toMatch(/(?<!\\)<(?!br>)/);
  expect(outside).toContain(String.raw`\<b\>x\</b\> \# y`);
  expect(outside).toContain('``a \\| b `c` \\| d``');
});
