import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CatalogueEditor } from '../../../../../../electron/hub/catalogue/editor/catalogue-editor';
import { versionOf } from '../../../../../../electron/hub/catalogue/editor/versions';
import type { Verdict } from '../../../../../../electron/hub/commands';
import { readSection } from '../../../../../../shared/catalogue-text/section';
import type { CatalogueEdit } from '../../../../../../shared/contract/commands';
import type { Command } from '../../../../../../shared/contract/wire';
import { ManualClock } from '../../../../../../shared/time/clock';
import { tempFolder } from '../../../../../fixtures/temp-folder';

const PLAN = `positions:
  - { id: vakt, name: Vakt }
shifts:
  # all day
  - { id: døgn, name: Døgn, from: "08:00", to: "08:00", positions: [vakt] }
rota:
  - { shift: døgn, position: vakt, from: 2026-01-05, by: week, turns: [anne, bo] }
`;
const SERVICES = `services:
  # the network
  - id: core
    name: Kjernenett # core
    criticality: 1
    checks:
      - { id: http, kind: http, url: "http://x/", headers: { Authorization: "Bearer hemmelig-verdi" } }
  - { id: dips, name: DIPS, criticality: 1 }
`;
const HEAD = 'version: 1\nname: Rommet # ours\n';

let folder: ReturnType<typeof tempFolder>;
let file: string;
let editor: CatalogueEditor;
let count = 0;

beforeEach(() => {
  folder = tempFolder('watch-plan');
  file = join(folder.path, 'rom.yaml');
});
afterEach(async () => {
  await editor.stop();
  folder.remove();
});

async function open(text: string): Promise<void> {
  writeFileSync(file, text);
  editor = new CatalogueEditor({
    file,
    history: join(folder.path, 'data/catalogue-history'),
    clock: new ManualClock(),
    onFault: () => {},
  });
  await editor.start();
}

const text = (): string => readFileSync(file, 'utf8');
const editOf = (yaml: string): CatalogueEdit => ({
  base: versionOf(readFileSync(file)),
  summary: 'Ny vaktplan',
  change: { kind: 'watch-plan', yaml },
});
const give = (edit: CatalogueEdit): Promise<Verdict> => {
  count += 1;
  return editor.edit({ id: `command-${count}`, actor: 'leder' } as unknown as Command, edit);
};

describe('a shift plan written from a desk', () => {
  it('comes into a file that has none, and nothing else changes', async () => {
    await open(HEAD + SERVICES);
    expect(await give(editOf(PLAN))).toMatchObject({ outcome: 'done' });
    expect(text().startsWith(HEAD + SERVICES)).toBe(true);
    const section = readSection(text(), 'watch');
    expect(section.ok && section.value?.text).toBe(PLAN);
  });

  it('takes the place of the one before, wherever it stands in the file', async () => {
    const plan = `watch:\n  ${PLAN.trimEnd().replaceAll('\n', '\n  ')}\n`;
    for (const [before, after] of [
      [HEAD, SERVICES],
      [HEAD + SERVICES, '# the end\n'],
    ] as const) {
      await open(`${before}${plan}${after}`);
      expect(await give(editOf(PLAN.replace('[anne, bo]', '[chi]')))).toMatchObject({
        outcome: 'done',
        events: [{ type: 'catalogue.edited', services: ['watch'], summary: 'Ny vaktplan', actor: 'leder' }],
      });
      expect(text()).toBe(`${before}${plan.replace('[anne, bo]', '[chi]')}${after}`);
      await editor.stop();
    }
  });

  it('is refused with the place in the file of a hole, and the file stays', async () => {
    await open(HEAD + SERVICES);
    const hole = PLAN.replace('to: "08:00"', 'to: "07:30"');
    const verdict = await give(editOf(hole));
    expect(verdict).toMatchObject({ outcome: 'refused' });
    expect('reason' in verdict && verdict.reason).toMatch(
      /^rom\.yaml:16:50 a hole: no shift from \w+ 07:30 to \w+ 08:00, and 6 more times a week$/,
    );
    expect(text()).toBe(HEAD + SERVICES);
  });

  it('is previewed: what differs, what is wrong and where it would stand, without a secret', async () => {
    await open(HEAD + SERVICES);
    const good = await editor.preview(editOf(PLAN));
    expect(good).toMatchObject({ issues: [], at: { line: 12, indent: 2 } });
    expect(good.diff).toContain('+watch:\n+  positions:\n');
    const bad = await editor.preview(editOf(PLAN.replace('position: vakt', 'position: kokk')));
    expect(bad.issues.map(({ line, reason }) => [line, reason])).toEqual([
      [16, expect.stringContaining('a hole: no line of the rota')],
      [18, 'unknown watch position "kokk"'],
    ]);
    const broken = await editor.preview(editOf('positions: [\n'));
    expect(broken.issues).toHaveLength(1);
    for (const preview of [good, bad, broken])
      expect(JSON.stringify(preview)).not.toContain('hemmelig-verdi');
  });

  it('of a file in JSON is written as JSON', async () => {
    await open('{"version": 1, "name": "R", "services": [{"id": "dns", "name": "DNS", "criticality": 1}]}\n');
    expect(await give(editOf(PLAN.replace('  # all day\n', '')))).toMatchObject({ outcome: 'done' });
    expect(text()).toContain('{"id": "dns", "name": "DNS", "criticality": 1}]');
    expect(text()).toContain('"watch": ');
  });

  it('that is the same makes no difference, and says so', async () => {
    await open(HEAD + SERVICES);
    await give(editOf(PLAN));
    expect(await give(editOf(PLAN))).toMatchObject({ outcome: 'refused' });
  });
});
