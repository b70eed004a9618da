// @vitest-environment jsdom
import { fireEvent } from '@testing-library/react';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { failure, success } from '../../../../../shared/util/result';
import type { AlarmDesk } from '../../../../fixtures/desk-harness/alarm-desk';
import { busyWall, wallHealthAnswer, wallScene } from '../../../../fixtures/desk-harness/wall-scene';
import { violations } from '../alarms/axe';
import { browserStandIns } from '../desk-window';
import { openWall, type WallDesk } from './open-wall';

vi.mock('../../../../../renderer/desk/service/response-chart', () => ({ ResponseChart: () => null }));

const MINUTE = 60_000;
let room: WallDesk;
let restore: () => void;
beforeAll(() => {
  restore = browserStandIns();
  // jsdom draws nothing: the miniature has its words, and no picture.
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null);
});
afterAll(() => {
  restore();
  vi.restoreAllMocks();
});
afterEach(() => room.close());

const open = async (prepare?: (desk: AlarmDesk) => void): Promise<void> => {
  room = await openWall(prepare);
};
const away = (desk: AlarmDesk): void => {
  busyWall(desk);
  desk.lose(2 * MINUTE);
};
const selected = (): string =>
  room.topmost().querySelector('[role="option"][aria-selected="true"]')?.getAttribute('aria-label') ?? '';

describe('the page of the wall', { timeout: 30_000 }, () => {
  it('says what is shown, why, by whom, until when and what it goes back to', async () => {
    await open(busyWall);
    const shown = room.text('.wall-shown');
    expect(shown).toContain('Normal');
    expect(shown).toContain('valgt av skiftleder');
    expect(shown).toMatch(/til 04:55 \(om 5\d min\)/);
    expect(shown).toContain('går så tilbake til Hendelse');
    const layers = room.text('.wall-side');
    expect(layers).toContain('vises nå');
    expect(layers).toContain('Overtakelse');
    expect(layers).toContain('Hvilescene');
    expect(layers).toMatch(/Årsaken på Skjerm 6, nede til høyre, øverst/);
    expect(layers).toContain('Fremhevet: Sykesignal, Kirkenes');
    expect(layers).toContain('«Brannøvelse kl. 10:00. Vakten blir sittende.»');
  });

  it('says on each display what stands there, in reading order', async () => {
    await open(busyWall);
    const said = room.options().map((option) => option.getAttribute('aria-label'));
    expect(said).toHaveLength(6);
    expect(said[0]).toBe('Skjerm 1, oppe til venstre. Statusmosaikk');
    expect(said[5]).toMatch(/^Skjerm 6, .* Årsaken \(sendt av skiftleder til 04:15\), /);
  });

  it('has nothing that axe objects to, with and without a dialog', async () => {
    await open(busyWall);
    expect(await violations(room.container)).toEqual([]);
    for (const key of ['s', 'r', 'p', 'f', 'b']) {
      await room.press(key);
      expect(room.topmost().matches('dialog'), key).toBe(true);
      expect(await violations(room.topmost()), key).toEqual([]);
      await room.press('Escape');
    }
  });

  it('has displays that nobody says they show crossed out, once somebody has answered', async () => {
    await open();
    const third = room.options()[2];
    expect(third?.getAttribute('aria-label')).toContain('Ingen sier at de viser denne');
    expect(room.options()[0]?.getAttribute('aria-label')).not.toContain('Ingen sier');
  });

  it('opens a wall window of this machine, and the scenes', async () => {
    await open();
    await room.click(/Åpne veggvindu her/);
    expect(room.bridge.calls).toContainEqual(['openWindow', 'wall']);
    await room.press('e');
    expect(room.desk.getState().trail.at(-1)).toEqual({ view: 'scenes', scene: null });
    await room.press('Escape');
    expect(room.desk.getState().trail.at(-1)).toEqual({ view: 'walls' });
  });

  it('crosses out nothing while nobody has answered', async () => {
    await open((desk) => {
      wallScene(desk);
      desk.answers.wallHealth = async () => failure('offline', 'ingen kontakt med huben');
    });
    expect(room.container.querySelector('[data-dark]')).toBeNull();
    expect(room.text('.wall-health')).toContain(
      'Kan ikke spørre hvordan veggen har det: ingen kontakt med huben',
    );
  });
});

describe('choosing a scene', { timeout: 30_000 }, () => {
  it('is a key, a digit and Enter, and ends by itself', async () => {
    await open();
    expect(room.wall().shown.why).toBe('take-over');
    await room.press('s');
    await room.press('3');
    await room.press('Enter');
    const now = room.bridge.hubNow();
    expect(room.wall().choice).toMatchObject({ scene: 'vaktskifte', by: 'dag1', until: now + 60 * MINUTE });
    expect(room.topmost().matches('dialog')).toBe(false);
  });

  it('may be about a service, and asks for another name where it knows none such', async () => {
    await open();
    await room.press('s');
    await room.write('finnes ikke', /handler om/);
    await room.press('Enter');
    expect(room.topmost().textContent).toContain('«finnes ikke» kjenner ikke katalogen');
    await room.write('Kjernenett dc1', /handler om/);
    await room.press('Enter');
    expect(room.wall().choice).toMatchObject({ scene: 'normal', about: 'core1' });
  });

  it('in turn has times of its own', async () => {
    await open();
    await room.press('r');
    await room.write('90', /Sekunder for scene 1/);
    await room.write('2', /Sekunder for scene 2/);
    await room.press('Enter');
    expect(room.topmost().textContent).toContain('fra 5 til 86400');
    await room.write('30', /Sekunder for scene 2/);
    await room.click(/Legg til scene/);
    await room.press('F2');
    expect(room.wall().rotation?.turns).toEqual([
      { scene: 'normal', forMs: 90_000 },
      { scene: 'hendelse', forMs: 30_000 },
      { scene: 'vaktskifte', forMs: 60_000 },
    ]);
  });
});

describe('sending a panel', { timeout: 30_000 }, () => {
  it('goes to the display that is picked by the arrow keys', async () => {
    await open();
    await room.focus(room.container.querySelector('[role="listbox"]'));
    expect(selected()).toContain('Skjerm 1');
    await room.press('ArrowDown');
    await room.press('ArrowRight');
    expect(selected()).toContain('Skjerm 5');
    await room.press('p');
    expect(selected()).toContain('Skjerm 5');
    await room.press('Enter');
    expect(room.wall().sent).toMatchObject([
      { panel: { kind: 'causes' }, cell: { display: 'skjerm-5', at: null }, by: 'dag1' },
    ]);
  });

  it('may go to a part of a display, and be about a service', async () => {
    await open();
    await room.press('p');
    await room.write('dependencies', /^Panel$/);
    await room.write('Kjernenett dc1', /Panelet handler om/);
    await room.click(/en firedel/, 'radio');
    const list = room.topmost().querySelector('[role="listbox"]');
    await room.focus(list);
    await room.press('ArrowRight');
    await room.press('ArrowDown');
    expect(selected()).toMatch(/Skjerm 5, .*nederst til høyre$/);
    await room.press('Enter');
    expect(room.wall().sent).toMatchObject([
      {
        panel: { kind: 'dependencies', settings: { about: 'core1' } },
        cell: { display: 'skjerm-5', at: { x: 6, y: 6, w: 6, h: 6 } },
      },
    ]);
  });

  it('is taken away by Delete on its display, and each thing by its own button', async () => {
    await open(busyWall);
    const sixth = room.options()[5];
    if (sixth) fireEvent.click(sixth);
    await room.settle();
    await room.press('Delete');
    expect(room.wall().sent).toEqual([]);
    await room.click(/Ta bort Fremhevet/);
    expect(room.wall().spotlight).toBeNull();
    await room.click(/Ta bort «Brann/);
    expect(room.wall().message).toBeNull();
    await room.click(/Ta bort Valgt av en person/);
    expect(room.wall().choice).toBeNull();
    expect(room.wall().takeOver).not.toBeNull();
  });

  it('sends a take-over away, so that it does not come back for what called then', async () => {
    await open();
    await room.click(/Ta bort Overtakelse/);
    expect(room.wall().takeOver).toBeNull();
    expect(room.wall().shown.why).toBe('rest');
    expect(room.text('.wall-side')).not.toContain('Overtakelse');
  });
});

describe('while the hub is away', { timeout: 30_000 }, () => {
  it('shows what the wall last said, and what waits beside it as waiting', async () => {
    await open(away);
    expect(room.text('.wall-shown')).toContain('Huben er borte');
    await room.press('s');
    await room.press('2');
    await room.press('Enter');
    // The walls have not heard of it.
    expect(room.text('.wall-shown h2')).toBe('Normal');
    expect(room.text('.wall-shown')).toContain('Når huben svarer, viser veggen Hendelse.');
    const choice = room.container.querySelector('.wall-layers > li[data-waits]');
    expect(choice?.textContent).toContain('Hendelse');
    expect(choice?.textContent).toContain('Venter på huben');
    expect(choice?.textContent).not.toContain('vises nå');
  });
});

describe('how the wall fares', { timeout: 30_000 }, () => {
  it('has who is not well first, with since when, and no care for who cannot hear', async () => {
    await open();
    const computers = [...room.container.querySelectorAll('.wall-computer')];
    expect(computers.map((one) => one.getAttribute('data-state'))).toEqual(['away', 'well']);
    expect(computers[0]?.textContent).toMatch(/vegg-b.*borte, sist hørt 03:58/);
    expect(computers[0]?.querySelectorAll('button')).toHaveLength(0);
    expect(computers[1]?.querySelector('header')?.textContent).toContain('1 vindu trenger tilsyn');
    expect(computers[1]?.textContent).toContain('En nettside svikter');
    expect(computers[1]?.textContent).toContain('ERR_CONNECTION_REFUSED');
    expect(computers[1]?.textContent).toContain('brakt tilbake 2 ganger');
  });

  it('is asked again, and keeps the last answer with its age when no answer comes', async () => {
    await open();
    const last = wallHealthAnswer(room.bridge);
    room.bridge.answers.wallHealth = async () => failure('offline', 'ingen kontakt med huben');
    await room.pass(2_000);
    await room.pass(2_000);
    expect(room.text('.wall-health')).toContain('sist kjent for');
    expect(room.container.querySelectorAll('.wall-computer')).toHaveLength(2);
    room.bridge.answers.wallHealth = async () => success(last);
    await room.pass(2_000);
    expect(room.text('.wall-health')).not.toContain('sist kjent for');
  });

  it('reloads, makes anew and restarts only when it was confirmed', async () => {
    await open();
    await room.click(/Last vegg-a, wall-2 på nytt/);
    expect(room.given('wall.care')).toEqual([]);
    expect(room.topmost().textContent).toContain('Skjermen er mørk et øyeblikk');
    await room.press('Escape');
    expect(room.given('wall.care')).toEqual([]);
    await room.click(/Nytt vindu for vegg-a, wall-2/);
    await room.click(/Lag nytt vindu/);
    await room.click(/Start programmet på nytt på vegg-a/);
    expect(room.topmost().textContent).not.toContain('Ingenting starter programmet igjen');
    await room.click(/^Enter.*Start på nytt/);
    expect(room.given('wall.care')).toEqual([
      { console: 'console-a', window: 'wall-2', how: 'recreate' },
      { console: 'console-a', window: null, how: 'restart' },
    ]);
  });
});
