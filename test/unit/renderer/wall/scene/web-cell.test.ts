import { expect, test } from 'vitest';
import type { Scene as WallScene } from '../../../../../shared/model/wall';
import type { WebState } from '../../../../../shared/model/wall-health';
import { NOW } from '../wall-fixture';
import { SceneStage, words } from './scene-stage';

const url = 'https://grafana.example/d/1';
const show: WallScene = {
  id: 'egen',
  name: 'Egen',
  version: 1,
  at: 0,
  by: '',
  arrangements: [
    {
      cols: 1,
      rows: 1,
      panels: [
        {
          id: 'side',
          kind: 'web',
          settings: { url, title: 'Grafana' },
          at: { x: 0, y: 0, w: 12, h: 6 },
          priority: 1,
        },
        { id: 'mosaikk', kind: 'mosaic', settings: {}, at: { x: 0, y: 6, w: 12, h: 6 }, priority: 2 },
      ],
    },
  ],
};
const page: WebState = {
  panel: 'side',
  phase: 'shown',
  since: NOW - 60_000,
  nextAt: null,
  address: url,
  loadedAt: NOW - 40 * 60_000,
  loadMs: 1_340,
  fault: null,
  refusals: 0,
};
const frame = (
  webs: readonly WebState[],
  more: { readonly lang?: 'nb' | 'en'; readonly real?: boolean } = {},
) => {
  const stage = new SceneStage({ show, lang: more.lang ?? 'nb' });
  return stage.frame(0, { webs, ...(more.real === false ? { draft: show } : {}) });
};

test('a page that is there says when it was loaded and how long that took; the wall leaves its place to it', () => {
  const shown = frame([page]);
  expect(words(shown, 'p/side/bar')).toEqual(expect.arrayContaining(['Grafana', 'lastet 04:12, 1,3 s']));
  expect(words(shown, 'p/side/notice')).toEqual([]);
  expect(shown.webs).toHaveLength(1);
  expect(words(frame([page], { lang: 'en' }), 'p/side/bar')).toContain('loaded 04:12, 1.3 s');
});

test('a page of yesterday does not look as if it were of today', () => {
  const old = { ...page, loadedAt: NOW - 24 * 3_600_000 - 40 * 60_000 };
  const bar = words(frame([old]), 'p/side/bar').find((word) => word.startsWith('lastet'));
  expect(bar).toContain('04:12');
  expect(bar).not.toBe('lastet 04:12, 1,3 s');
});

test('before it is there the wall says that it loads', () => {
  for (const webs of [[], [{ ...page, phase: 'loading' as const, loadedAt: null, loadMs: null }]])
    expect(words(frame(webs), 'p/side/notice')).toEqual(['Laster Grafana', url]);
});

test('one that fails is a plain picture in words: what, why, since when, and when it is tried again', () => {
  const failed: WebState = {
    ...page,
    phase: 'failed',
    fault: 'ERR_CONNECTION_REFUSED',
    nextAt: NOW + 90_000,
  };
  const shown = frame([failed]);
  expect(words(shown, 'p/side/notice')).toEqual([
    'Grafana svarer ikke',
    url,
    'Får ikke forbindelse (ERR_CONNECTION_REFUSED)',
    'Siden 04:51, 1 min',
    'Prøver igjen 04:53',
  ]);
  expect(words(shown, 'p/side/bar')).toContain('Grafana svarer ikke');
  // The rest of the display lives.
  expect(shown.cells[1]?.mosaic).not.toBeNull();
});

test('while one that failed is tried again, that is what is said: not that nothing more is done', () => {
  const tried: WebState = { ...page, phase: 'failed', fault: 'HTTP 502', nextAt: null };
  expect(words(frame([tried]), 'p/side/notice').at(-1)).toBe('Prøver igjen nå');
  expect(words(frame([tried], { lang: 'en' }), 'p/side/notice').at(-1)).toBe('Tries again now');
});

test.each([
  ['HTTP 502', 'Serveren svarte 502'],
  ['ERR_NAME_NOT_RESOLVED', 'Navnet finnes ikke i DNS (ERR_NAME_NOT_RESOLVED)'],
  ['ERR_CERT_DATE_INVALID', 'Sertifikatet er ikke gyldig (ERR_CERT_DATE_INVALID)'],
  ['HUNG', 'Siden svarer ikke lenger (HUNG)'],
  ['FLOOD', 'Siden ga maskinen for mye å gjøre (FLOOD)'],
  ['ERR_SOMETHING_ELSE', 'ERR_SOMETHING_ELSE'],
])('%s is said in words where it is well known', (fault, said) => {
  expect(words(frame([{ ...page, phase: 'failed', fault }]), 'p/side/notice')).toContain(said);
});

test('one that was stopped says where it wanted to go, and what to do', () => {
  const refused: WebState = {
    ...page,
    phase: 'refused',
    fault: 'https://elsewhere.example',
    nextAt: NOW + 90_000,
  };
  const said = words(frame([refused]), 'p/side/notice').join('. ');
  expect(said).toContain('Grafana er stanset');
  expect(said).toContain('https://elsewhere.example');
  expect(said).toContain('Rett adressen');
  expect(said).toContain('Prøver igjen 04:53');
});

test('a picture of the wall shows no page, only that it is there', () => {
  const shown = frame([page], { real: false });
  expect(shown.webs).toEqual([]);
  expect(words(shown, 'p/side/notice')).toEqual(['Grafana', url, 'Vises på veggen']);
});
