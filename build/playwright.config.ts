import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';

const root = fileURLToPath(new URL('..', import.meta.url));
const report = process.env.VAKTROM_REPORT;

// biome-ignore lint/style/noDefaultExport: the tool reads the default export
export default defineConfig({
  testDir: `${root}test/e2e`,
  outputDir: `${root}out/e2e`,
  tsconfig: `${root}test/tsconfig.json`,
  globalSetup: `${root}build/playwright-setup.ts`,
  // Each test has a console, a hub and full-screen windows of its own; two at once would share the displays.
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: report ? [['list'], ['json', { outputFile: report }]] : [['list']],
});
