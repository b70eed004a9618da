import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CatalogueEditor } from '../../../../../../electron/hub/catalogue/editor/catalogue-editor';
import { versionOf } from '../../../../../../electron/hub/catalogue/editor/versions';
import type { CatalogueEdit } from '../../../../../../shared/contract/commands';
import type { Command } from '../../../../../../shared/contract/wire';
import { ManualClock } from '../../../../../../shared/time/clock';
import { tempFolder } from '../../../../../fixtures/temp-folder';

const FILE = `version: 1
name: Rommet
sites:
  - { id: mo, name: Mo, trust: t }
  - { id: bodø, name: Bodø, trust: t }
trusts: [{ id: t, name: T }]
templates:
  web: { checks: [{ id: web, kind: http, url: "http://x/{service}" }] }
services:
  # the network
  - id: core
    name: Kjernenett # core
    criticality: 1
  - id: dips
    name: DIPS
    criticality: 1
    sites: all
    needs: [core]
    checks:
      - { id: http, kind: http, url: "http://x/", headers: { Authorization: "Bearer hemmelig-verdi" } }
`;

let folder: ReturnType<typeof tempFolder>;
let file: string;
let clock: ManualClock;
let editor: CatalogueEditor;
let faults: (string | null)[];
let count = 0;

beforeEach(async () => {
  folder = tempFolder('editor');
  file = join(folder.path, 'rom.yaml');
  writeFileSync(file, FILE);
  clock = new ManualClock();
  faults = [];
  editor = await anEditor();
});
afterEach(async () => {
  await editor.stop();
  chmodSync(folder.path, 0o700);
  folder.remove();
});

async function anEditor(path: string | null = file): Promise<CatalogueEditor> {
  const made = new CatalogueEditor({
    file: path,
    history: join(folder.path, 'data/catalogue-history'),
    clock,
    onFault: (reason) => faults.push(reason),
  });
  await made.start();
  return made;
}

const text = (): string => readFileSync(file, 'utf8');
const version = (): string => versionOf(readFileSync(file));
const command = (id = `command-${++count}`): Command => ({
  id,
  kind: 'catalogue.edit',
  subject: 'dips',
  payload: null,
  actor: 'vakt',
  session: null,
  proof: '',
  actedAt: clock.now(),
  expiresAt: clock.now() + 1_000,
});
const change = (what: CatalogueEdit['change'], base = version()): CatalogueEdit => ({
  base,
  change: what,
  summary: 'fordi',
});
const rename = (name: string, base = version()): CatalogueEdit =>
  change({ kind: 'fields', id: 'dips', set: [{ path: ['name'], value: name }] }, base);
const drafts = (): readonly string[] => readdirSync(folder.path).filter((name) => name.endsWith('.ny'));

describe('an edit', () => {
  it('changes what it names, keeps the rest, and says what it did', async () => {
    const before = version();
    const verdict = await editor.edit(command(), rename('DIPS Arena'));
    expect(text()).toBe(FILE.replace('name: DIPS', 'name: DIPS Arena'));
    expect(verdict).toEqual({
      outcome: 'done',
      events: [
        {
          type: 'catalogue.edited',
          actor: 'vakt',
          summary: 'fordi',
          before,
          after: version(),
          undoneTo: null,
          services: ['dips'],
        },
      ],
    });
    expect(JSON.stringify(verdict)).not.toContain('hemmelig');
    expect(drafts()).toEqual([]);
  });

  it('is refused with every place when the file would not load, and changes nothing', async () => {
    const bad = 'id: ny\nname: Ny\ncriticality: 9\nneeds: [finnesikke]\n';
    const verdict = await editor.edit(command(), change({ kind: 'service', id: 'ny', yaml: bad }));
    expect(verdict).toMatchObject({
      outcome: 'refused',
      reason: expect.stringMatching(/^rom\.yaml:\d+:\d+ /),
    });
    const gone = await editor.edit(command(), change({ kind: 'remove-service', id: 'core' }));
    expect(gone).toMatchObject({
      outcome: 'refused',
      reason: expect.stringContaining('unknown service "core"'),
    });
    expect(text()).toBe(FILE);
    expect((await editor.history(null)).versions).toHaveLength(1);
  });

  it('is refused when the file is another than the person saw', async () => {
    const seen = version();
    writeFileSync(file, `${FILE}# somebody else\n`);
    const verdict = await editor.edit(command(), rename('X', seen));
    expect(verdict).toMatchObject({ outcome: 'refused', reason: expect.stringContaining('endret siden') });
    expect(text()).toBe(`${FILE}# somebody else\n`);
  });

  it('keeps BOM, line breaks, mode, and what a link points to', async () => {
    const windows = `\uFEFF${FILE.replaceAll('\n', '\r\n')}`;
    const target = join(folder.path, 'real.yaml');
    writeFileSync(target, windows, { mode: 0o640 });
    rmSync(file);
    symlinkSync(target, file);
    expect(await editor.edit(command(), rename('DIPS Arena'))).toMatchObject({ outcome: 'done' });
    expect(readFileSync(target, 'utf8')).toBe(windows.replace('name: DIPS', 'name: DIPS Arena'));
    expect(statSync(target).mode & 0o777).toBe(0o640);
    expect(readFileSync(file, 'utf8')).toBe(readFileSync(target, 'utf8'));
  });

  it('is refused with the reason when the file or its folder may not be written, or is no text', async () => {
    chmodSync(file, 0o444);
    expect(await editor.edit(command(), rename('X'))).toMatchObject({
      outcome: 'refused',
      reason: 'filen er skrivebeskyttet',
    });
    chmodSync(file, 0o644);
    chmodSync(folder.path, 0o555);
    const barred = await editor.edit(command(), rename('X'));
    chmodSync(folder.path, 0o700);
    expect(barred).toMatchObject({ outcome: 'refused', reason: 'mappen er skrivebeskyttet' });
    writeFileSync(file, Buffer.from(FILE.replace('Bodø', 'Bod\xf8'), 'latin1'));
    expect(await editor.edit(command(), rename('X'))).toMatchObject({
      outcome: 'refused',
      reason: expect.stringContaining('UTF-8'),
    });
    rmSync(file);
    expect(await editor.edit(command(), rename('X', 'x'))).toMatchObject({
      outcome: 'refused',
      reason: 'katalogfilen finnes ikke',
    });
  });

  it('does not happen where there is no file, and makes none', async () => {
    const without = await anEditor(null);
    expect(await without.edit(command(), rename('X'))).toEqual({
      outcome: 'refused',
      reason: 'huben har ingen katalogfil',
    });
    await expect(without.source(null)).rejects.toThrow('huben har ingen katalogfil');
  });

  it('writes the rules of a foreign source in their place', async () => {
    writeFileSync(
      file,
      `${FILE}sources:\n  - id: am # the cluster\n    name: AM\n    kind: alertmanager\n    url: http://127.0.0.1:9093\n    webhookKey: hemmelig-nøkkel\n`,
    );
    const rules = [{ match: ['job="dips"'], service: 'dips', site: '{site}' }];
    expect(await editor.edit(command(), change({ kind: 'source-rules', source: 'am', rules }))).toMatchObject(
      { outcome: 'done' },
    );
    expect(text()).toContain('    webhookKey: hemmelig-nøkkel\n    rules:\n      - match: ');
    expect(text()).toContain('- id: am # the cluster');
    expect(await editor.edit(command(), change({ kind: 'source-rules', source: 'x', rules }))).toMatchObject({
      outcome: 'refused',
    });
  });

  it('comes one after the other: of two based on the same text, one is refused', async () => {
    const [first, second] = [rename('En'), rename('To')];
    const verdicts = await Promise.all([editor.edit(command(), first), editor.edit(command(), second)]);
    expect(verdicts.map(({ outcome }) => outcome)).toEqual(['done', 'refused']);
    expect(text()).toContain('name: En');
  });
});

describe('an edit that comes again', () => {
  it('is known by its command: written once, told again', async () => {
    const asked = command();
    const edit = rename('DIPS Arena');
    const first = await editor.edit(asked, edit);
    const after = text();
    const later = await anEditor();
    expect(await later.edit(asked, edit)).toEqual(first);
    expect(text()).toBe(after);
    expect((await later.history(null)).versions).toHaveLength(2);
  });

  it('after a crash before the file was replaced is made then, and after it is told as done', async () => {
    const asked = command();
    const edit = rename('DIPS Arena');
    const first = await editor.edit(asked, edit);
    // As a crash between the note and the file leaves it: noted with its draft, the draft there, the file as before.
    const index = join(folder.path, 'data/catalogue-history/index.json');
    const draft = join(folder.path, '.rom.yaml.0badcafe.ny');
    const kept = JSON.parse(readFileSync(index, 'utf8')) as { records: { draft: string | null }[] };
    kept.records.at(-1)!.draft = draft;
    writeFileSync(index, JSON.stringify(kept));
    writeFileSync(draft, text());
    writeFileSync(file, FILE);
    const second = await anEditor();
    expect(existsSync(draft)).toBe(false);
    expect((await second.history(null)).versions).toHaveLength(1);
    expect(await second.edit(asked, edit)).toEqual(first);
    expect(text()).toContain('DIPS Arena');
    // And between the file and the log: the draft is gone, and somebody has edited since.
    kept.records.at(-1)!.draft = draft;
    writeFileSync(index, JSON.stringify(kept));
    writeFileSync(file, `${text()}# later\n`);
    const third = await anEditor();
    expect(await third.edit(asked, edit)).toEqual(first);
    expect(text()).toContain('# later');
  });
});

describe('what desks are told of the file', () => {
  it('is a service’s own text without its secrets, and what a form may offer', async () => {
    const source = await editor.source('dips');
    expect(source).toMatchObject({
      version: version(),
      line: 14,
      file: 'rom.yaml',
      templates: ['web'],
      families: [],
      sites: [
        { id: 'mo', name: 'Mo' },
        { id: 'bodø', name: 'Bodø' },
      ],
      hours: [],
    });
    expect(source.text).toMatch(/^id: dips\nname: DIPS\n/);
    expect(source.text).not.toContain('hemmelig');
    expect(await editor.source('ny')).toMatchObject({ text: null, line: null });
    const rest = await editor.source(null);
    expect(rest.text).toContain('templates:');
    expect(rest.text).not.toContain('dips');
  });

  it('may be saved as it was shown: what is hidden stays', async () => {
    const { text: shown } = await editor.source('dips');
    const yaml = shown!.replace('name: DIPS', 'name: DIPS Arena');
    expect(await editor.edit(command(), change({ kind: 'service', id: 'dips', yaml }))).toMatchObject({
      outcome: 'done',
    });
    expect(text()).toBe(FILE.replace('name: DIPS', 'name: DIPS Arena'));
    const same = (await editor.source('dips')).text!;
    expect(await editor.edit(command(), change({ kind: 'service', id: 'dips', yaml: same }))).toMatchObject({
      outcome: 'refused',
      reason: expect.stringContaining('ingen forskjell'),
    });
  });

  it('is in a preview the difference, the faults in their places, and what the room gains and loses', async () => {
    const yaml = 'id: ny\nname: Ny\ncriticality: 2\nsites: [mo]\ntemplate: web\n';
    expect(await editor.preview(change({ kind: 'service', id: 'ny', yaml }))).toEqual({
      version: version(),
      diff: expect.stringContaining('+  - id: ny\n+    name: Ny'),
      issues: [],
      nodes: { added: ['ny@mo'], removed: [], changed: [] },
      at: { line: 21, indent: 4 },
    });
    const fewer = change({
      kind: 'fields',
      id: 'dips',
      set: [
        { path: ['sites'], value: ['mo'] },
        { path: ['expected'], value: '1s' },
      ],
    });
    expect((await editor.preview(fewer)).nodes).toEqual({
      added: [],
      removed: ['dips@bodø'],
      changed: ['dips@mo'],
    });
    const alarm = change({
      kind: 'fields',
      id: 'dips',
      set: [{ path: ['alarm'], value: { meaning: 'Journalen er borte', do: ['Ring'] } }],
    });
    expect((await editor.preview(alarm)).nodes.changed).toEqual(['dips@mo', 'dips@bodø']);
    const nobody = change({ kind: 'fields', id: 'dips', set: [{ path: ['alarm'], value: { call: ['x'] } }] });
    expect((await editor.preview(nobody)).issues).toEqual([
      { file: 'rom.yaml', line: 22, col: 14, reason: 'unknown team on call "x"' },
    ]);
    const secret = change({
      kind: 'fields',
      id: 'dips',
      set: [{ path: ['checks', 0, 'headers', 'Authorization'], value: 'Bearer nytt-passord' }],
    });
    const changed = await editor.preview(secret);
    expect(changed.nodes.changed).toEqual(['dips@mo', 'dips@bodø']);
    expect(changed.diff).toMatch(/^\+.*••••/m);
    expect(changed.diff).not.toMatch(/hemmelig|passord/);
    const bad = await editor.preview(
      change({ kind: 'service', id: 'dips', yaml: 'id: dips\nname: DIPS\ncriticality: 1\nneeds: [x]\n' }),
    );
    expect(bad.issues).toEqual([{ file: 'rom.yaml', line: 17, col: 13, reason: 'unknown service "x"' }]);
    const broken = await editor.preview(
      change({ kind: 'service', id: 'dips', yaml: 'id: dips\nname: "DIPS\n' }),
    );
    expect(broken.issues[0]).toMatchObject({
      line: expect.any(Number),
      reason: expect.stringMatching(/quote/i),
    });
    expect(text()).toBe(FILE);
  });
});

describe('the history', () => {
  it('has every version, also those that came by other means, and goes back as a new one', async () => {
    await editor.noticed();
    const first = version();
    await editor.edit(command(), rename('DIPS Arena'));
    const second = version();
    writeFileSync(file, text().replace('Kjernenett', 'Nettet'));
    await editor.noticed();
    const third = version();
    const undo = await editor.edit(command(), change({ kind: 'restore', version: first }));
    expect(undo).toMatchObject({
      outcome: 'done',
      events: [{ before: third, after: first, undoneTo: first }],
    });
    expect(text()).toBe(FILE);
    const { versions } = await editor.history(null);
    expect(versions.map(({ version: id, actor }) => [id.slice(0, 64), actor])).toEqual([
      [first, 'vakt'],
      [third, null],
      [second, 'vakt'],
      [first, null],
    ]);
    expect(new Set(versions.map(({ version: id }) => id)).size).toBe(4);
    expect((await editor.history(third)).diff).toMatch(/^-.*Kjernenett.*\n\+.*Nettet/m);
    expect((await editor.history(versions[3]!.version)).diff).toContain('+version: 1');
    await expect(editor.history('x')).rejects.toThrow('ikke lenger');
    expect(await editor.edit(command(), change({ kind: 'restore', version: 'x' }))).toMatchObject({
      outcome: 'refused',
    });
  });

  it('outlives the hub, is for this user only, and begins anew when it is damaged', async () => {
    await editor.edit(command(), rename('DIPS Arena'));
    const again = await anEditor();
    expect((await again.history(null)).versions).toHaveLength(2);
    expect((await again.source('dips')).text).toBe((await editor.source('dips')).text);
    const history = join(folder.path, 'data/catalogue-history');
    for (const name of [
      'index.json',
      'mask.key',
      ...readdirSync(join(history, 'texts')).map((text) => `texts/${text}`),
    ])
      expect([name, statSync(join(history, name)).mode & 0o077]).toEqual([name, 0]);
    writeFileSync(join(history, 'index.json'), '{"half');
    const anew = await anEditor();
    expect((await anew.history(null)).versions).toHaveLength(1);
    expect(faults).toContain('katalogens historikk er skadet og lagt til side: index.json.bad');
  });

  it('that cannot be kept stops editing, and not reading', async () => {
    rmSync(join(folder.path, 'data'), { recursive: true, force: true });
    mkdirSync(join(folder.path, 'data'));
    writeFileSync(join(folder.path, 'data/catalogue-history'), 'a file');
    const barred = await anEditor();
    expect(await barred.edit(command(), rename('X'))).toMatchObject({
      outcome: 'refused',
      reason: expect.stringContaining('historikk'),
    });
    expect((await barred.source('dips')).text).toContain('id: dips');
    expect(text()).toBe(FILE);
  });
});
