import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';

/** What axe objects to in an element. jsdom lays nothing out: what needs colours and boxes is looked at in a browser. */
export async function violations(container: Element): Promise<string[]> {
  const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  const axe: { run(node: Element, options: object): Promise<AxeResults> } = new Function(
    'window',
    `${source}; return window.axe;`,
  )(globalThis.window) as never;
  const result = await axe.run(container, { rules: { 'color-contrast': { enabled: false } } });
  return result.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
}
