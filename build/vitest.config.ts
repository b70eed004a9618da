import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('..', import.meta.url));

// One project for each kind of test, so that the fast ones can run alone:
//   npx vitest run -c build/vitest.config.ts --project unit
const kind = (name: string, testTimeout: number) => ({
  extends: true as const,
  test: {
    name,
    include: [`test/${name}/**/*.test.{ts,tsx}`],
    testTimeout,
    hookTimeout: Math.max(testTimeout, 10_000),
  },
});

// biome-ignore lint/style/noDefaultExport: the tool reads the default export
export default defineConfig({
  root,
  cacheDir: `${root}node_modules/.cache/vitest`,
  resolve: { alias: { '@shared': `${root}shared` } },
  test: {
    // A test that needs a DOM says so on its first line: // @vitest-environment jsdom
    environment: 'node',
    projects: [kind('unit', 5_000), kind('property', 60_000), kind('integration', 60_000)],
    // All cores: most of what is slow here waits for real time.
    maxWorkers: '100%',
    passWithNoTests: true,
    coverage: {
      provider: 'v8',
      include: ['electron/**/*.ts', 'shared/**/*.ts', 'renderer/**/*.{ts,tsx}'],
      reportsDirectory: `${root}out/coverage`,
    },
  },
});
