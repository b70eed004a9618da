// @vitest-environment jsdom
import { fireEvent } from '@testing-library/react';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { AlarmDesk } from '../../../../../fixtures/desk-harness/alarm-desk';
import { alarmRoom, alarmScene } from '../../../../../fixtures/desk-harness/alarm-scene';
import {
  floodScene,
  inferredScene,
  recoveryScene,
  reportedScene,
} from '../../../../../fixtures/desk-harness/cause-scene';
import { browserStandIns } from '../../desk-window';
import { violations } from '../axe';
import { openAlarms } from '../open-alarms';

vi.mock('../../../../../../renderer/desk/service/response-chart', () => ({
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

/** `core1`, with what follows from it; and `sykesignal@kirkenes`, a fault of its own. */
function upset(desk: AlarmDesk): void {
  alarmRoom(desk);
  desk.past(5, () => {
    for (const check of ['core1/ping', 'san1/ping', 'virt1/ping'])
      desk.check(check, 'critical', 'EHOSTUNREACH', null);
  });
  desk.past(2, () => desk.check('sykesignal@kirkenes/ping', 'critical', 'ETIMEDOUT', null));
}
const to = async (node: string): Promise<void> => {
  await window.happen(() => window.desk.setState({ alarm: node }));
};
const panel = (): string => window.container.querySelector('.evidence')?.textContent ?? '';
const totals = (): string => window.container.querySelector('.alarm-totals')?.textContent ?? '';
const verdict = (node: string) => window.bridge.state.alarms.get(`verdict:${node}`)?.value;

describe('the probable cause', () => {
  it('stands in a sentence with what speaks for it, when, and what speaks against it', async () => {
    window = await openAlarms(upset);
    await to('core1');
    expect(panel()).toContain('Kjernenett dc1 er nede.');
    const terms = [...window.container.querySelectorAll('.evidence dt')].map((term) => term.textContent);
    expect(terms).toEqual(['For', 'Tid', 'Mot']);
    expect(panel()).toContain('røde sjekker er dens egne eller ligger nedstrøms');
    expect(panel()).toContain('måleusikkerheten');
    expect(window.container.querySelector('.evidence-lines > div:last-child dd')?.textContent).not.toBe('');
  });

  it('says of a cause that nothing watches that it is inferred, on its row and in the detail', async () => {
    window = await openAlarms(inferredScene);
    expect(window.row('lan@mo').textContent).toContain('utledet');
    await to('lan@mo');
    expect(window.container.querySelector('.detail-basis')?.textContent).toBe('utledet');
    expect(panel()).toContain('Lokalnett, Mo i Rana er trolig nede');
    expect(panel()).toContain('ikke målt');
    expect(window.row('lan@mo').textContent).not.toContain('Ingen sjekk måler');
  });

  it('shows what users report against green checks, with how many have called', async () => {
    window = await openAlarms(reportedScene);
    expect(window.row('ek@tromso').textContent).toContain('brukermeldt');
    expect(window.row('ek@tromso').textContent).toContain('7 innringere');
    await to('ek@tromso');
    expect(panel()).toContain('Brukere melder Elektronisk kurve, Tromsø nede');
    expect(panel()).toContain('får ikke signert');
  });
});

describe('what no cause explains', () => {
  it('is counted in the head, always in sight, and gone to by f from wherever the focus is', async () => {
    window = await openAlarms(upset);
    expect(totals()).toContain('Ikke forklart: 1');
    await to('core1');
    expect(window.row('core1').textContent).toContain('Ikke forklart: 1');
    await window.press('f');
    expect(window.active()).toBe('sykesignal@kirkenes');
    await window.press('f');
    expect(window.notice()).toContain('Ingen flere uforklarte');
  });

  it('leads by f to a second cause that nobody has taken, when nothing stands alone', async () => {
    window = await openAlarms((desk) => {
      alarmRoom(desk);
      desk.past(5, () => {
        for (const check of ['core1/ping', 'san1/ping', 'virt1/ping', 'wan@mo/ping'])
          desk.check(check, 'critical', 'EHOSTUNREACH', null);
      });
    });
    await to('core1');
    await window.press('f');
    expect(window.active()).toBe('wan@mo');
  });

  it('is found by f also where the filter hides it', async () => {
    window = await openAlarms(upset);
    await to('core1');
    await window.happen(() => window.desk.setState({ alarmFilter: 'tjeneste:core1' }));
    expect(window.lines()).not.toContain('sykesignal@kirkenes');
    await window.press('f');
    expect(window.active()).toBe('sykesignal@kirkenes');
    expect(window.desk.getState().alarmFilter).toBe('');
  });

  it('is none where there is no upset to hide behind', async () => {
    window = await openAlarms((desk) => {
      alarmRoom(desk);
      desk.past(2, () => desk.check('sykesignal@kirkenes/ping', 'critical', 'ETIMEDOUT', null));
    });
    expect(totals()).toContain('Ikke forklart: 0');
  });
});

describe('a person’s word on a cause', () => {
  it('joins a fault to the likeliest cause in two keystrokes, and folds it there', async () => {
    window = await openAlarms(upset);
    await to('sykesignal@kirkenes');
    await window.press('j');
    expect(window.container.querySelector('[role="option"][data-chosen]')?.textContent).toContain(
      'Kjernenett dc1',
    );
    await window.press('Enter');
    expect(window.given().at(-1)).toMatchObject({
      kind: 'cause.join',
      subject: 'sykesignal@kirkenes',
      payload: { cause: 'core1', note: null },
    });
    await window.pass(1_000);
    expect(window.alarm('sykesignal@kirkenes')?.suppressed).toEqual({ kind: 'cause', id: 'core1' });
    expect(totals()).toContain('Ikke forklart: 0');
  });

  it('names any other node as the cause, by a few letters', async () => {
    window = await openAlarms(upset);
    await to('sykesignal@kirkenes');
    await window.press('j');
    await window.type('lokalnett kirk');
    await window.press('Enter');
    expect(window.given().at(-1)?.payload).toEqual({ cause: 'lan@kirkenes', note: null });
    await window.pass(4_000);
    expect(window.alarm('lan@kirkenes')).toMatchObject({ basis: 'named', condition: 'down' });
    expect(window.row('lan@kirkenes').textContent).toContain('pekt ut');
  });

  it('moves among the choices by the arrows, and by the mouse', async () => {
    window = await openAlarms(upset);
    await to('sykesignal@kirkenes');
    await window.press('j');
    const chosen = (): string => window.container.querySelector('[data-chosen] strong')?.textContent ?? '';
    const first = chosen();
    await window.press('ArrowDown');
    expect(chosen()).not.toBe(first);
    await window.happen(() => {
      fireEvent.click(window.container.querySelector('[role="option"]') as HTMLElement);
    });
    expect(chosen()).toBe(first);
  });

  it('will not close a ring, and says so before anything is given', async () => {
    window = await openAlarms(upset);
    await to('core1');
    await window.press('j');
    await window.type('san 1');
    expect(window.container.querySelector('.act-form')?.textContent).toContain('det blir en ring');
    await window.press('Enter');
    expect(window.given()).toEqual([]);
    expect(window.container.querySelector('.act-form')).not.toBeNull();
  });

  it('lets what is folded stand alone, and takes that back again with the same key', async () => {
    window = await openAlarms(upset);
    await window.press('End');
    await window.press('Enter');
    await to('san1');
    await window.press('J');
    await window.type('egen feil');
    await window.press('Enter');
    await window.pass(1_000);
    expect(verdict('san1')).toMatchObject({ cause: null, note: 'egen feil' });
    expect(window.alarm('san1')?.state).toBe('unacknowledged');
    await to('san1');
    expect(window.container.querySelector('.evidence-said')?.textContent).toContain('står alene');
    await window.press('J');
    await window.press('Enter');
    await window.pass(1_000);
    expect(window.given().at(-1)).toMatchObject({ kind: 'cause.free', subject: 'san1' });
    expect(verdict('san1')).toBeUndefined();
    expect(window.alarm('san1')?.suppressed).toEqual({ kind: 'cause', id: 'core1' });
  });

  it('splits one consequence out of a cause, chosen by name', async () => {
    window = await openAlarms(upset);
    await to('core1');
    await window.press('J');
    await window.type('virtualisering 1');
    await window.press('Enter');
    expect(window.given().at(-1)).toMatchObject({ kind: 'cause.split', subject: 'virt1' });
  });

  it('has nothing to split where nothing is folded, and says so', async () => {
    window = await openAlarms(upset);
    await to('sykesignal@kirkenes');
    await window.press('J');
    expect(window.notice()).toContain('er ikke foldet under noe');
    expect(window.container.querySelector('.act-form')).toBeNull();
  });
});

describe('a cause that comes back', () => {
  it('counts how much is, names what is left, and will not be closed before', async () => {
    window = await openAlarms(recoveryScene);
    await to('core2');
    const bar = window.container.querySelector('.recovery');
    expect(bar?.textContent).toMatch(/\d+ av \d+ sjekker tilbake/);
    expect(bar?.textContent).toContain('WAN, Mo i Rana');
    const progress = window.container.querySelector<HTMLProgressElement>('.recovery progress');
    expect(progress?.value).toBeGreaterThan(0);
    expect(progress?.position).toBeLessThan(1);
    await window.press(' ');
    expect(window.notice()).toContain('ikke tilbake');
    expect(window.container.querySelector('.act-form')).toBeNull();
    expect(window.given()).toEqual([]);
  });

  it('has all that is left split out at once', async () => {
    window = await openAlarms(recoveryScene);
    await to('core2');
    const left = window.alarm('core2')?.recovery?.left ?? [];
    expect(left.length).toBeGreaterThan(1);
    await window.press('J');
    await window.type('alt som');
    await window.press('Enter');
    expect(window.given().map(({ kind, subject }) => [kind, subject])).toEqual(
      left.map((node) => ['cause.split', node]),
    );
    await window.pass(1_000);
    expect(window.alarm('core2')).toMatchObject({ condition: 'normal', recovery: null });
    expect(window.alarm(left[0] ?? '')?.suppressed).toBeNull();
  });
});

describe('a flood of alarms', () => {
  it('is said, and the list is led by causes', async () => {
    window = await openAlarms(floodScene);
    expect(window.container.querySelector('.flood-strip')?.textContent).toContain('12 varslet siste 10 min');
    const open = window.lines().slice(1, window.lines().indexOf('group:acknowledged'));
    const symptoms = open.map((node) => window.alarm(node)?.symptoms ?? 0);
    expect(symptoms.indexOf(0)).toBeGreaterThan(0);
    expect(symptoms.slice(symptoms.indexOf(0)).every((count) => count === 0)).toBe(true);
    await window.happen(() => window.bridge.write({ type: 'flood.changed', on: false, annunciated: 4 }));
    expect(window.container.querySelector('.flood-strip')).toBeNull();
  });
});

describe('what is said of an explained alarm', () => {
  it('is said once: whose consequence it is, with the alarm’s number', async () => {
    window = await openAlarms(upset);
    await window.press('End');
    await window.press('Enter');
    const second = window.row('san1').querySelector('.row-why')?.textContent ?? '';
    expect(second.match(/Følger av/g)).toHaveLength(1);
    expect(second).toContain('EHOSTUNREACH');
  });
});

describe('what if', () => {
  it('is asked of the alarm in focus by q, and closed by it', async () => {
    window = await openAlarms(upset);
    await to('sykesignal@kirkenes');
    await window.press('q');
    expect(window.container.querySelector('.what-if')?.textContent).toContain('Allerede nede');
    await window.press('q');
    expect(window.container.querySelector('.what-if')).toBeNull();
  });
});

describe('accessibility of causes', () => {
  it('finds nothing to object to in evidence, the choice of a cause, recovery and flood', async () => {
    window = await openAlarms(alarmScene);
    await to('core1');
    await window.press('q');
    expect(await violations(window.container)).toEqual([]);
    await window.press('j');
    expect(await violations(window.container)).toEqual([]);
    window.close();
    window = await openAlarms(recoveryScene);
    expect(await violations(window.container)).toEqual([]);
    window.close();
    window = await openAlarms(floodScene);
    expect(await violations(window.container)).toEqual([]);
  }, 60_000);
});
