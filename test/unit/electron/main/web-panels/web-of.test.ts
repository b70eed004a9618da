import { describe, expect, it } from 'vitest';
import { webOf } from '../../../../../electron/main/web-panels/web-of';
import type { PanelContent } from '../../../../../shared/model/panels';
import type { Arrangement, WallDisplay, WallEntity } from '../../../../../shared/model/wall';
import { Projection } from '../../../../../shared/rules/projection';
import { readWall } from '../../../../../shared/rules/wall/read-wall';

const web = (url: string, settings: PanelContent['settings'] = {}): PanelContent => ({
  kind: 'web',
  settings: { url, ...settings },
});
const on = (cols: number, panels: readonly (PanelContent & { readonly x: number })[]): Arrangement => ({
  cols,
  rows: 1,
  panels: panels.map(({ x, ...content }, turn) => ({
    id: turn === 0 ? 'tavle' : `graf-${turn}`,
    at: { x, y: 0, w: 12, h: 12 },
    priority: turn + 1,
    ...content,
  })),
});
const mosaic = { kind: 'mosaic', settings: {}, x: 0 };
const display = (id: string, col: number): WallDisplay => ({
  id,
  name: '',
  col,
  row: 0,
  computer: null,
  width: 1920,
  height: 1080,
  pitchMm: 0.6,
  bezelMm: 0,
});
const two = [display('a', 0), display('b', 1)];

/** A room with one scene of its own, and what was sent to its wall. */
const room = (arrangements: readonly Arrangement[], sent: readonly [string, PanelContent][] = []) => {
  const state = new Projection();
  const by = { by: 'kari', from: 0, until: 9e15 };
  const put: WallEntity[] = [
    {
      kind: 'scene',
      value: { id: 'grafer', name: 'Grafer', arrangements: [...arrangements], version: 1, at: 0, by: 'kari' },
    },
    {
      kind: 'wall',
      value: {
        ...readWall(state),
        sent: sent.map(([id, panel]) => ({ id, panel, cell: { display: 'a', at: null }, ...by })),
      },
    },
  ];
  const wall = new Map(put.map((entity) => [`${entity.kind}:${entity.value.id}`, entity]));
  return { wall, catalogue: state.catalogue, graph: state.graph };
};
const at = (shown: string | null, displays = two) => ({ display: shown, displays });

describe('the address of a web panel', () => {
  it('is what the scene says, with every preset, of the arrangement that fits the wall', () => {
    const view = room([
      on(1, [mosaic, { ...web('https://liten.no/'), x: 0 }]),
      on(2, [mosaic, { ...web('https://stor.no/', { zoom: 1.5 }), x: 12 }]),
    ]);
    expect(webOf(view, at('b'), 'grafer', 'graf-1')).toEqual({
      url: 'https://stor.no/',
      title: '',
      allow: [],
      zoom: 1.5,
      refreshMs: null,
    });
  });

  it('is found too while the window knows the wall otherwise than main does', () => {
    const view = room([on(2, [mosaic, { ...web('https://stor.no/'), x: 12 }])]);
    expect(webOf(view, at('a'), 'grafer', 'graf-1')?.url).toBe('https://stor.no/');
    expect(webOf(view, at(null, []), 'grafer', 'graf-1')?.url).toBe('https://stor.no/');
  });

  it('is what was sent, by its own id', () => {
    const view = room([on(1, [mosaic])], [['sent-1', web('https://sendt.no/')]]);
    expect(webOf(view, at('a'), null, 'sent-1')?.url).toBe('https://sendt.no/');
    expect(webOf(view, at('a'), 'normal', 'sent-1')?.url).toBe('https://sendt.no/');
  });

  it('is none where there is no such scene, no such panel, another kind, or settings that cannot be read', () => {
    const view = room(
      [on(1, [mosaic, { ...web('javascript:alert(1)'), x: 0 }])],
      [['sent-1', { kind: 'map', settings: {} }]],
    );
    expect(webOf(view, at('a'), 'borte', 'graf-1')).toBeNull();
    expect(webOf(view, at('a'), null, 'graf-1')).toBeNull();
    expect(webOf(view, at('a'), 'grafer', 'graf-9')).toBeNull();
    expect(webOf(view, at('a'), 'grafer', 'tavle')).toBeNull();
    expect(webOf(view, at('a'), 'grafer', 'graf-1')).toBeNull();
    expect(webOf(view, at('a'), 'grafer', 'sent-1')).toBeNull();
    expect(webOf(view, at('a'), 'normal', 'mosaikk')).toBeNull();
  });
});
