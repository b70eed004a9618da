// @vitest-environment jsdom
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { act, fireEvent } from '@testing-library/react';
import type { AxeResults } from 'axe-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Page } from '../../../../../renderer/desk/desk-store';
import { success } from '../../../../../shared/util/result';
import type { AlarmDesk } from '../../../../fixtures/desk-harness/alarm-desk';
import { alarmScene } from '../../../../fixtures/desk-harness/alarm-scene';
import { watchScene } from '../../../../fixtures/desk-harness/watch-scene';
import { openAlarms } from '../alarms/open-alarms';
import { browserStandIns } from '../desk-window';

vi.mock('../../../../../renderer/desk/service/response-chart', () => ({ ResponseChart: () => null }));

type Room = Awaited<ReturnType<typeof openAlarms>>;
let room: Room;
let restore: () => void;
beforeAll(() => {
  restore = browserStandIns();
});
afterAll(() => restore());
beforeEach(() => localStorage.clear());
afterEach(() => room.close());

const open = async (prepare: (desk: AlarmDesk) => void = watchScene, at?: Page): Promise<void> => {
  room = await openAlarms(prepare, at);
};
/** At once: a list of alarms that is drawn first, and not looked at, is most of such a test's time. */
const toRoster = (prepare?: (desk: AlarmDesk) => void): Promise<void> =>
  open(prepare, { view: 'roster', form: false });
const text = (selector = 'body'): string => document.querySelector(selector)?.textContent ?? '';
const page = (): unknown => room.desk.getState().trail.at(-1);
const turn = (key: string): HTMLElement => document.getElementById(`turn-${key}`) as HTMLElement;
const choose = async (name: RegExp, value: string): Promise<void> => {
  await act(async () => {
    fireEvent.change(room.getByLabelText(name), { target: { value } });
  });
};

describe('the menu under the last tab', { timeout: 30_000 }, () => {
  it('leads to each of its pages by one letter more, and hears no letter when it is closed', async () => {
    await open();
    for (const [letter, view] of [
      ['e', 'events'],
      ['v', 'roster'],
      ['w', 'walls'],
      ['k', 'sources'],
      ['c', 'catalogue'],
      ['p', 'people'],
      ['t', 'figures'],
    ] as const) {
      await room.press('0');
      expect(text('dialog[open] h2')).toBe('Mer');
      await room.press(letter);
      expect(page(), letter).toMatchObject({ view });
      expect(document.querySelector('dialog')).toBeNull();
    }
    await room.press('1');
    await room.press('p');
    expect(page()).toMatchObject({ view: 'alarms' });
  });

  it('says where one is, and is closed by the key that opened it', async () => {
    await toRoster();
    expect(text('.tab[aria-current="page"]')).toBe('0Mer: Vaktplan');
    await room.press('0');
    expect(text('.more-line[aria-current="page"]')).toContain('Vaktplan');
    await room.press('0');
    expect(document.querySelector('dialog')).toBeNull();
  });

  it('has the papers of this console, with the one that failed and why', async () => {
    await open();
    await room.press('0');
    await room.press('u');
    expect(text('.papers-list')).toContain('Ble ikke laget: ENOSPC');
    expect(room.getAllByRole('button', { name: 'Åpne' })).toHaveLength(2);
  });
});

describe('the keys of a watch', () => {
  it('open the handover in a window of its own, and the log about what is in focus, from anywhere', async () => {
    await open();
    await room.press('H');
    expect(room.bridge.calls).toContainEqual(['openWindow', 'handover']);
    await room.happen(() => room.desk.setState({ alarm: 'core1' }));
    await room.press('l');
    expect(room.desk.getState().dialog).toEqual({
      kind: 'log-entry',
      links: [
        { kind: 'alarm', id: room.alarm('core1')?.id },
        { kind: 'node', id: 'core1' },
      ],
    });
  });
});

describe('the shift plan', { timeout: 30_000 }, () => {
  it('shows the weeks by position and day, with who is away, who swapped, and what nobody keeps', async () => {
    await toRoster();
    expect(text('.roster-week caption')).toMatch(/^Uke 47/);
    expect(turn('2026-12-01/natt/natt').textContent).toContain('kveldsvakt bytte');
    expect(turn('2026-11-25/dag/dag1').textContent).toMatch(/dagoperatør 2.*ubesatt/);
    expect(turn('2026-11-24/dag/leder').dataset.mine).toBe('');
    expect(text('.roster-side')).toContain('Har vakten');
  });

  it('is gone through by arrows and weeks by brackets, and the focus is a real one', async () => {
    await toRoster();
    // It begins with the shift that it is.
    expect(text('.roster-turn[aria-pressed="true"]')).toContain('Natt 22:00–07:15');
    // On a Monday at four it is still Sunday's night, and the week is that of its beginning.
    expect(text('.roster-week caption')).toContain('Uke 47');
    await room.press('ArrowRight');
    expect(document.activeElement).toBe(turn('2026-11-23/natt/natt'));
    await room.press('ArrowDown');
    expect(document.activeElement).toBe(turn('2026-11-23/dag/dag1'));
    await room.press(']');
    expect(text('.roster-week caption')).toContain('Uke 48');
    await room.press('[');
    await room.press('[');
    expect(text('.roster-week caption')).toContain('Uke 46');
    await room.press('Home');
    expect(text('.roster-week caption')).toContain('Uke 47');
  });

  it('takes a swap with one in return as two acts, and says what it does to rest', async () => {
    await toRoster();
    await room.happen(() => fireEvent.click(turn('2026-11-23/natt/natt')));
    await room.happen(() => fireEvent.keyDown(turn('2026-11-23/natt/natt'), { key: 'Enter' }));
    await choose(/Hvem tar vakten/, 'kveldsvakt');
    expect(text('.dialog')).toContain('kveldsvakt har Kveld man. 23.11. rett før eller etter, uten hvile');
    await choose(/tar til gjengjeld/, '2026-11-24/kveld/dag1');
    await room.press('Enter');
    expect(room.given().map(({ kind, subject, fate }) => [kind, subject, fate])).toEqual([
      ['roster.set', 'assignment/2026-11-23/natt/natt', 'confirmed'],
      ['roster.set', 'assignment/2026-11-24/kveld/dag1', 'confirmed'],
    ]);
    expect(turn('2026-11-23/natt/natt').textContent).toContain('kveldsvakt');
    expect(turn('2026-11-24/kveld/dag1').textContent).toContain('nattoperatør');
  });

  it('takes a swap back by giving the turn to whom the plan says', async () => {
    await toRoster();
    await room.happen(() => fireEvent.click(turn('2026-12-01/natt/natt')));
    await room.happen(() => fireEvent.click(room.getByRole('button', { name: 'Som planen sier' })));
    expect(room.given().map(({ kind, subject }) => [kind, subject])).toEqual([
      ['roster.remove', 'assignment/2026-12-01/natt/natt'],
    ]);
    expect(turn('2026-12-01/natt/natt').textContent).not.toContain('bytte');
  });

  it('says which turns an absence leaves open before it is given, and refuses one that ends first', async () => {
    await toRoster();
    await room.press('f');
    await room.press('Enter');
    expect(text('.dialog .form-fault')).toContain('Velg hvem det gjelder');
    await choose(/Hvem er borte/, 'leder');
    await choose(/Fra dato/, '24.11.2026');
    await choose(/Fra klokken/, '00:00');
    await choose(/Til dato/, '25.11.2026');
    await choose(/Til klokken/, '23:00');
    expect(text('.dialog')).toContain('2 vakter blir stående ubesatt når skiftleder er borte');
    await choose(/Til dato/, '23.11.2026');
    await room.press('Enter');
    expect(text('.dialog .form-fault')).toContain('slutter før det begynner');
    await choose(/Til dato/, '25.11.2026');
    await room.press('Enter');
    expect(document.querySelector('dialog')).toBeNull();
    expect(turn('2026-11-24/dag/leder').textContent).toContain('ubesatt');
    await room.happen(() =>
      fireEvent.click(room.getByRole('button', { name: 'Fjern fraværet til skiftleder' })),
    );
    expect(turn('2026-11-24/dag/leder').textContent).not.toContain('ubesatt');
  });

  it('shows what waits for the hub as done, and marked', async () => {
    await toRoster();
    await room.happen(() => room.bridge.lose(10_000));
    await room.happen(() => fireEvent.click(turn('2026-11-24/natt/natt')));
    await room.happen(() => fireEvent.keyDown(turn('2026-11-24/natt/natt'), { key: 'Enter' }));
    await choose(/Hvem tar vakten/, 'nattvikar');
    await room.press('Enter');
    expect(turn('2026-11-24/natt/natt').textContent).toContain('nattvikar bytte venter');
    await room.happen(() => room.bridge.deliver());
    expect(turn('2026-11-24/natt/natt').textContent).not.toContain('venter');
    expect(turn('2026-11-24/natt/natt').textContent).toContain('nattvikar');
  });

  it('is saved as a calendar that another program reads', async () => {
    await toRoster();
    const save = vi.fn(async () => success({ path: 'plan.ics' }));
    room.bridge.answers.saveReport = save;
    await room.press('i');
    await choose(/Hvem sine vakter/, 'person:leder');
    await room.press('Enter');
    expect(save).toHaveBeenCalledWith(
      expect.objectContaining({
        format: 'ics',
        name: 'vaktplan skiftleder',
        text: expect.stringMatching(/^BEGIN:VCALENDAR[\s\S]*Helse Nord: skiftleder[\s\S]*BEGIN:VEVENT/),
      }),
    );
    expect(text('.dialog')).toContain('Lagret: plan.ics');
  });

  it('says what to do where there is none', async () => {
    await toRoster(alarmScene);
    expect(text('.notice')).toContain('Det er ingen vaktplan');
    await room.press('c');
    expect(page()).toEqual({ view: 'roster', form: true });
    await room.press('Escape');
    expect(page()).toEqual({ view: 'roster', form: false });
  });
});

describe('who has the watch', { timeout: 30_000 }, () => {
  it('is in the status bar, and told loudly when it is over its time', async () => {
    await open();
    expect(text('.status-people')).toContain('Vakt nattoperatør til 07:15');
    room.close();
    await open((desk) => watchScene(desk, true));
    expect(text('.status-people')).toContain('nattoperatør over tiden siden 03:34');
  });

  it('is nobody where there is a plan and nobody took it, and is taken by Enter', async () => {
    await open((desk) => {
      watchScene(desk);
      const duty = desk.state.watch.get('duty:room');
      if (duty?.kind !== 'duty') throw new Error('the scene has a watch');
      desk.write({
        type: 'duty.changed',
        duty: { ...duty.value, holders: [] },
        why: 'left',
        reason: null,
        actor: 'natt',
        actedAt: 0,
      });
    });
    expect(text('.status-people')).toContain('Ingen har vakten');
    await room.press('W');
    await room.press('Enter');
    expect(room.given()).toMatchObject([
      { kind: 'duty.take', payload: { alone: false, reason: null }, fate: 'confirmed' },
    ]);
    expect(text('.status-people')).toContain('Vakt skiftleder');
  });

  it('is taken over alone only with a reason, and joined without', async () => {
    await open();
    await room.press('W');
    await room.press('Enter');
    expect(text('.dialog .form-fault')).toContain('Velg hvordan');
    await room.press('2');
    await room.press('Enter');
    expect(text('.dialog .form-fault')).toContain('Skriv hvorfor du overtar alene');
    expect(room.given()).toEqual([]);
    await room.press('1');
    await room.press('Enter');
    expect(room.given()).toMatchObject([{ kind: 'duty.take', payload: { alone: false } }]);
    expect(text('.status-people')).toContain('+1');
  });

  it('is told on every page when the handover is late, with the way to its window', async () => {
    await open((desk) => watchScene(desk, true));
    await room.press('2');
    expect(text('.banners')).toContain('Vaktskiftet');
    await room.happen(() =>
      fireEvent.click(room.getAllByRole('button', { name: 'Åpne vaktskiftet' })[0] as HTMLElement),
    );
    expect(room.bridge.calls).toContainEqual(['openWindow', { kind: 'handover', page: 'sent-vaktskifte' }]);
  });

  it('stands by the telephone of its position in the on-call list', async () => {
    await open();
    await room.press('v');
    const lines = [...document.querySelectorAll('.oncall-line')].map((line) => line.textContent ?? '');
    expect(lines.find((line) => line.includes('Vakttelefonen'))).toContain('nattoperatør har vakten');
    expect(lines.find((line) => line.includes('Dagtelefonen'))).toContain('ingen har vakten der');
  });
});

describe('for everybody', () => {
  const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  let axe: { run(root: Element, options: object): Promise<AxeResults> };
  beforeAll(() => {
    axe = new Function('window', `${source}; return window.axe;`)(globalThis.window) as typeof axe;
  });
  it.each([
    ['the plan', async () => toRoster()],
    [
      'a swap',
      async () => {
        await toRoster();
        await room.press('Enter');
      },
    ],
    [
      'an absence',
      async () => {
        await toRoster();
        await room.press('f');
      },
    ],
    [
      'who has the watch',
      async () => {
        await toRoster();
        await room.press('W');
      },
    ],
    [
      'the menu',
      async () => {
        await toRoster();
        await room.press('0');
      },
    ],
  ])(
    'axe finds nothing wrong with %s',
    async (_, go) => {
      await go();
      // What is before a dialog is what the first of these has seen.
      const { violations } = await axe.run(document.querySelector('dialog[open]') ?? document.body, {
        // jsdom lays nothing out: contrast is judged by test/unit/renderer/theme and in a browser.
        rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
      });
      expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
    },
    30_000,
  );
});
