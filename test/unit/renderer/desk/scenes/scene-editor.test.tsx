// @vitest-environment jsdom
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fireEvent } from '@testing-library/react';
import type { AxeResults } from 'axe-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Scene } from '../../../../../shared/model/wall';
import { BUILT_IN_SCENES, NORMAL } from '../../../../../shared/rules/wall/built-in-scenes';
import { failure, success } from '../../../../../shared/util/result';
import { browserStandIns } from '../desk-window';
import { openScenes, type Scenes, writtenBy } from './scenes-window';

// The chart library needs a browser, and no chart is looked at here.
vi.mock('../../../../../renderer/desk/service/response-chart', () => ({ ResponseChart: () => null }));

let restore = (): void => {};
beforeAll(() => {
  restore = browserStandIns();
});
afterAll(() => restore());

let desk: Scenes;
beforeEach(() => localStorage.clear());
afterEach(() => desk.close());

const normal = BUILT_IN_SCENES.get(NORMAL) as Scene;
const at = (scene: Scene | null, panel: string) =>
  scene?.arrangements
    .find(({ cols, rows }) => cols === 3 && rows === 2)
    ?.panels.find(({ id }) => id === panel);

/** Moves a panel one unit to the left, which lays it over nothing. */
async function shrinkMap(): Promise<void> {
  await desk.focus(desk.box('map'));
  await desk.press('ArrowLeft', { shiftKey: true });
}

describe('a scene in the editor', () => {
  it('stands in the form of this wall, with every panel as a box', async () => {
    desk = await openScenes(NORMAL);
    expect(desk.text()).toContain('3×2 (veggen her)');
    const here = normal.arrangements.find(({ cols, rows }) => cols === 3 && rows === 2);
    expect(desk.boxes().sort()).toEqual(here?.panels.map(({ id }) => id).sort());
    expect(desk.box('mosaic').getAttribute('aria-label')).toBe(
      'Statusmosaikk. kolonne 1 til 24, rad 1 til 12',
    );
    expect(desk.text()).toContain('Ingen feil.');
  });

  it('is moved and drawn out by the keyboard, kept on the wall, and saved', async () => {
    desk = await openScenes(NORMAL);
    await desk.focus(desk.box('routines'));
    await desk.press('ArrowDown');
    expect(at(desk.scene(NORMAL), 'routines')?.at).toEqual({ x: 24, y: 18, w: 12, h: 6 });
    expect(desk.text()).not.toContain('Ikke lagret');
    await desk.press('ArrowUp', { shiftKey: true, ctrlKey: true });
    expect(desk.box('routines').getAttribute('aria-label')).toContain('rad 19 til 21');
    expect(desk.text()).toContain('Ikke lagret');
    await desk.press('F2');
    expect(desk.given('scene.set')).toMatchObject([{ subject: 'scene/normal', payload: { base: 0 } }]);
    expect(at(desk.scene(NORMAL), 'routines')?.at).toEqual({ x: 24, y: 18, w: 12, h: 3 });
    expect(desk.text()).toContain('Lagret.');
    expect(desk.text()).toContain('utgave 1');
    expect(localStorage.getItem('vaktrom:scene-drafts')).toBe('{}');
  });

  it('says what is wrong where it is, at once, and is not saved so', async () => {
    desk = await openScenes(NORMAL);
    await desk.focus(desk.box('causes'));
    await desk.press('ArrowDown', { shiftKey: true });
    expect(desk.box('on-watch').dataset.fault).toBe('error');
    expect(desk.box('on-watch').getAttribute('aria-label')).toContain('Ligger over Årsaker og hendelser.');
    expect(desk.text()).toContain('2 feil må rettes før scenen kan lagres');
    await desk.press('F2');
    expect(desk.given('scene.set')).toEqual([]);
    await desk.click(/3×2, På vakt/);
    expect(desk.box('on-watch').getAttribute('aria-pressed')).toBe('true');
    // At once: what came a frame later would take the focus from where somebody has gone meanwhile.
    expect(document.activeElement).toBe(desk.field(/^Viser$/));
    await desk.focus(desk.box('mosaic'));
    await desk.press('Delete');
    expect(desk.text()).toContain('må vise statusmosaikken');
  });

  it('takes steps back and forth, those of one key after one another as one', async () => {
    desk = await openScenes(NORMAL);
    await shrinkMap();
    await desk.press('ArrowLeft', { shiftKey: true });
    await desk.focus(desk.box('timeline') ?? desk.box('causes'));
    await desk.press('Delete');
    expect(desk.boxes()).not.toContain('causes');
    await desk.press('z', { ctrlKey: true });
    expect(desk.boxes()).toContain('causes');
    expect(desk.box('map').getAttribute('aria-label')).toContain('kolonne 13 til 22');
    await desk.press('z', { ctrlKey: true });
    expect(desk.box('map').getAttribute('aria-label')).toContain('kolonne 13 til 24');
    await desk.press('y', { ctrlKey: true });
    expect(desk.box('map').getAttribute('aria-label')).toContain('kolonne 13 til 22');
    await desk.press('z', { ctrlKey: true });
    expect(desk.text()).not.toContain('Ikke lagret');
  });

  it('gets a panel where there is room, of the kind that is chosen', async () => {
    desk = await openScenes(NORMAL);
    await desk.focus(desk.box('map'));
    await desk.press('ArrowLeft', { shiftKey: true, ctrlKey: true });
    await desk.press('ArrowLeft', { shiftKey: true, ctrlKey: true });
    await desk.fill(/Nytt panel/, 'alarm-figures');
    await desk.click(/Legg til/);
    expect(desk.box('alarm-figures').getAttribute('aria-label')).toBe(
      'Alarmtall. kolonne 19 til 24, rad 13 til 24',
    );
    expect(desk.box('alarm-figures').getAttribute('aria-pressed')).toBe('true');
    await desk.fill(/^Viser/, 'timeline');
    expect(desk.boxes()).toContain('timeline');
    await desk.fill(/^Timer/, '4');
    await desk.press('F2');
    expect(at(desk.scene(NORMAL), 'timeline')).toMatchObject({ kind: 'timeline', settings: { hours: 4 } });
  });

  it('is moved by the pointer, drawn out by its handles, and drawn anew on free ground', async () => {
    desk = await openScenes(NORMAL);
    const layer = desk.container.querySelector('.scene-boxes') as HTMLElement;
    // 36 × 24 units: ten pixels across for each, less the frames; downwards less the header and the foot of each display too.
    layer.getBoundingClientRect = () => new DOMRect(0, 0, 360, 240);
    Element.prototype.setPointerCapture = () => {};
    const drag = async (target: Element, from: [number, number], to: [number, number]): Promise<void> => {
      const point = ([clientX, clientY]: [number, number]) => ({
        clientX,
        clientY,
        button: 0,
        bubbles: true,
      });
      await desk.fire(() => target.dispatchEvent(new MouseEvent('pointerdown', point(from))));
      await desk.fire(() => layer.dispatchEvent(new MouseEvent('pointermove', point(to))));
      await desk.fire(() => layer.dispatchEvent(new MouseEvent('pointerup', point(to))));
    };
    await desk.focus(desk.box('map'));
    const handle = desk.box('map').querySelector('[data-handle="w"]') as Element;
    await drag(handle, [121, 180], [181, 180]);
    expect(desk.box('map').getAttribute('aria-label')).toContain('kolonne 19 til 24, rad 13 til 24');
    await drag(desk.box('map'), [200, 180], [140, 180]);
    expect(desk.box('map').getAttribute('aria-label')).toContain('kolonne 13 til 18, rad 13 til 24');
    await drag(layer, [185, 135], [235, 180]);
    expect(desk.box('causes-2').getAttribute('aria-label')).toContain('kolonne 19 til 24, rad 13 til 18');
    await drag(layer, [200, 220], [201, 221]);
    expect(desk.boxes().filter((id) => id.startsWith('causes'))).toEqual(['causes', 'causes-2']);
    await desk.press('z', { ctrlKey: true });
    await desk.press('z', { ctrlKey: true });
    expect(desk.box('map').getAttribute('aria-label')).toContain('kolonne 19 til 24');
  });
});

describe('what is not saved', () => {
  it('is kept while the page is left and the window is opened anew, and said', async () => {
    desk = await openScenes();
    await desk.focus(desk.row(NORMAL));
    await desk.press('Enter');
    await shrinkMap();
    await desk.press('Escape');
    await desk.press('Escape');
    expect(desk.row(NORMAL).textContent).toContain('Ikke lagret');
    expect(desk.desk.getState().notice).toContain('«Normal» er ikke lagret');
    desk.close();
    desk = await openScenes(NORMAL);
    expect(desk.text()).toContain('Ikke lagret');
    expect(desk.box('map').getAttribute('aria-label')).toContain('kolonne 13 til 23');
    await desk.click(/Forkast endringene/);
    expect(desk.box('map').getAttribute('aria-label')).toContain('kolonne 13 til 24');
  });

  it('stays with the reason where the hub refuses it', async () => {
    desk = await openScenes(NORMAL);
    await shrinkMap();
    const { bridge } = desk;
    bridge.answers.give = async ({ kind, subject, payload }) => {
      const given = { id: 'avvist', kind, subject, payload, actor: 'pult', actedAt: 1, expiresAt: 2 };
      const entry = {
        ...given,
        session: null,
        proof: '',
        fate: 'refused',
        reason: 'Det er 60 scener allerede.',
        settledAt: 1,
      };
      bridge.outbox([entry as never]);
      return success(entry as never);
    };
    await desk.press('F2');
    expect(desk.text()).toContain('Huben lagret ikke scenen: Det er 60 scener allerede.');
    expect(desk.box('map').getAttribute('aria-label')).toContain('kolonne 13 til 23');
    await desk.press('ArrowLeft', { shiftKey: true });
    expect(desk.text()).not.toContain('Huben lagret ikke');
  });

  it('waits in the outbox while the hub is away, and may not be changed on its way', async () => {
    desk = await openScenes(NORMAL);
    await shrinkMap();
    await desk.happen(() => desk.bridge.lose(10_000));
    await desk.pass(1_000);
    expect(desk.text()).toContain('Ingen kontakt med huben.');
    await desk.press('F2');
    expect(desk.text()).toContain('I kø: lagres når huben er tilbake.');
    await desk.focus(desk.box('map'));
    await desk.press('ArrowLeft', { shiftKey: true });
    expect(desk.box('map').getAttribute('aria-label')).toContain('kolonne 13 til 23');
    expect(desk.field(/^Viser/).disabled).toBe(true);
  });
});

describe('a scene that somebody else changed meanwhile', () => {
  const theirs = { ...normal, name: 'Natt', version: 1 };

  it('is shown with both, and neither is overwritten unseen', async () => {
    desk = await openScenes(NORMAL);
    await shrinkMap();
    await desk.happen(() => writtenBy(desk.bridge, theirs, 'leder'));
    expect(desk.text()).toContain('har lagret utgave 1 mens du skrev.');
    expect(desk.text()).toContain('heter «Natt», ikke «Normal»');
    expect(desk.text()).toContain('3×2: Kart er flyttet');
    await desk.press('F2');
    expect(desk.given('scene.set')).toEqual([]);
    await desk.click(/Gå videre med min/);
    await desk.press('F2');
    expect(desk.scene(NORMAL)).toMatchObject({ version: 2, name: 'Normal' });
  });

  it('can be taken instead, or mine saved beside it', async () => {
    desk = await openScenes(NORMAL);
    await shrinkMap();
    await desk.happen(() => writtenBy(desk.bridge, theirs, 'leder'));
    await desk.click(/Lagre min som en ny scene/);
    await desk.fill(/^Navn/, 'Min natt');
    await desk.click(/Åpne i redigering/);
    await desk.press('F2');
    expect(desk.scene('min-natt')).toMatchObject({ version: 1, name: 'Min natt' });
    await desk.happen(() => desk.desk.open({ view: 'scenes', scene: NORMAL }));
    await desk.click(/Bruk den som gjelder/);
    expect(desk.field(/^Navn/).value).toBe('Natt');
    expect(desk.text()).not.toContain('mens du skrev');
  });

  it('stands in nobody’s way where it says the same', async () => {
    desk = await openScenes(NORMAL);
    await shrinkMap();
    await desk.happen(() => writtenBy(desk.bridge, { ...normal, version: 1 }, 'leder'));
    expect(desk.text()).not.toContain('mens du skrev');
    await desk.press('F2');
    expect(desk.scene(NORMAL)?.version).toBe(2);
  });
});

describe('trying a scene on the wall', () => {
  it('shows what is written under an id of its own, and takes it away afterwards', async () => {
    desk = await openScenes(NORMAL);
    await shrinkMap();
    await desk.press('t');
    expect(desk.given('scene.set')).toMatchObject([
      { subject: 'scene/prøve-normal', payload: { base: null, scene: { name: 'Normal (prøve)' } } },
    ]);
    const until = desk.bridge.hubNow() + 60_000;
    expect(desk.given('wall.scene')).toMatchObject([{ payload: { scene: 'prøve-normal' } }]);
    expect(Math.abs((desk.given('wall.scene')[0]?.payload.until ?? 0) - until)).toBeLessThan(2_000);
    expect(desk.text()).toContain('Vises på veggen i');
    await desk.click(/Avslutt prøven/);
    expect(desk.given('wall.clear')).toMatchObject([{ payload: { what: 'scene' } }]);
    expect(desk.given('scene.remove')).toEqual([]);
    await desk.pass(50_000);
    await desk.pass(50_000);
    expect(desk.given('scene.remove')).toMatchObject([{ subject: 'scene/prøve-normal' }]);
    expect(desk.scene('prøve-normal')).toBeNull();
    expect(desk.text()).toContain('Ikke lagret');
  });

  it('shows a saved scene as it is', async () => {
    desk = await openScenes(NORMAL);
    await desk.press('t');
    expect(desk.given('scene.set')).toEqual([]);
    expect(desk.given('wall.scene')).toMatchObject([{ payload: { scene: NORMAL } }]);
  });

  it('asks once more before it takes the place of what somebody chose', async () => {
    desk = await openScenes(NORMAL, (bridge) => {
      const until = bridge.hubNow() + 3_600_000;
      const payload = { scene: 'vaktskifte', about: null, until };
      const act = {
        id: 'x',
        kind: 'wall.scene',
        subject: 'wall',
        payload,
        actor: 'leder',
        actedAt: bridge.hubNow(),
      };
      expect(bridge.settle(act)).toBeNull();
    });
    await desk.press('t');
    expect(desk.given('wall.scene')).toEqual([]);
    expect(desk.text()).toContain('har valgt «Vaktskifte» til');
    await desk.click(/Prøv likevel/);
    expect(desk.given('wall.scene')).toHaveLength(1);
  });
});

describe('the settings of a panel', () => {
  it('are picked by name, and say what is gone', async () => {
    desk = await openScenes(NORMAL);
    await desk.focus(desk.box('mosaic'));
    const sites = desk.field(/^Steder/);
    await desk.focus(sites);
    await desk.fill(/^Steder/, 'mo i');
    await desk.press('Enter');
    await desk.fire(() => fireEvent.click(desk.field(/^Kritikalitet 2/)));
    await desk.press('F2');
    const set = at(desk.scene(NORMAL), 'mosaic')?.settings;
    expect(set).toEqual({ sites: ['mo'], criticalities: [1] });
    await desk.focus(desk.box('mosaic'));
    await desk.fire(() => fireEvent.click(desk.field(/^Kritikalitet 1/)));
    expect(desk.text()).toContain('Velg minst én kritikalitet.');
  });

  it('of a page of the web are judged while they are written', async () => {
    desk = await openScenes(NORMAL);
    await desk.focus(desk.box('map'));
    await desk.fill(/^Viser/, 'web');
    expect(desk.text()).toContain('Skriv en adresse som begynner med https://');
    await desk.fill(/^Adresse/, 'https://grafana.example/d/nett');
    await desk.fill(/^Andre nettsteder/, 'https://sso.example\nhttps://cdn.example/sti');
    expect(desk.text()).toContain('Skriv en adresse per linje');
    await desk.fill(/^Andre nettsteder/, 'https://sso.example\n\n');
    await desk.fill(/^Last på nytt/, '60000');
    await desk.fill(/^Forstørrelse/, '1.25');
    expect(desk.text()).toContain('Ingen feil.');
    await desk.press('F2');
    expect(at(desk.scene(NORMAL), 'web')?.settings).toEqual({
      url: 'https://grafana.example/d/nett',
      allow: ['https://sso.example'],
      refreshMs: 60_000,
      zoom: 1.25,
    });
    await desk.focus(desk.box('web'));
    await desk.press('ArrowLeft');
    expect(desk.text()).toContain('En nettside kan bare ligge på én skjerm.');
  });

  it('of a picture take a file, and refuse what is none', async () => {
    const hash = 'ab'.repeat(32);
    const types = ['application/pdf', 'image/png'] as const;
    let turn = 0;
    desk = await openScenes(NORMAL, (bridge) => {
      bridge.answers.addBlob = async ({ name, bytes }) =>
        success({ hash, name, type: types[turn++] ?? 'image/png', bytes: bytes.length });
      bridge.answers.readBlob = async () => failure('offline', 'borte');
    });
    await desk.focus(desk.box('map'));
    await desk.fill(/^Viser/, 'image');
    expect(desk.text()).toContain('Velg et bilde.');
    const file = (name: string) => new File([new Uint8Array([1, 2, 3])], name);
    await desk.fire(() => fireEvent.change(desk.field(/^Bilde/), { target: { files: [file('plan.pdf')] } }));
    expect(desk.text()).toContain('Filen er ikke et bilde som kan vises.');
    await desk.fire(() => fireEvent.change(desk.field(/^Bilde/), { target: { files: [file('kart.png')] } }));
    await desk.press('F2');
    expect(at(desk.scene(NORMAL), 'image')?.settings).toEqual({ hash });
  });

  it('of a kind that this version does not know are kept as they are', async () => {
    const future = {
      id: 'nytt',
      kind: 'fremtid',
      settings: { a: 1 },
      at: { x: 0, y: 0, w: 12, h: 12 },
      priority: 1,
    };
    desk = await openScenes('egen', (bridge) =>
      writtenBy(
        bridge,
        { id: 'egen', name: 'Egen', version: 1, arrangements: [{ cols: 1, rows: 1, panels: [future] }] },
        'leder',
      ),
    );
    await desk.focus(desk.box('nytt'));
    expect(desk.text()).toContain('kjenner ikke panelet');
    expect(desk.text()).toContain('Scenen kan lagres.');
    expect(desk.text()).toContain('Scenen har ingen oppstilling for 3×2.');
    await desk.click(/Lag 3×2/);
    expect(desk.boxes()).toEqual(['nytt']);
    await desk.press('F2');
    expect(desk.scene('egen')?.arrangements).toHaveLength(2);
    expect(desk.scene('egen')?.arrangements[0]?.panels[0]).toEqual(future);
  });
});

it('has nothing that axe finds wrong', async () => {
  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  const run = new Function('window', `${axe}; return window.axe;`)(globalThis.window) as {
    run: (context: Element, options: object) => Promise<AxeResults>;
  };
  const look = async (): Promise<void> => {
    // jsdom lays nothing out: what needs sizes and colours is looked at in a browser.
    const found = await run.run(desk.container, { rules: { 'color-contrast': { enabled: false } } });
    expect(found.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  };
  desk = await openScenes();
  await look();
  await desk.press('n');
  await look();
  await desk.press('Escape');
  await desk.happen(() => desk.desk.open({ view: 'scenes', scene: NORMAL }));
  await desk.focus(desk.box('mosaic'));
  await desk.press('ArrowLeft', { shiftKey: true });
  await desk.focus(desk.field(/^Steder/));
  await desk.press('ArrowDown');
  await look();
  await desk.happen(() => writtenBy(desk.bridge, { ...normal, name: 'Natt', version: 1 }, 'leder'));
  await look();
  for (const kind of ['web', 'image', 'timeline']) {
    await desk.focus(desk.box('causes') ?? desk.box('web') ?? desk.box('image'));
    await desk.fill(/^Viser/, kind);
    await look();
  }
}, 60_000);
