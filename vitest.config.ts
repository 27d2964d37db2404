import { defineConfig } from 'vitest/config';
import { bundledText } from './src/site/build/bundled-text.ts';

/** One project for each question: do the parts work, do the labs end as declared, do others' clients agree, also over sockets. */
export default defineConfig({
  plugins: [bundledText()],
  test: {
    // Property tests and keys take their time on a machine that also drives a browser.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    projects: [
      { extends: true, test: { name: 'unit', include: ['src/**/*.test.ts', 'scripts/**/*.test.ts'] } },
      { extends: true, test: { name: 'labs', include: ['labs/**/*.test.ts', 'tests/labs/**/*.test.ts'] } },
      {
        extends: true,
        test: { name: 'clients', include: ['tests/clients/**/*.test.ts'], globalSetup: 'tests/clients/served-landscape.ts' },
      },
      { extends: true, test: { name: 'conformance', include: ['tests/conformance/**/*.test.ts', 'tests/vectors/**/*.test.ts'] } },
    ],
  },
});
