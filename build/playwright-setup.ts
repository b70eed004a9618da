import { bootstrap } from './bootstrap/index.mjs';
import { startDisplays } from './displays.mjs';
import { runtimeEnv } from './runtime.mjs';

// The virtual wall that the end-to-end tests run on, also when `npx playwright test` is called alone.
// VAKTROM_DISPLAYS=own uses the displays of the machine; anything but Linux always does.
// biome-ignore lint/style/noDefaultExport: the tool reads the default export
export default async function setUp(): Promise<() => Promise<void>> {
  if (!process.env.VAKTROM_RUN) await bootstrap({ app: true, tests: true, build: true });
  Object.assign(process.env, runtimeEnv());
  if (process.platform !== 'linux' || process.env.VAKTROM_DISPLAYS === 'own') return async () => undefined;
  const screens = await startDisplays({ count: 4, columns: 2 });
  Object.assign(process.env, screens.env, { VAKTROM_OUTPUTS: screens.outputs.join(' ') });
  return () => screens.stop();
}
