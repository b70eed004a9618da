// @vitest-environment jsdom
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { aPicture } from '../../../../fixtures/desk-harness/a-picture';
import { ENTRY } from '../../../../fixtures/desk-harness/log-scene';
import { browserStandIns } from '../desk-window';
import { type LogDesk, NOW, openLog } from './open-log';

vi.mock('../../../../../renderer/desk/service/response-chart', () => ({ ResponseChart: () => null }));

let room: LogDesk;
let restore: () => void;
beforeAll(() => {
  const back = browserStandIns();
  vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:here');
  vi.spyOn(URL, 'revokeObjectURL').mockReturnValue(undefined);
  restore = () => {
    vi.restoreAllMocks();
    back();
  };
});
afterAll(() => restore());
beforeEach(async () => {
  URL.createObjectURL ??= () => 'blob:here';
  room = await openLog();
});
afterEach(() => room.close());

const again = async (...args: Parameters<typeof openLog>): Promise<void> => {
  room.close();
  room = await openLog(...args);
};
const newest = () => room.entries().find(({ number }) => number === 'L-90');

describe('writing in the shift log', () => {
  it('takes a key, the words and Enter, from anywhere, about the alarm in focus', async () => {
    await again({ view: 'alarms' });
    await room.happen(() => room.desk.setState({ alarm: 'core1' }));
    await room.press('l');
    await room.type('Nettvakt på vei');
    await room.press('Enter');
    expect(room.dialog()).toBe('');
    const number = room.bridge.alarmOf('core1')?.id;
    expect(newest()).toMatchObject({
      by: 'dag1',
      at: room.given('log.write')[0]?.payload.at,
      handover: false,
      links: [
        { kind: 'alarm', id: number },
        { kind: 'node', id: 'core1' },
      ],
    });
    expect(newest()?.body.said?.text).toBe('Nettvakt på vei');
  });

  it('is about the first alarm of the list, where nobody has moved', async () => {
    await again({ view: 'alarms' });
    await room.press('l');
    await room.type('ser på den');
    await room.press('Enter');
    const shown = room.container.querySelector('.detail-head, .alarms-detail')?.textContent ?? '';
    const [alarm] = newest()?.links ?? [];
    expect(alarm?.kind).toBe('alarm');
    expect(shown).toContain(alarm?.id);
  });

  it('says when it happened, if that was earlier, and that it belongs in the handover', async () => {
    await room.press('l');
    await room.type('Strømdip i dc1');
    await room.write('04:10', /Når/);
    await room.click(/Skal med i vaktskiftet/, 'checkbox');
    await room.press('Enter');
    expect(newest()).toMatchObject({ at: NOW - 50 * 60_000, handover: true });
    expect(room.rows().find((row) => row.includes('Strømdip'))).toContain('skrevet 05:00');
  });

  it('is not given with a time that has not been, or with nothing in it', async () => {
    await room.press('l');
    await room.press('Enter');
    expect(room.dialog()).toContain('Skriv hva som skjedde');
    await room.type('noe');
    await room.write('25:00', /Når/);
    await room.press('Enter');
    expect(room.dialog()).toContain('Skriv et klokkeslett som har vært');
    expect(room.given('log.write')).toEqual([]);
  });

  it('writes one line more with Shift and Enter', async () => {
    await room.press('l');
    await room.type('første linje');
    await room.press('Enter', { shiftKey: true });
    expect(room.given('log.write')).toEqual([]);
    expect(room.dialog()).toContain('Skriv i vaktloggen');
  });

  it('takes out what was in focus, and takes in what is named', async () => {
    await room.press('l');
    await room.type('x');
    await room.write('SAN 1', /^Gjelder$/);
    expect(room.dialog()).toContain('SAN 1 ×');
    await room.press('Enter');
    expect(newest()?.links).toEqual([{ kind: 'node', id: 'san1' }]);
  });

  it('keeps what was begun when it is closed, and offers to begin anew', async () => {
    await room.press('l');
    await room.type('halvferdig');
    await room.press('Escape');
    expect(room.dialog()).toBe('');
    await room.press('l');
    expect(room.dialog()).toContain('Dette skrev du, og sendte ikke.');
    expect((document.activeElement as HTMLTextAreaElement).value).toBe('halvferdig');
    await room.click(/Begynn på nytt/);
    expect((room.getByLabelText(/Hva som skjedde/) as HTMLTextAreaElement).value).toBe('');
  });

  it('asks who it is first, where nobody is signed in, and loses no word', async () => {
    await room.happen(() => room.bridge.identity({ signedIn: null }));
    await room.press('l');
    await room.type('skrevet før innlogging');
    await room.press('Enter');
    expect(newest()).toBeUndefined();
    await room.happen(() => room.desk.getState().pending?.drop());
    expect((room.getByLabelText(/Hva som skjedde/) as HTMLTextAreaElement).value).toBe(
      'skrevet før innlogging',
    );
  });
});

describe('what looks like a patient', () => {
  const WORDS = 'Pasient Kari Testperson, 78 år, ringte';

  it('is told while it is written, held back once, and given with a second Enter', async () => {
    await room.press('l');
    await room.type(WORDS);
    expect(room.dialog()).toContain('Ser ut som pasientopplysninger');
    await room.press('Enter');
    expect(room.given('log.write')).toEqual([]);
    expect(room.dialog()).toContain('Ikke skrevet inn');
    await room.press('Enter');
    expect(newest()?.body.said?.text).toBe(WORDS);
  });

  it('is asked about anew when the words are others', async () => {
    await room.press('l');
    await room.type(WORDS);
    await room.press('Enter');
    await room.type(`${WORDS} igjen`);
    await room.press('Enter');
    expect(room.given('log.write')).toEqual([]);
    await room.type('Bruker ringte om treg innlogging');
    await room.press('Enter');
    expect(newest()?.body.said?.text).toBe('Bruker ringte om treg innlogging');
  });

  it('is asked about in a correction, and in a text file that is attached', async () => {
    await room.press('c');
    await room.type(WORDS);
    await room.press('Enter');
    expect(room.given('log.correct')).toEqual([]);
    expect(room.dialog()).toContain('Ikke skrevet inn');
    await room.press('Escape');
    await room.press('l');
    await room.bring('drop', [new File([WORDS], 'notat.txt', { type: 'text/plain' })]);
    expect(room.dialog()).toContain('Se over notat.txt');
    await room.press('Enter');
    expect(room.given('log.write')).toEqual([]);
  });
});

describe('pictures and files', () => {
  const png = (): File => new File([aPicture(16, 8)], 'image.png', { type: 'image/png' });

  it('are pasted, looked over, and go with the entry', async () => {
    await room.press('l');
    await room.bring('paste', [png()]);
    expect(room.dialog()).toContain('utklipp 0500.png');
    expect(room.dialog()).toContain('Se over før du skriver inn');
    await room.press('Enter');
    expect(newest()?.attachments).toMatchObject([
      { name: 'utklipp 0500.png', type: 'image/png', erased: false },
    ]);
    expect(room.rows()[0]).toContain('1 vedlegg');
  });

  it('are not taken where words came with them', async () => {
    await room.press('l');
    await room.bring('paste', [png()], 'celler fra et regneark');
    expect(room.bridge.calls.filter(([verb]) => verb === 'addBlob')).toEqual([]);
  });

  it('are refused by what they are, never by what they are called', async () => {
    await room.press('l');
    const exe = new File([Uint8Array.from([0x4d, 0x5a, 0, 0, 1, 2, 3])], 'kurve.png', { type: 'image/png' });
    await room.bring('drop', [exe]);
    expect(room.dialog()).toContain('kurve.png ble ikke tatt med: Filtypen tas ikke imot.');
    const half = new File([aPicture(16, 8).slice(0, 90)], 'halv.png', { type: 'image/png' });
    await room.bring('drop', [half]);
    expect(room.dialog()).toContain('halv.png ble ikke tatt med');
    const large = new File([new Uint8Array(8 * 1024 * 1024 + 1)], 'stor.txt');
    await room.bring('drop', [large]);
    expect(room.dialog()).toContain('stor.txt er 8,4 MB');
  });

  it('are taken out again, and shown large by a key', async () => {
    await room.press('l');
    await room.bring('paste', [png()]);
    await room.click(/Ta ut utklipp 0500.png/);
    expect(room.dialog()).not.toContain('utklipp 0500.png');
    await room.press('Escape');
    expect(room.container.querySelector('.entry-detail img')?.getAttribute('alt')).toBe(room.picture.name);
    await room.press('p');
    expect(room.dialog()).toContain('L-89, vedlegg 1 av 1');
  });

  it('that are with a hub that is away say so, and come when it is back', async () => {
    await again(undefined, (desk) => {
      desk.answers.readBlob = async () => ({ ok: true, value: { bytes: null, erased: false } });
      desk.lose(0);
    });
    expect(room.detail()).toContain('Ligger hos huben, som er borte.');
    delete room.bridge.answers.readBlob;
    await room.happen(() => room.bridge.beat());
    await room.pass(1_100);
    expect(room.container.querySelector('.entry-detail img')).not.toBeNull();
  });
});

describe('the page', () => {
  it('shows entries by shift, newest first, and the one in focus whole', async () => {
    expect(
      room
        .rows()
        .slice(0, 3)
        .map((row) => /L-\d+/.exec(row)?.[0]),
    ).toEqual(['L-89', 'L-88', 'L-87']);
    expect(room.text('.inc-group-head')).toContain('natt 22:00–07:15');
    await room.press('ArrowDown');
    expect(room.active()).toContain('L-88');
    expect(room.detail()).toContain('Reservelinjen bærer trafikken');
  });

  it('stands at the entry that a link names, by its id or its number, however old', async () => {
    await again({ view: 'shift-log', entry: 'L-3' });
    await room.pass(600);
    expect(room.active()).toContain('L-3');
    await again({ view: 'shift-log', entry: ENTRY.wan });
    expect(room.active()).toContain('L-87');
  });

  it('goes to what the entry is about with Enter', async () => {
    await room.press('ArrowDown');
    await room.press('ArrowDown');
    await room.press('Enter');
    expect(room.desk.getState().trail.at(-1)).toEqual({ view: 'service', node: 'san1' });
  });

  it('searches all years on this console’s own disk', async () => {
    await room.press('/');
    await room.type('reservel prøvd');
    await room.pass(300);
    expect(room.rows()).toHaveLength(27);
    expect(room.text('.entry-found')).toBe('27 innførsler');
    await room.press('Escape');
    await room.press('Escape');
    await room.pass(300);
    expect(room.rows()).toHaveLength(84);
  });

  it('shows the last days where the disk does not answer, and says so', async () => {
    await again(undefined, (desk) => {
      desk.answers.searchShiftLog = async () => ({
        ok: false,
        error: { code: 'disk', message: 'disk full' },
      });
    });
    expect(room.text('.entry-found')).toContain('disk full');
    expect(room.rows()).toHaveLength(5);
  });

  it('reads on where the list ends', async () => {
    const asked = (): number => room.bridge.calls.filter(([verb]) => verb === 'searchShiftLog').length;
    await again(undefined, (desk) => {
      desk.answers.searchShiftLog = async (args) => desk.log.search(desk.state, { ...args, limit: 20 });
    });
    const before = asked();
    await room.press('End');
    expect(asked()).toBe(before + 1);
    expect(room.rows().length).toBeGreaterThan(30);
  });
});

describe('a correction', () => {
  it('stands over the original, which stays readable', async () => {
    await room.press('ArrowDown');
    await room.press('c');
    await room.type('Nettvakt ringt 04:02, svarte 04:12.');
    await room.press('Enter');
    expect(room.active()).toContain('04:12');
    expect(room.detail()).toContain('Slik stod det');
    expect(room.detail()).toContain('svarte 04:11');
    expect(room.entry(ENTRY.core)?.body.said?.text).toContain('svarte 04:11');
  });

  it('that changes nothing is not given', async () => {
    await room.press('c');
    await room.press('Enter');
    expect(room.dialog()).toBe('');
    expect(room.given('log.correct')).toEqual([]);
  });
});

describe('erasing', () => {
  const leader = (): void =>
    room.bridge.identity({
      signedIn: { person: 'leder', since: 0, expiresAt: NOW * 2, offline: false, pin: true },
    });

  it('takes a part and a reason, and leaves the hash', async () => {
    await room.happen(leader);
    for (let step = 0; step < 3; step++) await room.press('ArrowDown');
    const hash = room.entry(ENTRY.corrected)?.body.hash;
    await room.press('Delete');
    await room.press('Enter');
    expect(room.dialog()).toContain('Velg hva som slettes.');
    await room.press('1');
    await room.press('Enter');
    expect(room.dialog()).toContain('Skriv hvorfor det slettes.');
    await room.write('Navn på pasient', /^Hvorfor$/);
    await room.press('Enter');
    const entry = room.entry(ENTRY.corrected);
    expect(entry?.body).toEqual({ hash, said: null });
    expect(entry?.corrections[0]?.body.said?.text).toContain('118402');
    expect(room.detail()).toContain('Teksten slettet: Navn på pasient');
    expect(room.detail()).not.toContain('118420');
  });

  it('takes all parts at once, pictures too', async () => {
    await room.happen(leader);
    await room.press('Delete');
    await room.press('0');
    await room.write('Pasientopplysninger', /^Hvorfor$/);
    await room.press('Enter');
    expect(room.given('log.erase').map(({ payload }) => payload.part)).toEqual(['text', room.picture.hash]);
    expect(room.detail()).toContain('Vedlegget er slettet');
    expect(room.container.querySelector('.entry-detail img')).toBeNull();
    // Nothing is left to erase.
    await room.press('Delete');
    expect(room.dialog()).toBe('');
  });

  it('says which role it takes', async () => {
    await room.press('Delete');
    expect(room.dialog()).toContain('Krever rollen');
  });
});

describe('while the hub is away', () => {
  it('what was written, corrected and erased here stands there, and says that it waits', async () => {
    await room.happen(() => room.bridge.lose(60_000));
    await room.press('l');
    await room.type('Ringer stedene etter papirlisten');
    await room.press('Enter');
    expect(room.rows()[0]).toContain('ikke bekreftet av huben');
    await room.press('End');
    await room.press('Home');
    expect(room.detail()).toContain('Uten nummer ennå');
    await room.press('ArrowDown');
    await room.press('c');
    await room.type('Svartiden fra Mo de siste tre timene.');
    await room.press('Enter');
    expect(room.active()).toContain('tre timene');
    expect(room.active()).toContain('ikke bekreftet av huben');
    await room.happen(() => room.bridge.beat());
    await room.happen(() => room.bridge.deliver());
    expect(room.rows()[0]).toContain('L-90');
    expect(room.container.textContent).not.toContain('ikke bekreftet av huben');
  });

  it('is found by search before any disk has it', async () => {
    await room.happen(() => room.bridge.lose(60_000));
    await room.press('l');
    await room.type('Ringer stedene etter papirlisten');
    await room.press('Enter');
    await room.press('/');
    await room.type('papirl');
    await room.pass(300);
    expect(room.rows()).toHaveLength(1);
  });
});

describe('what the hub refused', () => {
  it('stands with its words and its reason until it is read, and can be written once more', async () => {
    const payload = {
      id: ENTRY.core,
      at: NOW,
      text: 'Ført to ganger',
      salt: 'salt-salt-salt-salt',
      links: [],
      attachments: [],
      handover: false,
    };
    await room.happen(
      () => void room.bridge.give({ kind: 'log.write', subject: `entry/${ENTRY.core}`, payload }),
    );
    await room.settle();
    const unmet = (): string => room.text('.inc-unmet');
    expect(unmet()).toContain('Ført to ganger');
    expect(unmet()).toContain('alt ført');
    await room.click(/Skriv det på nytt/);
    expect((room.getByLabelText(/Hva som skjedde/) as HTMLTextAreaElement).value).toBe('Ført to ganger');
    await room.press('Enter');
    expect(newest()?.body.said?.text).toBe('Ført to ganger');
    await room.press(' ');
    expect(unmet()).toBe('');
  });
});

describe('beside what it is about', () => {
  it('the log of the last days stands with the alarm and with the service', async () => {
    await again({ view: 'alarms' });
    await room.happen(() => room.desk.setState({ alarm: 'core1' }));
    expect(room.text('.entries-panel')).toContain('Reservelinjen bærer trafikken');
    await again({ view: 'service', node: 'san1' });
    expect(room.text('.entries-panel')).toContain('Lagringsteamet fyller san1');
    await room.click(/Åpne L-87/);
    expect(room.active()).toContain('L-87');
  });
});

describe('accessibility', () => {
  const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  it.each([
    ['the page', async () => {}],
    [
      'the form of a new entry',
      async () => {
        await room.press('l');
        await room.type('Pasient Kari Testperson, 78 år');
        await room.bring('paste', [new File([aPicture(16, 8)], 'image.png', { type: 'image/png' })]);
      },
    ],
    ['a correction', async () => room.press('c')],
    ['erasing', async () => room.press('Delete')],
    ['a picture', async () => room.press('p')],
  ])(
    'axe finds nothing wrong with %s',
    async (_, go) => {
      await go();
      const axe = new Function('window', `${source}; return window.axe;`)(globalThis.window) as {
        run(root: Element, options: object): Promise<AxeResults>;
      };
      const { violations } = await axe.run(document.body, {
        // jsdom lays nothing out: contrast is judged by test/unit/renderer/theme and in a browser.
        rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
      });
      expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
    },
    30_000,
  );
});
