// Everything that has to hold, two stages at a time. `npm test -- --only unit,labs` runs some of it.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { parseArgs } from 'node:util';
import { STAGES } from './stages.mjs';

const root = join(import.meta.dirname, '..');
const reports = join(root, 'artefacts/reports');
const env = {
  ...process.env,
  PATH: [join(root, 'node_modules/.bin'), process.env['PATH']].join(delimiter),
  ASTRO_TELEMETRY_DISABLED: '1',
  FORCE_COLOR: '0',
  NO_COLOR: '1',
};

/**
 * Runs one command to its end.
 * @param {readonly string[]} command
 * @returns {Promise<{ code: number, output: string }>}
 */
function run([name = '', ...words]) {
  return new Promise((resolve) => {
    const child = spawn(name, words, { cwd: root, env, shell: process.platform === 'win32', stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
    child.on('error', (error) => resolve({ code: 1, output: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** How many tests of a stage passed and failed, by its report. @param {import('./stages.mjs').Stage} stage */
function count({ name, counts }) {
  const file = join(reports, `${name}.json`);
  if (!counts || !existsSync(file)) return { passed: 0, failed: 0 };
  const report = JSON.parse(readFileSync(file, 'utf8'));
  return counts === 'vitest'
    ? { passed: report.numPassedTests, failed: report.numFailedTests }
    : { passed: report.stats.expected, failed: report.stats.unexpected + report.stats.skipped };
}

/** @param {import('./stages.mjs').Stage} stage */
async function perform(stage) {
  const begin = performance.now();
  console.log(`▸ ${stage.name}: ${stage.what}`);
  let failing;
  for (const command of stage.commands) {
    const { code, output } = await run(command);
    if (code !== 0) {
      failing = { command, output };
      break;
    }
  }
  const { passed, failed } = count(stage);
  const tests = stage.counts ? `, ${String(passed)} tests passed${failed > 0 ? `, ${String(failed)} failed` : ''}` : '';
  console.log(`${failing ? '✘' : '✔'} ${stage.name} ${((performance.now() - begin) / 1000).toFixed(1)} s${tests}`);
  if (failing) console.log(`\n  ${failing.command.join(' ')}\n\n${failing.output.replace(/^/gm, '  ')}\n`);
  // A stage without tests of its own, or one that fell over before its first test, is one failure.
  return { ok: !failing, passed, failed: failing ? Math.max(failed, 1) : failed };
}

const { values } = parseArgs({ options: { only: { type: 'string' } } });
const names = values.only?.split(',') ?? STAGES.map(({ name }) => name);
const unknown = names.find((name) => !STAGES.some((stage) => stage.name === name));
if (unknown !== undefined) {
  console.error(`There is no stage "${unknown}". There are: ${STAGES.map(({ name }) => name).join(', ')}.`);
  process.exit(1);
}

rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });
const waiting = STAGES.filter(({ name }) => names.includes(name));
/** @type {Map<string, boolean>} */
const ended = new Map();
let passed = 0;
let failed = 0;

/** The next stage whose predecessors have ended; one whose predecessor failed is not run. */
function next() {
  const index = waiting.findIndex(({ after = [] }) => after.every((name) => !names.includes(name) || ended.has(name)));
  return index < 0 ? undefined : waiting.splice(index, 1)[0];
}

/** @type {Set<Promise<void>>} */
const running = new Set();

/** @param {import('./stages.mjs').Stage} stage */
async function take(stage) {
  const broken = stage.name === 'browser' && ended.get('build') === false;
  if (broken) console.log(`✘ ${stage.name}: not run, because the build failed`);
  const result = broken ? { ok: false, passed: 0, failed: 1 } : await perform(stage);
  ended.set(stage.name, result.ok);
  passed += result.passed;
  failed += result.failed;
}

for (;;) {
  const stage = running.size < 2 ? next() : undefined;
  if (stage) {
    /** @type {Promise<void>} */
    const work = take(stage).finally(() => running.delete(work));
    running.add(work);
  } else if (running.size > 0) await Promise.race(running);
  else break;
}

console.log(`\n${String(passed)} passed, ${String(failed)} failed`);
process.exitCode = failed > 0 ? 1 : 0;
