// Types and lint, used by `npm run check` and `npm test`.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { modules, root } from './bootstrap/places.mjs';
import { capture } from './bootstrap/proc.mjs';
import { step } from './bootstrap/report.mjs';

/** One TypeScript project for each environment; a project without a source file yet is left out. */
const projects = ['shared', 'electron', 'renderer', 'test', 'build'];

const hasSource = (folder) =>
  existsSync(folder) &&
  readdirSync(folder, { recursive: true }).some((name) => /\.(tsx?|mjs)$/.test(String(name)));

/** @returns {Promise<boolean>} whether all of it is right; what is not has been printed. */
export async function typesAndLint() {
  const tsc = (name) => tool('tsc', ['-p', join(root, name), '--pretty', 'false']);
  /** @type {[string, () => ReturnType<typeof capture>][]} */
  const work = [
    ...projects
      .filter((name) => existsSync(join(root, name, 'tsconfig.json')) && hasSource(join(root, name)))
      .map(
        (name) =>
          /** @type {[string, () => ReturnType<typeof capture>]} */ ([`types: ${name}`, () => tsc(name)]),
      ),
    ['format and lint: biome', () => tool('biome', ['check', '--colors=off', '--max-diagnostics=60'])],
  ];
  let right = true;
  for (const [name, run] of work) {
    await step(name, async () => {
      const { code, text } = await run();
      if (code === 0) return;
      right = false;
      throw new Error(text.trimEnd());
    }).catch((error) => console.error(error.message));
  }
  return right;
}

const tool = (bin, args) => capture(join(modules, '.bin', bin), args);
