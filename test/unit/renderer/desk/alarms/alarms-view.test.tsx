// @vitest-environment jsdom
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fireEvent } from '@testing-library/react';
import type { AxeResults } from 'axe-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { KEY_HOLD_MS, POINTER_HOLD_MS } from '../../../../../renderer/desk/alarms/use-alarms';
import type { AlarmDesk } from '../../../../fixtures/desk-harness/alarm-desk';
import { alarmRoom, alarmScene, drawn } from '../../../../fixtures/desk-harness/alarm-scene';
import { browserStandIns } from '../desk-window';
import { openAlarms } from './open-alarms';

vi.mock('../../../../../renderer/desk/service/response-chart', () => ({
  ResponseChart: (props: { readonly label: string }) => <div data-testid="chart">{props.label}</div>,
}));

let restore = (): void => {};
beforeAll(() => {
  restore = browserStandIns();
});
afterAll(() => restore());

let window: Awaited<ReturnType<typeof openAlarms>>;
afterEach(() => {
  window.close();
  localStorage.clear();
});

/** Two faults: `sykesignal@kirkenes` (priority 1) above `wifi@mo`; and `core1`, with what follows from it. */
function twoFaults(desk: AlarmDesk): void {
  alarmRoom(desk);
  desk.past(10, () => desk.check('wifi@mo/ping', 'critical', 'ETIMEDOUT', null));
  desk.past(5, () => desk.check('sykesignal@kirkenes/ping', 'critical', 'ETIMEDOUT', null));
}
function upset(desk: AlarmDesk): void {
  twoFaults(desk);
  desk.past(4, () => {
    desk.check('core1/ping', 'critical', 'EHOSTUNREACH', null);
    desk.check('san1/ping', 'critical', 'EHOSTUNREACH', null);
  });
}

describe('the list of alarms', () => {
  it('is where the desk begins, by what is owed, the most pressing first', async () => {
    window = await openAlarms(alarmScene);
    expect(window.container.querySelector('[aria-current="page"]')?.textContent).toContain('Alarmer');
    const heads = window.lines().filter((line) => line.startsWith('group:'));
    expect(heads).toEqual([
      'group:unacknowledged',
      'group:acknowledged',
      'group:returned',
      'group:shelved',
      'group:quiet',
      'group:explained',
    ]);
    expect(window.row('core1').textContent).toContain('4 symptomer');
    expect(window.row('core1').textContent).toContain('D1');
    expect(window.row('wifi@mo').textContent).toContain('Var nede');
    expect(window.row('virt2').textContent).toContain('Serverteamet');
    expect(window.row('san1')).toBeNull();
  });

  it('says its state by shape besides word and colour', async () => {
    window = await openAlarms(alarmScene);
    const look = (node: string): string | null =>
      window.row(node).querySelector('.alarm-shape')?.getAttribute('data-look') ?? null;
    expect(look('sykesignal@kirkenes')).toBe('solid');
    expect(look('core1')).toBe('outline');
    expect(look('wifi@mo')).toBe('latched');
    expect(look('ek@bodo')).toBe('thin');
    expect(look('virt2')).toBe('grey');
  });

  it('unfolds what another alarm explains only when asked', async () => {
    window = await openAlarms(upset);
    expect(window.lines().at(-1)).toBe('group:explained');
    await window.press('End');
    expect(window.active()).toBe('group:explained');
    await window.press('Enter');
    expect(window.lines().at(-1)).toBe('san1');
    expect(window.row('san1').textContent).toContain('Følger av');
    await window.press('ArrowLeft');
    expect(window.lines()).not.toContain('san1');
  });

  it('says that nothing is owed, and does not take a filter for it', async () => {
    window = await openAlarms((desk) => alarmRoom(desk));
    expect(window.container.textContent).toContain('Ingen alarmer');
    window.close();
    window = await openAlarms(twoFaults);
    await window.press('/');
    await window.type('sted:bodø');
    expect(window.container.querySelector('.alarms-list')?.textContent).toContain(
      'Ingen alarm passer med filteret',
    );
    expect(window.container.textContent).toContain('2 ukvitterte utenfor filteret');
    await window.press('Escape');
    expect(window.lines()).toContain('wifi@mo');
  });

  it('has the hub’s own lost view as one alarm, with a name and without a service', async () => {
    window = await openAlarms((desk) => {
      alarmRoom(desk);
      desk.past(2, () => desk.write({ type: 'vantage.changed', lost: true }));
    });
    expect(window.lines()).toEqual(['group:unacknowledged', 'vaktrom/nett']);
    expect(window.row('vaktrom/nett').textContent).toContain('Vaktrom ser ikke nettet');
    await window.press('Enter');
    expect(window.desk.getState().trail).toEqual([{ view: 'alarms' }]);
    await window.press('k');
    await window.press('Enter');
    expect(window.alarm('vaktrom/nett')?.state).toBe('acknowledged');
  });

  it('says that it is only last known when the hub is away, and that new alarms will not show', async () => {
    window = await openAlarms((desk) => alarmRoom(desk));
    await window.happen(() => window.bridge.lose(20_000));
    expect(window.container.textContent).toContain('Nye alarmer vises ikke her');
  });
});

describe('rows under a finger', () => {
  const fault = (): Promise<void> =>
    window.happen(() => window.bridge.check('lan@bodo/ping', 'critical', 'ETIMEDOUT', null));

  it('stay for a while after a key, while what is new is named', async () => {
    window = await openAlarms(twoFaults);
    await window.press('ArrowDown');
    const before = window.lines();
    await fault();
    expect(window.lines()).toEqual(before);
    expect(window.news()).toContain('Lokalnett, Bodø');
    await window.pass(KEY_HOLD_MS + 600);
    expect(window.lines()).toContain('lan@bodo');
    expect(window.active()).toBe('wifi@mo');
    expect(window.news()).not.toContain('Lokalnett');
  });

  it('stay while the pointer moves over them, but not for a pointer that was left there', async () => {
    window = await openAlarms(twoFaults);
    const grid = window.container.querySelector('.alarm-grid') as HTMLElement;
    await window.happen(() => void fireEvent.mouseMove(grid));
    const before = window.lines();
    await fault();
    await window.pass(KEY_HOLD_MS + 600);
    expect(window.lines()).toEqual(before);
    await window.pass(POINTER_HOLD_MS);
    expect(window.lines()).toContain('lan@bodo');
  });

  it('let go at once when the pointer leaves, and at the key for it', async () => {
    window = await openAlarms(twoFaults);
    await window.press('ArrowDown');
    await fault();
    await window.press('.');
    expect(window.lines()).toContain('lan@bodo');
  });

  it('keep their part when somebody else acts, and change in place', async () => {
    window = await openAlarms(twoFaults);
    await window.press('ArrowDown');
    const before = window.lines();
    await window.happen(() => {
      window.bridge.other('dag2', 'alarm.acknowledge', 'wifi@mo', {
        ...drawn(window.bridge, 'wifi@mo'),
        note: null,
        own: true,
      });
    });
    expect(window.lines()).toEqual(before);
    expect(window.row('wifi@mo').textContent).toContain('D2');
    await window.pass(KEY_HOLD_MS + 600);
    expect(window.lines()).toEqual([
      'group:unacknowledged',
      'sykesignal@kirkenes',
      'group:acknowledged',
      'wifi@mo',
    ]);
    expect(window.active()).toBe('wifi@mo');
  });
});

describe('from sound to handled', () => {
  it('acknowledges with a note in four keystrokes and the words, and the focus follows the alarm', async () => {
    window = await openAlarms(twoFaults);
    await window.press('n');
    expect(window.active()).toBe('sykesignal@kirkenes');
    await window.press('k');
    await window.type('sjekker WAN');
    await window.press('Enter');
    expect(window.given()).toEqual([
      {
        kind: 'alarm.acknowledge',
        subject: 'sykesignal@kirkenes',
        payload: { ...drawn(window.bridge, 'sykesignal@kirkenes'), note: 'sjekker WAN', own: true },
        fate: 'confirmed',
      },
    ]);
    await window.pass(300);
    expect(window.lines()).toEqual([
      'group:unacknowledged',
      'wifi@mo',
      'group:acknowledged',
      'sykesignal@kirkenes',
    ]);
    expect(window.active()).toBe('sykesignal@kirkenes');
    expect(window.row('sykesignal@kirkenes').textContent).toContain('Kvittering utført');
  });

  it('goes to the newest, then to the next newest, out of a filter that hides it', async () => {
    window = await openAlarms(twoFaults);
    await window.press('/');
    await window.type('sted:mo');
    await window.press('Enter');
    await window.press('n');
    expect(window.active()).toBe('sykesignal@kirkenes');
    expect(window.desk.getState().alarmFilter).toBe('');
    await window.press('n');
    expect(window.active()).toBe('wifi@mo');
    await window.press('n');
    expect(window.active()).toBe('sykesignal@kirkenes');
  });

  it('takes a whole cause: the alarm and what it explains, one command each, and nothing else', async () => {
    window = await openAlarms(upset);
    await window.press('n');
    expect(window.active()).toBe('core1');
    await window.press('K');
    await window.press('Enter');
    expect(window.given().map(({ subject, fate }) => `${subject} ${fate}`)).toEqual([
      'core1 confirmed',
      'san1 confirmed',
    ]);
    expect(window.alarm('sykesignal@kirkenes')?.state).toBe('unacknowledged');
    await window.press('f');
    expect(window.active()).toBe('sykesignal@kirkenes');
  });

  it('shelves to the end of the shift in three keystrokes, with the reason that goes with the code', async () => {
    window = await openAlarms(twoFaults);
    await window.press('n');
    await window.press('h');
    await window.press('2');
    expect(window.detail()).toContain('Hyllet til 07:15');
    await window.press('Enter');
    const [shelved] = window.given();
    expect(shelved).toMatchObject({ kind: 'alarm.shelve', fate: 'confirmed' });
    expect(shelved?.payload).toMatchObject({
      code: 'nuisance',
      reason: 'Kommer og går uten at noen merker det',
      breakAfterMs: 300_000,
    });
    await window.pass(300);
    expect(window.alarm('sykesignal@kirkenes')?.state).toBe('shelved');
    // Shelved is not dimmed: down is still said in full.
    expect(window.row('sykesignal@kirkenes').textContent).toContain('Nede');
    await window.press('U');
    expect(window.given().at(-1)).toMatchObject({ kind: 'alarm.unshelve', fate: 'confirmed' });
  });

  it('sees what came back, with a cause by its digit', async () => {
    window = await openAlarms((desk) => {
      alarmRoom(desk);
      desk.past(9, () => desk.check('wifi@mo/ping', 'critical', 'ETIMEDOUT', null));
      desk.past(2, () => desk.check('wifi@mo/ping', 'ok', 'OK', 90));
    });
    expect(window.row('wifi@mo').textContent).toContain('nå normal');
    await window.press(' ');
    await window.press('2');
    await window.press('Enter');
    expect(window.given()).toEqual([
      {
        kind: 'alarm.seen',
        subject: 'wifi@mo',
        payload: { alarm: 'A-1', code: 'network' },
        fate: 'confirmed',
      },
    ]);
    await window.pass(300);
    expect(window.lines()).toEqual([]);
  });

  it('sees what came back by the same key twice, without a cause that nobody gave', async () => {
    window = await openAlarms((desk) => {
      alarmRoom(desk);
      desk.past(9, () => desk.check('wifi@mo/ping', 'critical', 'ETIMEDOUT', null));
      desk.past(2, () => desk.check('wifi@mo/ping', 'ok', 'OK', 90));
    });
    await window.press(' ');
    await window.press(' ');
    expect(window.given()[0]?.payload).toEqual({ alarm: 'A-1', code: null });
  });

  it('hands over, notes, times, numbers and reports: each with its own key', async () => {
    window = await openAlarms(twoFaults);
    await window.press('n');
    await window.press('a');
    await window.happen(() => {
      fireEvent.change(document.activeElement as HTMLSelectElement, { target: { value: 'dag2' } });
    });
    await window.press('Enter');
    await window.press('N');
    await window.type('ringte avdelingen');
    await window.press('Enter');
    await window.press('t');
    await window.type('30');
    await window.press('Enter');
    await window.press('s');
    await window.type('118455');
    await window.press('Enter');
    await window.press('d');
    const alarm = window.alarm('sykesignal@kirkenes');
    expect(alarm).toMatchObject({ owner: 'dag2', ticket: '118455', note: { text: 'ringte avdelingen' } });
    expect(alarm?.bad).not.toBeNull();
    expect((alarm?.timer?.until ?? 0) - window.bridge.hubNow()).toBeGreaterThan(29 * 60_000);
    expect(window.given().map(({ fate }) => fate)).toEqual(Array(5).fill('confirmed'));
    await window.press('d');
    expect(window.alarm('sykesignal@kirkenes')?.bad).toBeNull();
  });

  it('takes several together', async () => {
    window = await openAlarms(twoFaults);
    await window.press('n');
    await window.press('ArrowDown', { shiftKey: true });
    expect(window.container.textContent).toContain('2 valgt');
    await window.press('k');
    expect(window.detail()).toContain('2 alarmer, én kommando hver');
    await window.press('Enter');
    expect(
      window
        .given()
        .map(({ subject }) => subject)
        .sort(),
    ).toEqual(['sykesignal@kirkenes', 'wifi@mo']);
    expect(window.desk.getState().chosen.size).toBe(0);
  });

  it('says why there is nothing to do, and opens no form for it', async () => {
    window = await openAlarms(twoFaults);
    await window.press('n');
    await window.press(' ');
    expect(window.notice()).toContain('har ikke kommet tilbake');
    expect(window.container.querySelector('.act-form')).toBeNull();
    await window.press('U');
    expect(window.notice()).toContain('Ingenting er hyllet');
  });

  it('re-checks one at once, and has the hub spread the checks of a whole cause', async () => {
    window = await openAlarms(upset);
    await window.press('n');
    await window.press('r');
    await window.press('R');
    await window.pass(5_000);
    expect(window.given().map(({ kind, subject }) => [kind, subject])).toEqual([
      ['check.recheck', 'core1'],
      ['cause.recheck', 'core1'],
    ]);
    const rechecked = window.bridge.calls.flatMap(([verb, checks]) => (verb === 'rechecked' ? [checks] : []));
    expect(rechecked).toEqual([expect.arrayContaining(['core1/ping', 'san1/ping', 'virt1/ping'])]);
  });

  it('goes upstream to the alarm that explains it, else to the service', async () => {
    window = await openAlarms(upset);
    await window.press('End');
    await window.press('Enter');
    await window.press('End');
    expect(window.active()).toBe('san1');
    await window.press('o');
    expect(window.active()).toBe('core1');
    await window.press('o');
    expect(window.desk.getState().trail.at(-1)).toEqual({ view: 'service', node: 'power1' });
  });
});

describe('the fate of an act', () => {
  it('is told on the row: queued while the hub is away, judged when it is back', async () => {
    window = await openAlarms(twoFaults);
    await window.press('n');
    await window.happen(() => window.bridge.lose(6_000));
    await window.press('k');
    await window.press('Enter');
    await window.pass(1_000);
    expect(window.row('sykesignal@kirkenes').textContent).toContain('Kvittering i kø');
    expect(window.alarm('sykesignal@kirkenes')?.state).toBe('unacknowledged');
    await window.happen(() => {
      window.bridge.link({ phase: 'live' });
      window.bridge.beat();
      window.bridge.deliver();
    });
    await window.pass(1_000);
    expect(window.alarm('sykesignal@kirkenes')?.state).toBe('acknowledged');
  });

  it('is the hub’s news where it became worse after it was drawn, until somebody has read it', async () => {
    window = await openAlarms((desk) => {
      alarmRoom(desk);
      desk.past(5, () => desk.check('ek@mo/https', 'warning', 'HTTP 200, 6,2 s', 6_200));
    });
    await window.press('k');
    // While the note is being written it becomes worse.
    await window.happen(() => window.bridge.check('ek@mo/https', 'critical', 'HTTP 503', 41));
    await window.type('ser på den');
    await window.press('Enter');
    await window.pass(1_000);
    const row = (): string => window.row('ek@mo').textContent ?? '';
    expect(row()).toContain('Kvittering avvist.');
    expect(row()).toContain('er nå Nede');
    expect(window.alarm('ek@mo')?.state).toBe('unacknowledged');
    await window.press(' ');
    await window.pass(1_000);
    expect(row()).not.toContain('avvist');
    expect(window.bridge.calls.some(([verb]) => verb === 'outboxSeen')).toBe(true);
  });

  it('keeps what was written when main will not take it, and says why', async () => {
    window = await openAlarms(twoFaults);
    await window.press('n');
    window.bridge.answers.give = async () => ({
      ok: false,
      error: { code: 'outbox', message: 'disken er full' },
    });
    await window.press('k');
    await window.type('sjekker');
    await window.press('Enter');
    expect(window.detail()).toContain('Ikke gjort: disken er full');
    expect((document.activeElement as HTMLInputElement).value).toBe('sjekker');
  });

  it('waits for whoever must sign in first, and then goes on', async () => {
    window = await openAlarms(twoFaults);
    window.bridge.identity({ signedIn: null, ready: [] });
    await window.press('n');
    await window.press('k');
    await window.press('Enter');
    expect(window.desk.getState().dialog).toEqual({ kind: 'sign-in' });
    window.bridge.identity({
      signedIn: { person: 'dag2', since: 0, expiresAt: 1e15, offline: false, pin: true },
    });
    await window.happen(() => window.desk.getState().pending?.go());
    expect(window.alarm('sykesignal@kirkenes')).toMatchObject({ state: 'acknowledged', owner: 'dag2' });
  });
});

describe('keys that need the hub', () => {
  it('are dashed while it is away; what is queued is not', async () => {
    window = await openAlarms(twoFaults);
    await window.press('n');
    await window.happen(() => window.bridge.lose(20_000));
    const cap = (label: string): HTMLElement =>
      window.getByRole('button', { name: new RegExp(label) }).querySelector('.key-cap') as HTMLElement;
    expect(cap('Sjekk på nytt').hasAttribute('data-waits')).toBe(true);
    expect(cap('Kvitter og ta').hasAttribute('data-waits')).toBe(false);
  });

  it('are off for a role that may not, and say so', async () => {
    window = await openAlarms(twoFaults);
    await window.press('n');
    const button = (): HTMLButtonElement =>
      window.getByRole('button', { name: /Ut av drift/ }) as HTMLButtonElement;
    expect(button().disabled).toBe(true);
    expect(button().title).toBe('Krever en annen rolle');
    await window.happen(() =>
      window.bridge.identity({
        signedIn: { person: 'leder', since: 0, expiresAt: 1e15, offline: false, pin: true },
      }),
    );
    expect(button().disabled).toBe(false);
  });

  it('work by the mouse as well', async () => {
    window = await openAlarms(twoFaults);
    await window.happen(() => window.row('wifi@mo').click());
    expect(window.active()).toBe('wifi@mo');
    await window.happen(() => window.getByRole('button', { name: /Dårlig alarm/ }).click());
    expect(window.alarm('wifi@mo')?.bad).not.toBeNull();
  });
});

describe('saved filters', () => {
  it('are kept at the desk and called by their digit', async () => {
    window = await openAlarms(twoFaults);
    await window.press('/');
    await window.type('sted:mo');
    await window.press('s', { ctrlKey: true });
    await window.press('Escape');
    expect(window.lines()).toContain('sykesignal@kirkenes');
    await window.press('1', { altKey: true, code: 'Digit1' });
    expect(window.lines()).toEqual(['group:unacknowledged', 'wifi@mo']);
    window.close();
    window = await openAlarms(twoFaults);
    await window.press('1', { altKey: true, code: 'Digit1' });
    expect(window.desk.getState().alarmFilter).toBe('sted:mo');
    await window.happen(() => window.getByRole('button', { name: 'Glem filteret sted:mo' }).click());
    expect(window.queryByRole('button', { name: 'Glem filteret sted:mo' })).toBeNull();
  });
});

describe('the palette', () => {
  it('goes to an alarm by its number, and does what a key does', async () => {
    window = await openAlarms(upset);
    await window.press('k', { ctrlKey: true });
    await window.type('A-1 ');
    await window.press('Enter');
    expect(window.desk.getState().dialog).toBeNull();
    expect(window.active()).toBe('wifi@mo');
    await window.press('k', { ctrlKey: true });
    await window.type('dårlig alarm');
    await window.press('Enter');
    expect(window.alarm('wifi@mo')?.bad).not.toBeNull();
  });

  it('says that it found nothing, and closes by Escape', async () => {
    window = await openAlarms(twoFaults);
    await window.press('k', { ctrlKey: true });
    await window.type('zzz');
    expect(window.getByRole('dialog').textContent).toContain('Ingen treff');
    await window.press('Escape');
    expect(window.queryByRole('dialog')).toBeNull();
  });
});

describe('accessibility', () => {
  const axeOf = (): { run(node: Element, options: object): Promise<AxeResults> } => {
    const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    return new Function('window', `${source}; return window.axe;`)(globalThis.window) as never;
  };
  const violations = async (): Promise<string[]> => {
    // jsdom lays nothing out: what needs colours and boxes is looked at in the browser.
    const result = await axeOf().run(window.container, { rules: { 'color-contrast': { enabled: false } } });
    return result.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
  };

  it('finds nothing to object to in the list, in a form, and with the hub away', async () => {
    window = await openAlarms(alarmScene);
    expect(await violations()).toEqual([]);
    await window.press('n');
    await window.press('h');
    expect(await violations()).toEqual([]);
    await window.press('Escape');
    await window.happen(() => window.bridge.lose(20_000));
    expect(await violations()).toEqual([]);
  }, 30_000);

  it('finds nothing to object to in the palette', async () => {
    window = await openAlarms(alarmScene);
    await window.press('k', { ctrlKey: true });
    expect(await violations()).toEqual([]);
  }, 30_000);
});
