// @vitest-environment jsdom
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Scene, SceneDraft } from '../../../../../shared/model/wall';
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
const draft = (name: string): SceneDraft => ({ name, arrangements: normal.arrangements });

/** A scene of people's own in three versions. */
function threeVersions(bridge: Scenes['bridge']): void {
  for (const version of [1, 2, 3])
    writtenBy(bridge, { id: 'natt', ...draft(`Natt ${version}`), version }, 'leder');
}

describe('the list of scenes', () => {
  it('has those of the program first, says which is shown, and moves by keys', async () => {
    desk = await openScenes(null, threeVersions);
    expect(desk.rows()).toEqual(['normal', 'hendelse', 'vaktskifte', 'natt']);
    await desk.pass(2_000);
    expect(desk.row('hendelse').textContent).toContain('vises nå');
    expect(desk.row('natt').textContent).toContain('utgave 3');
    await desk.press('ArrowDown');
    await desk.press('ArrowDown');
    expect(desk.row('vaktskifte').getAttribute('aria-current')).toBe('true');
    await desk.press('Enter');
    expect(desk.desk.getState().trail.at(-1)).toEqual({ view: 'scenes', scene: 'vaktskifte' });
    await desk.press('Escape');
    expect(desk.rows()).toHaveLength(4);
  });

  it('begins a new scene, which nobody else sees before it is saved', async () => {
    desk = await openScenes();
    await desk.press('n');
    await desk.fill(/^Navn/, 'Beredskap ved snøstorm');
    expect(desk.dialog()).toContain('Får id-en beredskap-ved-snøstorm.');
    await desk.click(/Åpne i redigering/);
    expect(desk.boxes()).toEqual(['mosaic']);
    expect(desk.given('scene.set')).toEqual([]);
    await desk.press('Escape');
    expect(desk.rows()[0]).toBe('beredskap-ved-snøstorm');
    await desk.focus(desk.row('beredskap-ved-snøstorm'));
    await desk.press('Enter');
    await desk.press('F2');
    expect(desk.scene('beredskap-ved-snøstorm')).toMatchObject({
      version: 1,
      name: 'Beredskap ved snøstorm',
    });
    await desk.fill(/^Navn/, 'Snøstorm');
    await desk.press('F2');
    expect(desk.scene('beredskap-ved-snøstorm')).toMatchObject({ version: 2, name: 'Snøstorm' });
  });

  it('copies a scene under another name and id', async () => {
    desk = await openScenes(null, threeVersions);
    await desk.focus(desk.row('natt'));
    await desk.press('c');
    expect(desk.field(/^Navn/).value).toBe('Kopi av Natt 3');
    await desk.fill(/^Navn/, 'Natt');
    expect(desk.dialog()).toContain('Får id-en natt-2.');
    await desk.click(/Åpne i redigering/);
    await desk.press('F2');
    expect(desk.scene('natt-2')?.arrangements).toEqual(normal.arrangements);
  });

  it('takes a scene away after asking, and can bring it back', async () => {
    desk = await openScenes(null, threeVersions);
    await desk.focus(desk.row('natt'));
    await desk.press('Delete');
    expect(desk.dialog()).toContain('Scenen kan hentes tilbake i 90 dager.');
    await desk.click(/^Ta bort$/);
    expect(desk.scene('natt')).toBeNull();
    expect(desk.row('natt').textContent).toContain('tatt bort');
    await desk.focus(desk.row('natt'));
    await desk.click(/Se utgave 2/);
    await desk.click(/Hent scenen tilbake/);
    expect(desk.scene('natt')).toMatchObject({ version: 4, name: 'Natt 2' });
  });

  it('leaves what came with the program, and goes back to it from what people made of it', async () => {
    desk = await openScenes();
    await desk.focus(desk.row(NORMAL));
    await desk.press('Delete');
    expect(desk.dialog()).toBe('');
    await desk.happen(() => writtenBy(desk.bridge, { ...normal, name: 'Vår normal', version: 1 }, 'leder'));
    expect(desk.text()).toContain('Vår normal');
    await desk.press('Delete');
    await desk.click(/^Tilbake til programmets$/);
    expect(desk.scene(NORMAL)).toMatchObject({ version: 0, name: 'Normal' });
  });

  it('goes back to an earlier version, and says first what that changes', async () => {
    desk = await openScenes(null, threeVersions);
    await desk.focus(desk.row('natt'));
    await desk.click(/Se utgave 1/);
    expect(desk.text()).toContain('heter «Natt 1», ikke «Natt 3»');
    await desk.click(/Gå tilbake til denne/);
    expect(desk.given('scene.restore')).toMatchObject([{ subject: 'scene/natt', payload: { version: 1 } }]);
    expect(desk.scene('natt')).toMatchObject({ version: 4, name: 'Natt 1' });
  });

  it('leads back to the wall', async () => {
    desk = await openScenes();
    await desk.press('Escape');
    expect(desk.desk.getState().trail).toEqual([{ view: 'walls' }]);
  });
});

describe('scenes as files', () => {
  it('are written where a person says, and why not', async () => {
    desk = await openScenes(null, (bridge) => {
      bridge.answers.exportScene = async (scene) =>
        scene === NORMAL ? success({ path: '/hjem/normal.yaml' }) : failure('save', 'disken er full');
    });
    await desk.click(/Eksporter/);
    expect(desk.text()).toContain('Scenen er skrevet til /hjem/normal.yaml.');
    await desk.focus(desk.row('hendelse'));
    await desk.click(/Eksporter/);
    expect(desk.text()).toContain('Scenen ble ikke eksportert: disken er full');
  });

  it('are opened in the editor, over the scene that has their id or as a new one', async () => {
    const scene = { id: NORMAL, draft: draft('Normal fra fil') };
    const issues = [{ file: '', line: 12, col: 7, reason: 'ukjent sted «gone»' }];
    desk = await openScenes(null, (bridge) => {
      bridge.answers.importScene = async () => success({ scene, issues, file: 'normal.yaml' });
    });
    await desk.click(/Importer/);
    expect(desk.dialog()).toContain('linje 12, tegn 7: ukjent sted «gone»');
    await desk.click(/Åpne som endring av «Normal»/);
    expect(desk.text()).toContain('Ikke lagret');
    expect(desk.given('scene.set')).toEqual([]);
    await desk.press('F2');
    expect(desk.given('scene.set')).toMatchObject([
      { payload: { base: 0, scene: { name: 'Normal fra fil' } } },
    ]);
    await desk.press('Escape');
    await desk.click(/Importer/);
    await desk.click(/Åpne som ny scene/);
    expect(desk.field(/^Navn/).value).toBe('Kopi av Normal fra fil');
  });

  it('that cannot be used say where they are wrong, and change nothing', async () => {
    desk = await openScenes(null, (bridge) => {
      bridge.answers.importScene = async () =>
        success({
          scene: null,
          issues: [{ file: '', line: 3, col: 1, reason: 'feil i «name»' }],
          file: 'x.yaml',
        });
    });
    await desk.click(/Importer/);
    expect(desk.dialog()).toContain('Filen kan ikke brukes som den er.');
    expect(desk.dialog()).toContain('linje 3, tegn 1: feil i «name»');
    expect(desk.dialog()).not.toContain('Åpne');
    await desk.press('Escape');
    desk.bridge.answers.importScene = async () => failure('read', 'ingen tekst');
    await desk.click(/Importer/);
    expect(desk.text()).toContain('Filen ble ikke lest: ingen tekst');
    desk.bridge.answers.importScene = async () => success(null);
    await desk.click(/Importer/);
    expect(desk.dialog()).toBe('');
  });
});

it('says that a scene is gone where an address names none', async () => {
  desk = await openScenes('finnes-ikke');
  expect(desk.text()).toContain('Scenen finnes ikke');
  await desk.click(/Til scenene/);
  expect(desk.rows()).toHaveLength(3);
});

it('forgets drafts in the storage that it cannot read', async () => {
  localStorage.setItem('vaktrom:scene-drafts', '{"normal":{"draft":{"name":1}}}');
  desk = await openScenes(NORMAL);
  expect(desk.text()).not.toContain('Ikke lagret');
});
