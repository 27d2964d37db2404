import { defineConfig } from 'eslint/config';
import astro from 'eslint-plugin-astro';
import svelte from 'eslint-plugin-svelte';
import tseslint from 'typescript-eslint';

/** The rooms of the engine in order; each may import only those before it. */
const ROOMS = ['http', 'checks', 'protocol', 'trace', 'services', 'world', 'actors', 'player'];

/** Modules by pattern, and the reason why they may not be imported. */
const ABOVE_THE_ENGINE = {
  regex: '^#(site|labs|bindings)/',
  message: 'The engine knows nothing above it, so that it runs in Node and in any page.',
};
const REAL_NETWORKS = {
  regex: '^(msw|node:|@mswjs/)',
  message: 'Only src/bindings are doors to real networks; everything else stays plain data.',
};
const PAST_THE_ALIAS = {
  regex: '^(\\.\\./)+(src/)?(engine|bindings|site|labs)/',
  message: 'Across floors use #engine/, #site/, #labs/ or #bindings/, so that the direction of an import can be seen.',
};
const DRAWERS = {
  regex: '(^|/)(utils?|helpers?|common|shared|misc)(/|\\.|$)',
  message: 'Name the file by the word of the specification; a drawer hides what is in it.',
};

/** @param {...{ regex: string, message: string }} patterns @returns {import('eslint').Linter.RulesRecord} */
function forbidImports(...patterns) {
  return { 'no-restricted-imports': ['error', { patterns: [...patterns, DRAWERS] }] };
}

/** @param {string} room */
function laterRooms(room) {
  const later = ROOMS.slice(ROOMS.indexOf(room) + 1);
  return later.length === 0
    ? []
    : [
        {
          regex: `^((\\.\\./)+|#engine/)(${later.join('|')})/`,
          message: `${room} comes before ${later.join(', ')}: imports go only up the list of rooms.`,
        },
      ];
}

const TIME = 'Time comes from span.now() or judge.now(), so that a replay sees the same clock.';
const RANDOMNESS = 'Randomness comes from span.random or world.random, so that a replay draws the same.';
const NETWORK = 'Messages leave only through span.fetch or the send of an actor, so that each is recorded.';

/** @type {import('eslint').Linter.RulesRecord} */
const LANGUAGE = {
  'no-eval': 'error',
  'no-implied-eval': 'error',
  'no-console': 'error',
  eqeqeq: 'error',
  // Control characters are what hostile text is made of: patterns have to name them.
  'no-control-regex': 'off',
  // A name that begins with _ says that its value is dropped on purpose.
  '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_' }],
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/no-non-null-assertion': 'error',
  '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
};

export default defineConfig(
  { ignores: ['dist/', '**/.astro/', 'artefacts/', 'coverage/', 'playwright-report/', 'test-results/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error', noInlineConfig: true } },

  ...tseslint.configs.strict,
  ...svelte.configs['flat/recommended'],
  ...astro.configs['flat/recommended'],
  ...astro.configs['flat/jsx-a11y-recommended'],
  { files: ['**/*.svelte', '**/*.svelte.ts'], languageOptions: { parserOptions: { parser: tseslint.parser } } },
  // The compilers of Svelte and Astro know which names are there; ESLint alone does not.
  { files: ['**/*.svelte', '**/*.svelte.ts', '**/*.astro'], rules: { 'no-undef': 'off' } },
  // svelte-check knows which warnings the compiler really has, and reports an ignore too many itself.
  { files: ['**/*.svelte'], rules: { 'svelte/no-unused-svelte-ignore': 'off' } },
  // State is replaced whole and never changed in place, so a Set inside it needs no watching.
  { files: ['**/*.svelte', '**/*.svelte.ts'], rules: { 'svelte/prefer-svelte-reactivity': 'off' } },

  {
    files: ['**/*.ts'],
    ignores: ['**/*.astro/*.ts', '**/*.svelte.ts'],
    extends: [tseslint.configs.strictTypeCheckedOnly],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // A service is async because its contract says so, whether or not it has to wait today.
      '@typescript-eslint/require-await': 'off',
      // Worlds, spans and services are closures: nothing here reads `this`.
      '@typescript-eslint/unbound-method': 'off',
      // Spreading a text gives its code points, which is what is wanted of it here.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
    },
  },

  { rules: { ...LANGUAGE, ...forbidImports(PAST_THE_ALIAS, REAL_NETWORKS) } },

  ...ROOMS.map((room) => ({
    files: [`src/engine/${room}/**/*.ts`],
    rules: forbidImports(ABOVE_THE_ENGINE, REAL_NETWORKS, ...laterRooms(room)),
  })),
  {
    files: ['src/engine/**/*.ts'],
    ignores: ['src/engine/player/**', '**/*.test.ts', '**/*.fixture.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        { name: 'fetch', message: NETWORK },
        { name: 'XMLHttpRequest', message: NETWORK },
        { name: 'setTimeout', message: TIME },
        { name: 'setInterval', message: TIME },
        { name: 'performance', message: TIME },
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: TIME },
        { object: 'Math', property: 'random', message: RANDOMNESS },
        { object: 'crypto', property: 'getRandomValues', message: RANDOMNESS },
        { object: 'crypto', property: 'randomUUID', message: RANDOMNESS },
      ],
      'no-restricted-syntax': ['error', { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: TIME }],
    },
  },
  {
    files: ['labs/**/*.ts'],
    rules: forbidImports(
      { regex: '^#(site|bindings)/', message: 'A lab is a play: it needs the engine and nothing of the page.' },
      { regex: '^(jose|svelte|astro|oauth4webapi)', message: 'A lab directs actors; cryptography and screens are not its work.' },
      REAL_NETWORKS,
    ),
  },
  {
    files: ['src/site/**/*.{ts,svelte,astro}'],
    ignores: ['src/site/views/**'],
    rules: forbidImports(REAL_NETWORKS, PAST_THE_ALIAS),
  },
  {
    files: ['src/site/views/**/*.{ts,svelte,astro}'],
    rules: forbidImports(REAL_NETWORKS, PAST_THE_ALIAS, {
      regex: '^jose',
      message: 'A view draws a trace; whatever needs cryptography is found before it is drawn.',
    }),
  },
  {
    files: ['src/bindings/**/*.ts'],
    rules: forbidImports({ regex: '^#(site|labs)/', message: 'A binding carries messages; it knows neither page nor play.' }),
  },
  {
    // Scripts call these with whatever they have: as in the platform, what they pass is made what it has to be.
    files: ['src/site/shell/sandbox/guest/**/*.ts'],
    rules: {
      'no-console': 'off',
      '@typescript-eslint/no-unnecessary-type-conversion': 'off',
      '@typescript-eslint/no-base-to-string': 'off',
    },
  },
  // What a reader's script looks like is for readers; it runs in the sandbox, which has its own console.
  { files: ['src/site/shell/client/scripts/*.js'], rules: { 'no-console': 'off', 'no-undef': 'off' } },
  // Tests and tools run in Node.
  {
    files: ['**/*.test.ts', '**/*.fixture.ts', 'tests/**', 'bench/**', 'scripts/**', '*.ts', '*.mjs', 'src/site/build/**'],
    rules: forbidImports(),
  },
  {
    files: ['**/*.test.ts'],
    rules: {
      // Matchers such as expect.any() are typed so; and a test may run the code it had generated.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-implied-eval': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
    },
  },
  { files: ['scripts/**', 'bench/**', 'tests/**'], rules: { 'no-console': 'off' } },
  {
    // On loopback there is no TLS, and the two libraries want that to be said.
    files: ['tests/clients/**/*.ts'],
    rules: {
      '@typescript-eslint/no-deprecated': [
        'error',
        { allow: ['oauth4webapi', 'openid-client'].map((name) => ({ from: 'package', package: name, name: 'allowInsecureRequests' })) },
      ],
    },
  },
);
