// @vitest-environment jsdom
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { violations } from '../alarms/axe';
import { browserStandIns } from '../desk-window';
import { openWall, type WallDesk } from './open-wall';

vi.mock('../../../../../renderer/desk/service/response-chart', () => ({ ResponseChart: () => null }));

const MINUTE = 60_000;
let room: WallDesk;
let restore: () => void;
beforeAll(() => {
  restore = browserStandIns();
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null);
});
afterAll(() => {
  restore();
  vi.restoreAllMocks();
});
afterEach(() => room.close());

describe('the key to the wall', { timeout: 30_000 }, () => {
  it('brings up Hendelse about the alarm in focus by w and Enter', async () => {
    room = await openWall(undefined, { view: 'alarms' });
    await room.happen(() => room.desk.setState({ alarm: 'core1' }));
    await room.press('w');
    expect(room.text('dialog[open] h2')).toBe('Til veggen: Kjernenett dc1');
    expect(await violations(room.topmost())).toEqual([]);
    const now = room.bridge.hubNow();
    await room.press('Enter');
    expect(room.wall().choice).toMatchObject({ scene: 'hendelse', about: 'core1', by: 'dag1' });
    expect(room.wall().choice?.until).toBe(now + 30 * MINUTE);
    expect(room.topmost().matches('dialog')).toBe(false);
  });

  it('proposes a display that somebody shows, and says so of one that nobody shows', async () => {
    room = await openWall(undefined, { view: 'service', node: 'dips-arena@mo' });
    await room.press('w');
    await room.press('2');
    // Displays 3 and 6 hang on a computer that is away.
    expect(room.topmost().textContent).toContain('Til Skjerm 5,');
    expect(room.options().map((option) => option.dataset.dark)).toEqual([
      undefined,
      undefined,
      '',
      undefined,
      undefined,
      '',
    ]);
    await room.focus(room.topmost().querySelector('[role="listbox"]'));
    expect(room.topmost().textContent).not.toContain('blir kanskje ikke sett');
    await room.press('ArrowRight');
    expect(room.topmost().textContent).toContain('Til Skjerm 6,');
    expect(room.topmost().textContent).toContain('blir kanskje ikke sett');
    // What a person picked stays where they picked it.
    await room.press('Enter');
    expect(room.wall().sent).toMatchObject([{ cell: { display: 'skjerm-6' } }]);
  });

  it('sends the cause to a display that is picked, for a quarter of an hour', async () => {
    room = await openWall(undefined, { view: 'service', node: 'dips-arena@mo' });
    await room.press('w');
    await room.press('2');
    await room.focus(room.topmost().querySelector('[role="listbox"]'));
    await room.press('ArrowUp');
    await room.press('Enter');
    expect(room.wall().sent).toMatchObject([
      {
        panel: { kind: 'cause', settings: { about: 'dips-arena@mo' } },
        cell: { display: 'skjerm-2', at: null },
      },
    ]);
    expect((room.wall().sent[0]?.until ?? 0) - (room.wall().sent[0]?.from ?? 0)).toBe(15 * MINUTE);
  });

  it('puts up a message from any page, and asks for its words', async () => {
    room = await openWall(undefined, { view: 'people' });
    await room.press('w');
    expect(room.text('dialog[open] h2')).toBe('Til veggen');
    await room.press('2');
    await room.press('Enter');
    expect(room.topmost().textContent).toContain('Skriv beskjeden.');
    await room.write('Brannøvelse', /Beskjed/);
    await room.press('Enter');
    expect(room.wall().message).toMatchObject({ text: 'Brannøvelse', by: 'dag1' });
  });

  it('leads to the page of the wall, which has its place in the menu', async () => {
    room = await openWall(undefined, { view: 'events' });
    await room.press('w');
    await room.click(/Alt om veggen/);
    expect(room.desk.getState().trail.at(-1)).toEqual({ view: 'walls' });
    await room.press('1');
    await room.press('0');
    await room.press('w');
    expect(room.desk.getState().trail.at(-1)).toEqual({ view: 'walls' });
  });
});
