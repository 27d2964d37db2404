// Time and bytes beside a reference of the same run. Nothing is asserted: a busy machine is no defect.
// `npm run bench -- serve` measures one of them.
import { benchBrowser } from './browser.mjs';
import { benchDiagram } from './diagram.mjs';
import { benchBundle } from './bundle.mjs';
import { benchInteraction } from './interaction.mjs';
import { benchPages } from './pages.mjs';
import { benchPlays } from './plays.mjs';
import { benchServe } from './serve.mjs';
import { benchServices } from './services.mjs';

/** @type {Readonly<Record<string, () => Promise<void>>>} */
const BENCHES = {
  services: benchServices,
  plays: benchPlays,
  serve: benchServe,
  bundle: benchBundle,
  pages: benchPages,
  browser: benchBrowser,
  diagram: benchDiagram,
  interaction: benchInteraction,
};

const asked = process.argv.slice(2);
const unknown = asked.find((name) => !Object.hasOwn(BENCHES, name));
if (unknown !== undefined) {
  console.error(`There is no bench "${unknown}". There are: ${Object.keys(BENCHES).join(', ')}.`);
  process.exit(1);
}
for (const [name, bench] of Object.entries(BENCHES)) if (asked.length === 0 || asked.includes(name)) await bench();
