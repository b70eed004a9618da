import { describe, expect, test } from 'vitest';
import type { Group, Item, Rect } from '../../../../../renderer/wall/layout/display-list';
import { watchSaid } from '../../../../../renderer/wall/layout/foot';
import { SCENES } from '../../../../fixtures/wall-harness/scenes';
import { geometryOf, layoutWall, measure, NOW, type Staged, stage, type WallLayout } from '../wall-fixture';

const lay = ({ view, geometry }: Staged, previous: WallLayout | null = null): WallLayout =>
  layoutWall(view, geometry, measure, previous);
const texts = (layout: WallLayout, only?: string): string[] =>
  [...layout.list.groups.values()]
    .filter((group) => only === undefined || group.key.startsWith(only))
    .flatMap((group) => group.items.flatMap((item) => (item.kind === 'text' ? [item.text] : [])));
const cells = (layout: WallLayout): Group[] =>
  [...layout.list.groups.values()].filter((group) => group.key.startsWith('cell/'));
const hatched = (group: Group): boolean => group.items.some((item) => item.kind === 'hatch');

const SIZES = [
  [1920, 1080],
  [3840, 2160],
  [1280, 720],
  [1024, 768],
] as const;

describe.each(SCENES)('%s', (scene) => {
  test.each(SIZES)('%i × %i: everything is inside the window, and no groups overlap', (width, height) => {
    for (const estate of ['demo', 'full'] as const) {
      const layout = lay(stage(scene, { estate, width, height }));
      const groups = [...layout.list.groups.values()];
      for (const group of groups) {
        expect(group.x).toBeGreaterThanOrEqual(0);
        expect(group.y).toBeGreaterThanOrEqual(0);
        expect(group.x + group.w).toBeLessThanOrEqual(width);
        expect(group.y + group.h).toBeLessThanOrEqual(height);
        for (const item of group.items)
          if (item.kind === 'text') expect(spanOf(item).right).toBeLessThanOrEqual(width);
      }
      const strips = groups.filter(
        (group) => group.key.startsWith('strip/') || group.key.startsWith('cell/'),
      );
      strips.forEach((a, index) => {
        for (const b of strips.slice(index + 1)) expect(overlap(a, b)).toBe(false);
      });
    }
  });
});

function spanOf(item: Extract<Item, { kind: 'text' }>): { readonly left: number; readonly right: number } {
  const width = measure(item.text, item.size, item.weight);
  const left =
    item.align === 'right' ? item.x - width : item.align === 'center' ? item.x - width / 2 : item.x;
  return { left, right: left + width };
}

function overlap(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

test.each(SIZES)(
  '%i × %i: the tails of row names are cleared with their row, and with no other',
  (width, height) => {
    for (const estate of ['demo', 'full'] as const) {
      const rows = [...lay(stage('normal', { estate, width, height })).list.groups.values()].filter((group) =>
        group.key.startsWith('row/'),
      );
      expect(rows.length).toBeGreaterThan(3);
      for (const row of rows) {
        for (const item of row.items)
          if (item.kind === 'text') expect(item.y + item.size * 0.21).toBeLessThanOrEqual(row.y + row.h);
      }
      rows.forEach((one, index) => {
        for (const other of rows.slice(index + 1)) expect(overlap(one, other)).toBe(false);
      });
    }
  },
);

describe('calm', () => {
  test('when nothing is wrong, no state colour is on the wall', () => {
    for (const estate of ['demo', 'full'] as const) {
      const layout = lay(stage('normal', { estate }));
      const colours = new Set(
        [...layout.list.groups.values()].flatMap((group) =>
          group.items.flatMap((item) =>
            item.kind === 'rect'
              ? [item.fill, item.stroke]
              : item.kind === 'shape' || item.kind === 'alarm'
                ? [item.state]
                : item.kind === 'mark'
                  ? [item.mark]
                  : 'colour' in item
                    ? [item.colour]
                    : [item.kind],
          ),
        ),
      );
      colours.delete(null);
      for (const colour of colours) expect(colour).toMatch(/^--(cell|ground|line|text-\d)$/u);
      expect(texts(layout)).toContain('Ingen avvik');
    }
  });

  test('rows never move, whatever is wrong', () => {
    const calm = cells(lay(stage('normal', { estate: 'full' })));
    for (const scene of ['upset', 'lost', 'vantage', 'notes'] as const) {
      const now = cells(lay(stage(scene, { estate: 'full' })));
      expect(now.map(({ key, x, y, w, h }) => ({ key, x, y, w, h }))).toEqual(
        calm.map(({ key, x, y, w, h }) => ({ key, x, y, w, h })),
      );
    }
  });
});

describe('what is wrong', () => {
  test('is said by shape, word, place and time, at the size that is legible from afar', () => {
    const staged = stage('three');
    const layout = lay(staged);
    const strip = [...layout.list.groups.values()].filter((group) => group.key.startsWith('strip/'));
    const first = strip[0] as Group;
    expect(first.items.find((item) => item.kind === 'shape')).toMatchObject({ state: 'down' });
    expect(texts(layout, 'strip/0')).toEqual(expect.arrayContaining(['2', 'Nede', '04:44', '8 min']));
    const word = first.items.find((item) => item.kind === 'text' && item.text === 'Nede');
    expect(word).toMatchObject({ size: staged.view.scale.first, colour: '--down' });
  });

  test('a name that does not fit takes a second line, and what has no line left is counted', () => {
    const layout = lay(stage('three'));
    expect(texts(layout, 'strip/0')).toEqual(expect.arrayContaining(['Labinstrumenter,', 'Hammerfest']));
    expect(layout.shown.length + layout.more).toBe(3);
    expect(layout.more).toBe(1);
    expect(texts(layout, 'corner')).toEqual(['+ 1 til']);
  });

  test('a cell shows its worst state, and a tick for each service', () => {
    const layout = lay(stage('three', { estate: 'full' }));
    const cell = layout.list.groups.get('cell/mo/Kurve') as Group;
    expect(cell.items.find((item) => item.kind === 'shape')).toMatchObject({ state: 'degraded' });
    expect(texts(layout, 'cell/mo/Kurve')).toEqual(['03:52']);
    const ticks = cell.items.filter((item) => item.kind === 'rect' && item.fill === '--degraded');
    expect(ticks).toHaveLength(1);
    expect(texts(layout, 'row/mo')).toContain('Mo');
  });

  test('a fault of its own has a broader outline than what follows from it, in the same colour', () => {
    const layout = lay(stage('site', { estate: 'full' }));
    const outline = (key: string): Item | undefined =>
      layout.list.groups.get(key)?.items.find((item) => item.kind === 'rect' && item.stroke !== null);
    const cause = outline('cell/mo/Nett');
    const effect = outline('cell/mo/Journal');
    expect(cause).toMatchObject({ stroke: '--down' });
    expect(effect).toMatchObject({ stroke: '--down' });
    expect((cause as { line: number }).line).toBeGreaterThan((effect as { line: number }).line);
  });

  test('a time of another day says which', () => {
    const board = stage('three').board;
    const later = stage('three', { board });
    const view = { ...later.view, link: { ...later.view.link, hubNow: NOW + 24 * 3_600_000 } };
    expect(texts(layoutWall(view, later.geometry, measure), 'strip/')).toContain('23.11. 04:44');
  });
});

describe('what makes no sound', () => {
  const of = (layout: WallLayout, key: string): readonly Item[] => layout.list.groups.get(key)?.items ?? [];

  test('keeps its colour, shape and time; it is outlined, narrower, and says why', () => {
    for (const [estate, key] of [
      ['demo', 'cell/bodø/wan'],
      ['full', 'cell/bodø/Nett'],
    ] as const) {
      const layout = lay(stage('planned', { estate }));
      const items = of(layout, key);
      expect(items.find((item) => item.kind === 'shape')).toMatchObject({ state: 'down', quiet: true });
      expect(items.find((item) => item.kind === 'mark')).toMatchObject({ mark: 'maintenance' });
      expect(texts(layout, key)).toContain('04:22');
      const outlined = (group: string): number =>
        (of(layout, group).find((item) => item.kind === 'rect' && item.stroke !== null) as { line: number })
          .line;
      expect(of(layout, key).find((item) => item.kind === 'rect' && item.stroke !== null)).toMatchObject({
        stroke: '--down',
      });
      const heard = estate === 'demo' ? 'cell/tromsø/ek' : 'cell/tromsø/Kurve';
      expect(outlined(key)).toBeLessThan(outlined(heard));
      expect(of(layout, heard).find((item) => item.kind === 'shape')).toMatchObject({ quiet: false });
      expect(of(layout, heard).find((item) => item.kind === 'mark')).toMatchObject({ mark: 'flapping' });
    }
  });

  test('what answers but keeps changing is marked, and has no state colour', () => {
    const items = of(lay(stage('planned')), 'cell/hammerfest/lab');
    expect(items.map((item) => item.kind)).toEqual(['rect', 'mark']);
    expect(items[0]).toMatchObject({ fill: '--cell' });
  });

  test('is no callout, and is counted in the foot', () => {
    const layout = lay(stage('planned'));
    expect(texts(layout, 'strip/').join(' ')).not.toMatch(/WAN|Labinstrumenter|Norsk helsenett/u);
    expect(texts(layout, 'aside')).toEqual([
      '6 i vedlikehold til 06:52',
      '1 venter til 07:00',
      '1 dempet',
      '2 ustabile',
    ]);
    expect(texts(layout, 'foot').join(' ')).not.toContain('nede');
    expect(texts(lay(stage('planned', { lang: 'en' })), 'aside')).toContain('6 in maintenance until 06:52');
  });

  test('when its time is over, that is a line of its own, with its spanner and its word', () => {
    const layout = lay(stage('overrun'));
    const first = [...layout.list.groups.values()].find((group) => group.key === 'strip/0');
    expect(first?.items[0]).toMatchObject({ kind: 'mark', mark: 'overrun' });
    const word = first?.items.find((item) => item.kind === 'text' && item.text === 'Over tiden');
    expect(word).toMatchObject({ colour: '--maint' });
    expect(texts(layout, 'strip/0').join(' ')).toMatch(/04:12 40 min Vedlikehold: Bytte/u);
    expect(of(layout, 'cell/mo/lan').find((item) => item.kind === 'shape')).toMatchObject({ quiet: false });
  });
});

describe('the link', () => {
  test('neither sums nor callouts look fresh without a hub', () => {
    const layout = lay(stage('lost', { estate: 'full' }));
    expect(texts(layout, 'foot')[0]).toMatch(/^Sist kjent: /);
    const callouts = [...layout.list.groups.values()]
      .filter((group) => group.key.startsWith('strip/'))
      .slice(1);
    for (const { items } of callouts) {
      const said = items.flatMap((item) => (item.kind === 'text' ? [item.text] : []));
      if (said.length > 0) expect(said).toContain('sist kjent');
    }
    expect(callouts.length).toBeGreaterThan(0);
    expect(texts(lay(stage('three')), 'foot')[0]).not.toContain('Sist kjent');
  });

  test('lost: a banner says since when, every cell is hatched, and no age is claimed', () => {
    const layout = lay(stage('lost', { estate: 'full' }));
    expect(layout.banner?.kind).toBe('lost');
    expect(texts(layout)).toContain('Ingen kontakt med huben siden 04:51:54');
    expect(cells(layout).every(hatched)).toBe(true);
    expect(texts(layout, 'corner').join(' ')).toContain('Sist kjent');
    expect(texts(layout).some((text) => / min$/u.test(text))).toBe(false);
  });

  test('silent: the window notices by itself that nothing comes', () => {
    expect(lay(stage('three', { sinceBeatMs: 4_900 })).banner).toBeNull();
    const layout = lay(stage('three', { sinceBeatMs: 5_000 }));
    expect(layout.banner?.kind).toBe('lost');
    expect(cells(layout).every(hatched)).toBe(true);
  });

  test('after a minute it is stale', () => {
    expect(texts(lay(stage('stale')))).toContain('Utdatert: ingen kontakt siden 04:44:17');
  });

  test('connecting, with what was kept', () => {
    expect(texts(lay(stage('connecting')))).toContain('Kobler til huben. Sist kjent 01:42:17');
  });

  test.each([
    ['empty', 'no-data', 'Huben svarer ikke'],
    ['waiting', 'connecting', 'Kobler til huben'],
    ['none', 'no-services', 'Katalogen er tom'],
  ] as const)('%s: a designed state instead of a mosaic', (scene, kind, title) => {
    const layout = lay(stage(scene));
    expect(layout.empty?.kind).toBe(kind);
    expect(texts(layout, 'empty')[0]).toBe(title);
    expect(cells(layout)).toEqual([]);
  });

  test('refused and diverged say what to do', () => {
    expect(texts(lay(stage('refused')), 'strip/').join(' ')).toMatch(/avviser.*Protokoll 2.*Sjekk versjon/u);
    expect(texts(lay(stage('diverged')), 'strip/').join(' ')).toMatch(/Stol ikke på denne veggen/u);
  });

  test('a console without its main process says so', () => {
    const staged = stage('waiting');
    const view = { ...staged.view, failure: { code: 'ipc', message: 'no answer' } };
    expect(texts(layoutWall(view, staged.geometry, measure), 'empty').join(' ')).toMatch(
      /no answer \(ipc\)/u,
    );
  });
});

describe('the room', () => {
  test('a hub that sees no network says that first, and names no service', () => {
    const layout = lay(stage('vantage', { estate: 'full' }));
    expect(layout.banner?.kind).toBe('vantage');
    expect(layout.shown).toEqual([]);
    expect(cells(layout).every(hatched)).toBe(true);
  });

  test('a refused catalogue is told with its place; the rest is counted', () => {
    const staged = stage('notes', { link: { degraded: [], offsetMs: 0, rejectedMessages: 0 } });
    expect(texts(lay(staged), 'notes').join('')).toContain('rom.yaml:118:14 unknown service "ad2"');
    expect(texts(lay(stage('notes')), 'notes').join('')).toMatch(/\(\+ 3\)$/u);
  });

  test('a demonstration is labelled, in the language of the room', () => {
    expect(texts(lay(stage('normal')), 'header')).toContain('DEMONSTRASJON');
    expect(texts(lay(stage('normal', { lang: 'en' })), 'header')).toContain('DEMONSTRATION');
  });

  test('counts add up to all services', () => {
    const { view } = stage('upset', { estate: 'full' });
    const totals = view.model.serviceTotals();
    expect(Object.values(totals).reduce((sum, count) => sum + count, 0)).toBe(view.model.axes.services);
  });
});

describe('work', () => {
  test('the same view again takes over every group', () => {
    const staged = stage('upset', { estate: 'full' });
    const first = lay(staged);
    const second = lay(staged, first);
    expect(
      [...second.list.groups.values()].every((group) => first.list.groups.get(group.key) === group),
    ).toBe(true);
  });

  test('reusing groups gives the same picture as drawing all of it', () => {
    const staged = stage('three', { estate: 'full' });
    const first = lay(staged);
    const patch = staged.board.apply({
      origin: 'harness',
      epoch: 1,
      seq: 100_000,
      at: NOW,
      body: {
        type: 'check.changed',
        check: 'print@alta/0',
        result: 'critical',
        hard: true,
        attempt: 1,
        output: '',
        ms: 1,
        observedAt: NOW,
        beforeAt: null,
        silenced: false,
      },
    });
    const moved = staged.view.model.apply(
      (patch.status?.put ?? []).map(([key]) => key),
      staged.board,
    );
    staged.view.mosaic.update(moved);
    const second = lay(staged, first);
    expect(second.list.groups).toEqual(lay(staged).list.groups);
    const drawn = cells(second).filter((group) => first.list.groups.get(group.key) !== group);
    expect(drawn.map((group) => group.key)).toEqual(['cell/alta/Plattform']);
  });

  test('a second that passes moves the clock and nothing of the mosaic', () => {
    const staged = stage('normal', { estate: 'full' });
    const first = lay(staged);
    const view = { ...staged.view, link: { ...staged.view.link, hubNow: NOW + 1_000 } };
    const second = layoutWall(view, geometryOf(view), measure, first);
    const moved = [...second.list.groups.values()].filter(
      (group) => first.list.groups.get(group.key) !== group,
    );
    expect(moved.map((group) => group.key).sort()).toEqual(['clock', 'header']);
  });
});

describe('in whose hands', () => {
  const strip = (layout: WallLayout, line: number) => layout.list.groups.get(`strip/${line}`);
  const alarmIn = (group: Group | undefined) => group?.items.find((item) => item.kind === 'alarm');

  test('a line says so at its end: in words that nobody has it, else by the holder’s initials in a frame', () => {
    const layout = lay(stage('night', { width: 2560 }));
    expect(texts(layout, 'strip/0')).toContain('Ukvittert');
    expect(alarmIn(strip(layout, 0))).toMatchObject({ look: 'solid', state: 'degraded' });
    expect(texts(layout, 'strip/1')).toContain('NO');
    expect(alarmIn(strip(layout, 1))).toMatchObject({ look: 'outline', state: 'down', beat: false });
    expect(strip(layout, 1)?.items.some((item) => item.kind === 'rect' && item.stroke === '--down')).toBe(
      true,
    );
    // What came back: its shape in a dashed outline, and that nobody has seen it.
    expect(texts(layout, 'strip/2')).toEqual(
      expect.arrayContaining(['Tilbake', '04:43', '9 min', 'Ikke sett']),
    );
    expect(alarmIn(strip(layout, 2))).toMatchObject({ look: 'latched', state: 'down' });
    expect(texts(lay(stage('night', { width: 2560, lang: 'en' })), 'strip/0')).toContain('Unacknowledged');
  });

  test('what must be read from afar keeps its size beside it, and nothing runs into anything', () => {
    for (const width of [1280, 1920, 2560]) {
      const staged = stage('night', { width, height: Math.round(width * 0.5625) });
      const layout = lay(staged);
      for (const { key, items } of layout.list.groups.values()) {
        if (!key.startsWith('strip/')) continue;
        const spans = items.flatMap((item) => (item.kind === 'text' ? [{ ...spanOf(item), item }] : []));
        for (const a of spans) {
          for (const b of spans) {
            if (a.item === b.item || a.item.y !== b.item.y) continue;
            expect(a.right <= b.left || b.right <= a.left, `${a.item.text} | ${b.item.text}`).toBe(true);
          }
        }
        const first = items.filter((item) => item.kind === 'text' && item.size === staged.view.scale.first);
        if (items.length > 0) expect(first.length).toBeGreaterThanOrEqual(3);
      }
    }
  });

  test('the outline of what nobody has stands out every other second, and never of what is only last known', () => {
    expect(alarmIn(strip(lay(stage('night', { beat: true })), 0))).toMatchObject({ beat: true });
    expect(alarmIn(strip(lay(stage('night')), 0))).toMatchObject({ beat: false });
    const lost = { phase: 'lost', since: NOW - 60_000, knownAt: NOW - 60_000 } as const;
    const cut = lay(stage('night', { beat: true, link: lost, sinceBeatMs: 60_000 }));
    const alarms = [...cut.list.groups.values()].flatMap(({ items }) =>
      items.filter((item) => item.kind === 'alarm'),
    );
    expect(alarms.length).toBeGreaterThan(0);
    for (const alarm of alarms) expect(alarm).toMatchObject({ beat: false });
  });

  test('a beat paints the lines that have one, and nothing else', () => {
    const before = lay(stage('night'));
    const after = lay(stage('night', { beat: true }), before);
    const changed = [...after.list.groups.keys()].filter(
      (key) => key.startsWith('strip/') && after.list.groups.get(key) !== before.list.groups.get(key),
    );
    expect(changed).toEqual(['strip/0']);
  });
});

describe('what is put aside, and who is on watch', () => {
  test('is counted with its end, and keeps its colour in the mosaic', () => {
    const layout = lay(stage('night', { estate: 'full' }));
    expect(texts(layout, 'aside')).toEqual(['1 hyllet til 08:00', '1 ute av drift, vurderes ons. 06:52']);
    const cell = [...layout.list.groups.values()].find(
      ({ key, items }) =>
        key.startsWith('cell/') && items.some((item) => item.kind === 'mark' && item.mark === 'shelved'),
    );
    expect(cell?.items).toContainEqual(
      expect.objectContaining({ kind: 'shape', state: 'degraded', quiet: true }),
    );
    expect(texts(layout, 'foot').join(' ')).not.toContain('hyllet');
  });

  test('all in hand is not the same as all well', () => {
    const staged = stage('night');
    const calm = lay({ ...staged, view: { ...staged.view, callouts: [] } });
    expect(texts(calm, 'strip/0')).toEqual(['Ingen åpne alarmer']);
    expect(texts(lay(stage('normal')), 'strip/0')).toEqual(['Ingen avvik']);
  });

  test('the watch is named where there is room, else counted; that nobody is on it is said strongly', () => {
    const staged = stage('night');
    const none = Object.fromEntries(Object.keys(staged.view.totals).map((state) => [state, 0]));
    const totals = { ...staged.view.totals, ...none, normal: 62, down: 1 };
    expect(texts(lay({ ...staged, view: { ...staged.view, totals } }), 'foot')).toContain(
      'På vakt: Brukerstøtte, Nattoperatør',
    );
    // Before a count is left out, so that they no longer add up, names are.
    const full = texts(lay(staged), 'foot').join(' ');
    expect(full).toContain('På vakt: 2 pulter');
    for (const [state, count] of Object.entries(staged.view.totals))
      if (state !== 'normal' && count > 0) expect(full).toContain(`${count} `);
    const many = {
      consoles: 9,
      endsAt: null,
      names: Array.from({ length: 9 }, (_, n) => `Nattoperatør ${n}`),
    };
    const crowd = lay({ ...staged, view: { ...staged.view, watch: many } });
    expect(texts(crowd, 'foot')).toContain('På vakt: 9 pulter');
    const nobody = lay(stage('nobody'));
    const item = nobody.list.groups
      .get('foot')
      ?.items.find((one) => one.kind === 'text' && one.text.startsWith('Ingen på vakt'));
    expect(item).toMatchObject({ weight: 600, colour: '--text-1' });
    // Who has the watch has it, also while no desk has its sound.
    const silent = { consoles: 0, endsAt: null, names: ['Nattoperatør'] };
    const held = watchSaid({ ...staged.view, watch: silent });
    expect(held?.long).toBe('Vakt: Nattoperatør. Ingen pult på vakt');
    expect(held?.short).toBe('Ingen pult på vakt');
    // A hub that knows no people cannot say that nobody is on watch.
    expect(texts(lay(stage('three')), 'foot').join(' ')).not.toContain('vakt');
    const lost = { phase: 'lost', since: NOW - 60_000, knownAt: NOW - 60_000 } as const;
    expect(texts(lay(stage('night', { link: lost, sinceBeatMs: 60_000 })), 'foot').join(' ')).toContain(
      'Sist kjent: På vakt',
    );
  });
});

describe('the wall at a shift change', () => {
  test('keeps the mosaic, and says how far it has come', () => {
    const layout = lay(stage('shift-change'));
    expect(cells(layout).length).toBeGreaterThan(0);
    expect(texts(layout, 'notes').join()).toContain('Vaktskifte Natt til Dag: 2 av 4 saker lest tilbake');
  });

  test('says who it waits for once the outgoing watch has signed', () => {
    const { view, geometry } = stage('shift-change');
    if (!view.handover) throw new Error('no shift change');
    for (const [lateSince, expected] of [
      [null, 'Vaktskifte Natt til Dag: signert, venter på at Dag overtar, frist'],
      [NOW, /skulle vært ferdig \d\d:\d\d: signert, venter på at Dag overtar/],
    ] as const) {
      const handover = { ...view.handover, state: 'signed' as const, lateSince };
      const layout = layoutWall({ ...view, handover }, geometry);
      expect(texts(layout, 'notes').join()).toMatch(expected);
      expect(texts(layout, 'notes').join()).not.toContain('lest tilbake');
    }
  });

  test('says that it is late where nobody has begun', () => {
    const { view, geometry } = stage('shift-late');
    expect(texts(layoutWall(view, geometry), 'notes').join()).toContain('skulle vært ferdig');
    expect(watchSaid(view)?.long).toMatch(/På vakt: Nattoperatør, vakten sluttet \d\d:\d\d/);
  });
});
