import { expect, test } from 'vitest';
import type { Item } from '../../../../../renderer/wall/layout/display-list';
import { notesOf } from '../../../../../renderer/wall/view';
import { layoutWall, measure, type Staged, stage } from '../wall-fixture';

/** What stands on the lines of the strip in a major incident. */

const lay = ({ view, geometry }: Staged) => layoutWall(view, geometry, measure, null);
const strip = (staged: Staged): readonly Item[] =>
  [...lay(staged).list.groups].flatMap(([key, { items }]) => (key.startsWith('strip/') ? items : []));
const texts = (items: readonly Item[]): string[] =>
  items.flatMap((item) => (item.kind === 'text' ? [item.text] : []));
const WIDE = { estate: 'full', width: 3840, height: 1080 } as const;

test('a major incident stands at its cause’s line, in its own colour, beside the state', () => {
  const items = strip(stage('incident', WIDE));
  const major = items.filter((item) => 'colour' in item && item.colour === '--major');
  expect(texts(major)).toEqual(['Stor hendelse I-12']);
  const bars = items.filter((item) => item.kind === 'rect' && item.fill === '--major-fill');
  expect(bars).toHaveLength(1);
  expect(texts(items)).toContain('På vei tilbake');
});

test('how much is back, how many follow and how many have called stand after the name, where there is room', () => {
  const said = texts(strip(stage('incident', WIDE)));
  expect(said.some((words) => /^\d+ av \d+ tilbake$/u.test(words))).toBe(true);
  expect(said.some((words) => /^\+ \d+ følger av den$/u.test(words))).toBe(true);
  expect(said).toContain('23 innringere');
  expect(said).toContain('Meldt nede');
  const english = texts(strip(stage('incident', { ...WIDE, lang: 'en' })));
  expect(english).toEqual(expect.arrayContaining(['Recovering', 'Reported', '23 callers']));
});

test('on a narrow wall less is said, whole words all the same, and inside its line', () => {
  for (const width of [1280, 1366, 1920, 2560]) {
    const staged = stage('incident', { estate: 'full', width, height: Math.round((width * 9) / 16) });
    for (const item of strip(staged)) {
      if (item.kind !== 'text' || item.align === 'right' || item.align === 'center') continue;
      expect(
        item.x + measure(item.text, item.size, item.weight),
        `${width}: ${item.text}`,
      ).toBeLessThanOrEqual(width);
      expect(item.text).not.toContain('…');
    }
  }
});

test('a line to spare says it all below the name', () => {
  const staged = stage('incident', { estate: 'full' });
  const callouts = staged.view.callouts.filter(({ nodes }) => nodes[0] === 'wan@mo');
  expect(callouts).toHaveLength(1);
  const said = texts(strip({ ...staged, view: { ...staged.view, callouts } }));
  expect(said).toEqual(expect.arrayContaining(['WAN, Mo', 'Stor hendelse I-12', '23 innringere']));
});

test('how many alarms no cause explains is always in sight in an upset, and the flood is said', () => {
  const staged = stage('incident', { estate: 'full' });
  const foot = lay(staged).list.groups.get('foot');
  expect(texts(foot?.items ?? [])).toContain('Ikke forklart: 1');
  expect(texts(foot?.items ?? []).join(' ')).not.toContain('Ikke forklart: 0');
  const none = { ...staged, view: { ...staged.view, unexplained: 0 } };
  const quiet = lay(none).list.groups.get('foot');
  expect(texts(quiet?.items ?? [])).toContain('Ikke forklart: 0');
  expect(notesOf(staged.view).find(({ key }) => key === 'flood')?.text).toContain(
    '14 alarmer på ti minutter',
  );
});
