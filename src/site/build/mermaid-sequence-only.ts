import { drawnFast, drawnInTurns } from './mermaid-drawn-fast.ts';

const NO_DIAGRAM = '\0no-diagram';
const OTHER_DIAGRAM = /(Diagram|diagram|definition|architecture|layout|swimlane|elk|dagre|cose)[^/]*-[A-Z0-9]{8}\.mjs$/;

/** Parts of Mermaid that draw the nodes of flowcharts and their labels; a sequence diagram has none. Bundled Mermaid names its sources. */
const OTHER_PARTS = /^\/\/ src\/rendering-util\/(rendering-elements\/shapes\/|createText)/m;

/** Where Mermaid's own settings are complete. It copies them all for every message it draws, and most are about other diagrams. */
const SETTINGS = /^var defaultConfig = Object\.freeze\((\w+)\);$/m;
const EMPTY_OTHERS =
  'for (const [name, section] of Object.entries($1)) if (name !== "sequence" && section && typeof section === "object" && !Array.isArray(section)) for (const key of Object.keys(section)) delete section[key];\n$&';

/** A module that has the same names to import, none of which may be used. */
function withoutBodies(code: string): string | undefined {
  const names = /^export \{([^}]*)\};?\s*$/m.exec(code)?.[1];
  return names
    ?.split(',')
    .map((name) => name.split(' as ').at(-1)?.trim() ?? '')
    .filter((name) => name !== '')
    .map((name) => `export const ${name} = () => { throw new Error("not bundled") };`)
    .join('\n');
}

/**
 * Leaves every Mermaid diagram but the sequence diagram out of the bundle, and what only the others need:
 * 4 files in place of about 100, and a third less in these. What is left draws faster (`drawnFast`).
 */
export function mermaidSequenceOnly() {
  return {
    name: 'mermaid-sequence-only',
    enforce: 'pre' as const,
    resolveId(id: string, from: string | undefined) {
      if (from === undefined || !/[\\/]mermaid[\\/]dist[\\/]/.test(from) || id.includes('sequenceDiagram')) return undefined;
      return id === 'katex' || OTHER_DIAGRAM.test(id) ? NO_DIAGRAM : undefined;
    },
    load(id: string) {
      if (id !== NO_DIAGRAM) return undefined;
      return 'export const diagram = {}; export const render = () => { throw new Error("not bundled") }; export default {}';
    },
    transform(code: string, id: string) {
      if (!/[\\/]mermaid[\\/]dist[\\/](chunks[\\/]|mermaid\.core\.mjs$)/.test(id)) return undefined;
      if (OTHER_PARTS.test(code)) return withoutBodies(code);
      const changed = drawnInTurns(drawnFast(code.replace(SETTINGS, EMPTY_OTHERS)));
      return changed === code ? undefined : changed;
    },
  };
}
