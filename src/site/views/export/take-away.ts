import { explanationOf } from '#engine/checks/catalogue.ts';
import type { CheckId } from '#engine/checks/catalogue.ts';
import { curlScript } from '#engine/trace/export/curl-script.ts';
import { asHar } from '#engine/trace/export/har.ts';
import { diagramSource } from '#engine/trace/diagram/mermaid.ts';
import { runReport } from '#engine/trace/export/report.ts';
import { specLink } from '#site/course/spec-link.ts';
import { fileName } from './download.ts';
import type { TakenFile } from './download.ts';
import type { DrawnRun } from './picture.ts';

/** A run as it can be taken away. */
export interface ExportedRun extends DrawnRun {
  readonly title: string;
  /** How it ended, in one sentence; absent while it goes on. */
  readonly ending?: string | undefined;
}

/** What a run can be taken away as, in the order of the menu. */
export const EXPORTS = [
  { id: 'svg', title: 'Picture (SVG)', hint: 'Reads the same anywhere, at any size' },
  { id: 'png', title: 'Picture (PNG)', hint: 'Twice the pixels, for slides and documents' },
  { id: 'mermaid', title: 'Mermaid source', hint: 'For Markdown that draws diagrams' },
  { id: 'report', title: 'Report (Markdown)', hint: 'Messages, verdicts, every check, your edits' },
  { id: 'har', title: 'HTTP Archive (HAR 1.2)', hint: 'Opens in the network panel of browsers' },
  { id: 'curl', title: 'curl script', hint: 'Every request, for a shell' },
] as const;

/** One way to take a run away. */
export type ExportId = (typeof EXPORTS)[number]['id'];

async function mends(run: ExportedRun): Promise<ReadonlyMap<CheckId, string>> {
  const failed = new Set(
    run.trace.exchanges.flatMap(({ checks }) => checks.filter(({ outcome }) => outcome === 'failed').map(({ check }) => check)),
  );
  return new Map(await Promise.all([...failed].map(async (check) => [check, (await explanationOf(check)).mend] as const)));
}

/** A run as a file. @throws {Error} where a picture cannot be made, or what makes it cannot be fetched */
export async function takeAway(id: ExportId, run: ExportedRun): Promise<TakenFile> {
  const { title, trace, order, steps } = run;
  switch (id) {
    case 'mermaid':
      return {
        name: fileName(title, 'mmd'),
        type: 'text/plain',
        content: `${diagramSource(trace, { order, steps, whole: true }).source}\n`,
      };
    case 'har':
      return { name: fileName(title, 'har'), type: 'application/json', content: asHar(trace, title) };
    case 'curl':
      return { name: fileName(title, 'sh'), type: 'text/x-shellscript', content: curlScript(trace, title) };
    case 'report': {
      const ways = await mends(run);
      const content = runReport({
        ...run,
        mend: (check) => ways.get(check),
        cite: (spec) => {
          const { label, href } = specLink(spec, undefined);
          return href === '' ? label : `[${label}](${href})`;
        },
      });
      return { name: fileName(title, 'md'), type: 'text/markdown', content };
    }
    case 'svg':
    case 'png': {
      const { asPng, standalonePicture } = await import('./picture.ts');
      const svg = await standalonePicture(run);
      return id === 'svg'
        ? { name: fileName(title, 'svg'), type: 'image/svg+xml', content: svg }
        : { name: fileName(title, 'png'), type: 'image/png', content: await asPng(svg) };
    }
  }
}
