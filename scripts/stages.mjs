// What `npm test` does, stage by stage, and which of them has to wait for which.

/**
 * One stage: commands that run one after another, by their names in node_modules/.bin or as a
 * script. A stage that counts tests writes them to artefacts/reports/<name>.json.
 * @typedef {{ name: string, what: string, after?: string[], counts?: 'vitest' | 'playwright', commands: string[][] }} Stage
 */

/** @param {string} name @param {string} what @returns {Stage} */
function vitest(name, what) {
  return {
    name,
    what,
    counts: 'vitest',
    commands: [
      ['vitest', 'run', '--project', name, '--reporter=default', '--reporter=json', `--outputFile.json=artefacts/reports/${name}.json`],
    ],
  };
}

/** The order is that of the start: long stages, and those that others wait for, first. @type {readonly Stage[]} */
export const STAGES = [
  { name: 'build', what: 'the site builds', commands: [['astro', 'build']] },
  vitest('unit', 'rules, services, player and views do what their tests say'),
  {
    name: 'browser',
    what: 'the built site in a real browser, under / and under /a/b/',
    after: ['build'],
    counts: 'playwright',
    commands: [
      ['node', 'scripts/browser.mjs'],
      ['playwright', 'test'],
    ],
  },
  vitest('labs', 'every lab ends as it declares, attacks on and off'),
  vitest('clients', 'independent clients over sockets, against npm run serve'),
  vitest('conformance', 'independent clients and published vectors agree'),
  {
    name: 'types',
    what: 'TypeScript, the engine without a document, Astro and Svelte',
    after: ['build'],
    commands: [
      ['tsc', '-p', '.'],
      ['tsc', '--noEmit', '-p', 'src/engine'],
      ['astro', 'check', '--noSync', '--minimumSeverity', 'hint'],
      ['svelte-check', '--fail-on-warnings', '--output', 'human', '--threshold', 'warning'],
    ],
  },
  { name: 'lint', what: 'ESLint', commands: [['eslint', '--max-warnings', '0', '.']] },
  { name: 'format', what: 'Prettier', commands: [['prettier', '--check', '--log-level', 'warn', '.']] },
  {
    name: 'imports',
    what: 'each room imports only what stands above it',
    commands: [
      ['depcruise', '--config', '.dependency-cruiser.mjs', '--output-type', 'err-long', 'src', 'labs', 'bench', 'tests', 'scripts'],
    ],
  },
  { name: 'dead', what: 'no file, export or package that nobody uses', commands: [['knip']] },
];
