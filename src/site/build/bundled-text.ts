import { dirname, resolve } from 'node:path';
import { build } from 'rolldown';

const SUFFIX = '?bundled';
const MARK = '\0bundled-text:';

/** One module and everything it imports as the text of one ES module. Names are kept: errors are told by them. */
async function bundle(input: string, note: (module: string) => void): Promise<string> {
  const { output } = await build({
    input,
    write: false,
    platform: 'browser',
    logLevel: 'warn',
    treeshake: { moduleSideEffects: true },
    output: { format: 'esm', codeSplitting: false, minify: { mangle: false, compress: false, codegen: true } },
  });
  for (const [module, { renderedLength }] of Object.entries(output[0].modules)) if (renderedLength > 0) note(module);
  return output[0].code;
}

/**
 * `import text from './x.ts?bundled'` gives the text of a module, bundled with what it imports, for a machine
 * that is no part of the page and fetches nothing; the same for a package by its name.
 * @param note is told every module that stands in such a text
 */
export function bundledText(note: (module: string) => void = () => undefined) {
  return {
    name: 'bundled-text',
    enforce: 'pre' as const,
    resolveId(source: string, importer: string | undefined): string | undefined {
      if (!source.endsWith(SUFFIX)) return undefined;
      const name = source.slice(0, -SUFFIX.length);
      return MARK + (name.startsWith('.') && importer !== undefined ? resolve(dirname(importer), name) : name);
    },
    async load(id: string): Promise<string | undefined> {
      return id.startsWith(MARK) ? `export default ${JSON.stringify(await bundle(id.slice(MARK.length), note))};` : undefined;
    },
  };
}
