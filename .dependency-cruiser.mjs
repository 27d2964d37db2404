/** The rooms of the engine in order; each may import only those before it. */
const ROOMS = ['http', 'checks', 'protocol', 'trace', 'services', 'world', 'actors', 'player'];

const TEST = '\\.(test|fixture)\\.ts$';

/** @type {Readonly<Record<string, string>>} */
const REASONS = {
  http: 'Messages are plain data; whoever reads them must not need the landscape.',
  checks: 'The catalogue is data, so that CheckId is a type everywhere without pulling code in.',
  protocol: 'A rule is pure: no clock, no record, no party. It returns a finding.',
  trace: 'The record is drawn by views that know neither services nor world.',
  services: 'A service is a function of a request and a span; it does not know the world that calls it.',
  world: 'The world delivers; who asks is not its concern.',
  actors: 'Those who ask do not know that somebody may hold their messages.',
};

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...ROOMS.slice(0, -1).map((room, index) => ({
      name: `engine-${room}-imports-up`,
      comment: `${REASONS[room]} So ${room} imports none of ${ROOMS.slice(index + 1).join(', ')}.`,
      severity: /** @type {const} */ ('error'),
      from: { path: `^src/engine/${room}/`, pathNot: [TEST, ...(room === 'world' ? ['^src/engine/world/landscape\\.ts$'] : [])] },
      to: { path: `^src/engine/(${ROOMS.slice(index + 1).join('|')})/` },
    })),
    {
      name: 'engine-knows-nothing-above',
      comment: 'The engine runs in Node, in a page and in a worker alike, because it imports nothing of them.',
      severity: 'error',
      from: { path: '^src/engine/' },
      to: { path: '^(src/(site|bindings)|labs|content)/' },
    },
    {
      name: 'labs-import-only-the-engine',
      comment: 'A lab is a play: it must run in a test without a page.',
      severity: 'error',
      from: { path: '^labs/', pathNot: TEST },
      to: { pathNot: '^(src/engine|labs)/' },
    },
    {
      name: 'bindings-know-no-page-and-no-play',
      comment: 'A binding carries messages between a network and deliver(); it must serve any page and any lab.',
      severity: 'error',
      from: { path: '^src/bindings/' },
      to: { path: '^(src/site|labs)/' },
    },
    {
      name: 'only-bindings-open-real-networks',
      comment: 'MSW is heavy and throws at import in a sandboxed frame, and Node is not in the page: both stay behind the bindings.',
      severity: 'error',
      from: { path: '^(src|labs)/', pathNot: ['^src/bindings/', TEST, '^src/site/build/', '^src/site/content[.]config[.]ts$'] },
      to: { path: '^(node:|node_modules/(msw|@mswjs)/)' },
    },
    {
      name: 'only-bindings-open-node',
      comment: 'The page has no Node; what needs it is a tool, a test or a binding.',
      severity: 'error',
      from: { path: '^(src|labs)/', pathNot: ['^src/bindings/', TEST, '^src/site/build/', '^src/site/content[.]config[.]ts$'] },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'certificates-are-fetched-late',
      comment: 'The library of certificates is 57 kB: one file fetches it, when a certificate is met.',
      severity: 'error',
      from: { path: '^(src|labs)/', pathNot: [TEST, '^src/engine/protocol/x509/library[.]ts$'] },
      to: { path: '^node_modules/@peculiar/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'a-handshake-is-fetched-late',
      comment: 'Few messages bring a certificate: what ends their TLS connection, and whom it trusts, comes with the first that does.',
      severity: 'error',
      from: {
        path: '^src/engine/',
        pathNot: [
          TEST,
          '^src/engine/(world/(certificates/|tls-termination[.]ts$)|actors/client/certificate-client[.]ts$|player/(own/send-own|link/state-schema)[.]ts$)',
        ],
      },
      to: { path: '^src/engine/world/(certificates/|tls-termination[.]ts$)', dependencyTypesNot: ['type-only', 'dynamic-import'] },
    },
    {
      name: 'views-without-cryptography',
      comment: 'A view draws a trace; whatever needs a key is found before it is drawn.',
      severity: 'error',
      from: { path: '^src/site/views/' },
      to: { path: '^node_modules/jose/' },
    },
    {
      name: 'views-do-not-know-the-player',
      comment:
        'A view takes a trace by prop and asks through callbacks, so that a capture can be drawn as well as a lab. Types of the player are no dependency.',
      severity: 'error',
      from: { path: '^src/site/views/(diagram|list|checks|message|tokens|holdings)/' },
      to: { path: '^src/engine/(player|services|world|actors)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-circular',
      comment: 'Two files that need each other are one file, or three.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only', 'type-import'] } },
    },
    {
      name: 'no-orphans',
      comment: 'A file that nobody imports and that imports nobody does nothing. What .astro files import is not seen here; knip sees it.',
      severity: 'error',
      from: { orphan: true, pathNot: [TEST, '\\.d\\.ts$', '^src/site/', '^scripts/', '^bench/', '^tests/', '\\.(astro|mdx)$'] },
      to: {},
    },
    {
      name: 'no-drawers',
      comment: 'A folder or file is named by the word of the specification; utils, helpers, common, shared and misc hide what is in them.',
      severity: 'error',
      from: {},
      to: { path: '(^|/)(util|utils|helper|helpers|common|shared|misc)(/|[.])', pathNot: '^node_modules/' },
    },
    {
      name: 'no-test-in-the-product',
      comment: 'What a test needs is never shipped.',
      severity: 'error',
      from: { path: '^(src|labs)/', pathNot: TEST },
      to: { path: [TEST, '^tests/'] },
    },
    {
      name: 'resolvable',
      comment: 'An import that leads nowhere fails only when somebody gets there. A reader’s script finds its modules in the sandbox.',
      severity: 'error',
      from: { pathNot: '^src/site/shell/client/scripts/' },
      to: { couldNotResolve: true, pathNot: ['^(astro:|virtual:|\\$)', '[?]bundled$'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    moduleSystems: ['es6'],
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'svelte', 'browser', 'default'],
      extensions: ['.ts', '.mjs', '.js', '.svelte'],
    },
  },
};
