import { describe, expect, it } from 'vitest';
import { MAX_DESK_WINDOWS } from '../../../../../electron/hub/maintenance/window-faults';
import { maintenancePreview } from '../../../../../shared/contract/wire';
import { maintenanceStatus } from '../../../../../shared/model/maintenance';
import {
  aCommand,
  aWindow,
  DAY,
  HOUR,
  MaintenanceBench,
  MINUTE,
} from '../../../../fixtures/maintenance-bench';

const oslo = (text: string): number => Date.parse(`${text}:00+01:00`);
const end = (bench: MaintenanceBench, reason: string | null = null) =>
  bench.act(bench.keeper.end(aCommand('maintenance.end'), { reason }));
const extend = (bench: MaintenanceBench, until: number) =>
  bench.act(bench.keeper.extend(aCommand('maintenance.extend'), { until, reason: null }));
const remove = (bench: MaintenanceBench, id = 'w') =>
  bench.act(bench.keeper.remove(aCommand('maintenance.remove', `mw/${id}`)));

describe('writing a window from a desk', () => {
  it('begins at once where it is now', () => {
    const bench = new MaintenanceBench();
    expect(bench.set(aWindow({ start: '2026-11-23T11:50' }))).toBeNull();
    expect(bench.window()).toMatchObject({ run: { phase: 'running', start: oslo('2026-11-23T11:50') } });
    expect(maintenanceStatus.safeParse(bench.window()).success).toBe(true);
  });

  it.each([
    ['a start that is no date', aWindow({ start: '2026-02-30T22:00' }), 'dato'],
    ['an end in the past', aWindow({ start: '2026-11-23T09:59' }), 'alt over'],
    ['a rule that is over', aWindow({ start: '2026-01-01T10:00', rrule: 'FREQ=DAILY;COUNT=3' }), 'alt over'],
    ['a rule that nobody can read', aWindow({ rrule: 'hver tirsdag' }), '«HVER TIRSDAG»'],
    ['a rule of every second', aWindow({ rrule: 'FREQ=SECONDLY' }), 'DAILY, WEEKLY'],
    ['itself twice at once', aWindow({ rrule: 'FREQ=DAILY', durationMs: 25 * HOUR }), 'før det er slutt'],
    ['what is not there', aWindow({ effects: [{ match: 'dbb', worst: 'down' }] }), '«dbb»'],
    ['no title', aWindow({ title: ' \u0007 ' }), 'tittel'],
    ['an id that cannot be seen', aWindow({ id: ' w\u202e' }), 'Id-en'],
    ['an origin that it has not', aWindow({ origin: 'file' }), 'katalogfilen'],
  ])('refuses %s, in plain words', (_, window, words) => {
    const bench = new MaintenanceBench();
    expect(bench.set(window)).toContain(words);
    expect(bench.state.maintenance.size).toBe(0);
    expect(bench.keeper.preview(window).issues.length).toBeGreaterThan(0);
  });

  it('refuses a command whose subject is another window', () => {
    const bench = new MaintenanceBench();
    const verdict = bench.keeper.set(aCommand('maintenance.set', 'mw/other'), { window: aWindow() });
    expect(verdict.outcome).toBe('refused');
  });

  it('never overwrites what is in the file', () => {
    const bench = new MaintenanceBench();
    bench.file(aWindow());
    expect(bench.set(aWindow({ title: 'min' }))).toContain('katalogfilen');
    expect(remove(bench)).toContain('katalogfilen');
    expect(bench.window().window.origin).toBe('file');
  });

  it('holds no more windows than it can', () => {
    const bench = new MaintenanceBench();
    for (let i = 0; i < MAX_DESK_WINDOWS; i++) {
      bench.say({ type: 'maintenance.set', window: aWindow({ id: `x${i}` }), next: null, actor: null });
    }
    expect(bench.set(aWindow())).toContain(String(MAX_DESK_WINDOWS));
    expect(bench.set(aWindow({ id: 'x7', title: 'endret' }))).toBeNull();
  });

  it('takes control characters and turned text out of what people wrote', () => {
    const bench = new MaintenanceBench();
    bench.set(
      aWindow({
        title: 'A\u001b[31m\u202eB',
        description: 'en\r\nto\u0000',
        ticket: '\u0007',
        owner: 'Drift\n',
      }),
    );
    expect(bench.window().window).toMatchObject({
      title: 'A [31m B',
      description: 'en\nto',
      ticket: null,
      owner: 'Drift',
    });
  });

  it('is seen beforehand: when, over what, and what is wrong', () => {
    const bench = new MaintenanceBench();
    const preview = bench.keeper.preview(
      aWindow({
        rrule: 'FREQ=WEEKLY;BYDAY=TU',
        effects: [
          { match: 'db', worst: 'warning' },
          { match: 'db', worst: 'down' },
          { match: 'nope', worst: 'down' },
        ],
      }),
    );
    expect(maintenancePreview.safeParse(preview).success).toBe(true);
    expect(preview.occurrences).toHaveLength(10);
    expect(preview.occurrences[0]?.start).toBe(oslo('2026-11-24T22:00'));
    expect(preview.covers).toEqual([{ node: 'db', worst: 'down' }]);
    expect(preview.issues).toEqual([{ field: 'effects.2', reason: expect.stringContaining('«nope»') }]);
    expect(bench.keeper.preview(aWindow({ rrule: 'X' })).occurrences).toEqual([]);
    expect(bench.state.maintenance.size).toBe(0);
  });
});

describe('changing a window while it runs', () => {
  it('moves its end with its length, and its words without', () => {
    const bench = new MaintenanceBench();
    bench.set(aWindow());
    bench.until('2026-11-23T23:00');
    expect(extend(bench, oslo('2026-11-24T03:00'))).toBeNull();
    bench.set(aWindow({ title: 'annet' }));
    expect(bench.window()).toMatchObject({
      window: { title: 'annet' },
      run: { end: oslo('2026-11-24T03:00') },
    });
    bench.set(aWindow({ durationMs: 90 * MINUTE }));
    expect(bench.window().run?.end).toBe(oslo('2026-11-23T23:30'));
    bench.until('2026-11-23T23:30');
    expect(bench.window().run).toBeNull();
  });

  it('mutes by its new effects at once', () => {
    const bench = new MaintenanceBench();
    bench.set(aWindow());
    bench.until('2026-11-23T22:30');
    bench.observe('db', 'critical');
    bench.observe('print', 'critical');
    bench.set(aWindow({ effects: [{ match: 'print', worst: 'down' }] }));
    expect(bench.node('db').quiet).toBeNull();
    expect(bench.node('print').quiet?.kind).toBe('maintenance');
  });

  it('ends where the new times know nothing of it, and begins where they are now', () => {
    const bench = new MaintenanceBench();
    bench.set(aWindow());
    bench.until('2026-11-23T22:30');
    bench.observe('db', 'critical');
    bench.set(aWindow({ start: '2026-11-24T22:00' }));
    expect(bench.window()).toMatchObject({
      run: null,
      next: { start: oslo('2026-11-24T22:00') },
      last: { by: 'vakt-1' },
    });
    expect(bench.node('db').quiet).toBeNull();
    bench.set(aWindow({ start: '2026-11-23T22:15' }));
    expect(bench.window().run?.start).toBe(oslo('2026-11-23T22:15'));
    expect(bench.node('db').quiet?.kind).toBe('maintenance');
  });

  it('takes an overrun back into planned work when it is made longer', () => {
    const bench = new MaintenanceBench();
    bench.set(aWindow());
    bench.until('2026-11-23T23:00');
    bench.observe('db', 'critical');
    bench.until('2026-11-24T00:10');
    expect(bench.window().run?.phase).toBe('overrun');
    bench.set(aWindow({ durationMs: 4 * HOUR }));
    expect(bench.window().run).toMatchObject({ phase: 'running', end: oslo('2026-11-24T02:00') });
    expect(bench.node('db').quiet?.kind).toBe('maintenance');
  });

  it('begins again what had ended, when it is made longer', () => {
    const bench = new MaintenanceBench();
    bench.set(aWindow());
    bench.until('2026-11-24T00:10');
    expect(bench.window().run).toBeNull();
    bench.set(aWindow({ durationMs: 4 * HOUR }));
    expect(bench.window().run).toMatchObject({ phase: 'running', end: oslo('2026-11-24T02:00') });
  });

  it('is heard again when it is removed, and nothing is left of it', () => {
    const bench = new MaintenanceBench();
    bench.set(aWindow());
    bench.until('2026-11-23T22:30');
    bench.observe('db', 'critical');
    const before = bench.events.length;
    expect(remove(bench)).toBeNull();
    expect(bench.said(before)).toEqual(['maintenance.moved', 'maintenance.removed']);
    expect(bench.node('db').quiet).toBeNull();
    expect(bench.state.maintenance.size).toBe(0);
    expect([...bench.bands.values()].map(({ to }) => to)).toContain(bench.clock.now());
    expect(remove(bench)).toContain('finnes ikke');
  });
});

describe('ending and extending', () => {
  it('ends early and does not begin again, but the next time does', () => {
    const bench = new MaintenanceBench();
    bench.set(aWindow({ rrule: 'FREQ=DAILY' }));
    expect(end(bench)).toContain('ikke i gang');
    bench.until('2026-11-23T22:30');
    expect(end(bench, 'ferdig\u0000')).toBeNull();
    expect(bench.window()).toMatchObject({
      run: null,
      last: { end: oslo('2026-11-23T22:30'), by: 'vakt-1' },
      next: { start: oslo('2026-11-24T22:00') },
    });
    bench.set(aWindow({ rrule: 'FREQ=DAILY', title: 'annet' }));
    bench.clock.advance(MINUTE);
    bench.restart(MINUTE);
    expect(bench.window().run).toBeNull();
    bench.until('2026-11-24T22:00');
    expect(bench.window().run?.phase).toBe('running');
  });

  it('ends an overrun by a person’s word, whatever the state', () => {
    const bench = new MaintenanceBench();
    bench.set(aWindow());
    bench.until('2026-11-23T23:00');
    bench.observe('db', 'critical');
    bench.until('2026-11-24T00:10');
    expect(end(bench)).toBeNull();
    bench.clock.advance(MINUTE);
    expect(bench.window()).toMatchObject({ run: null, last: { by: 'vakt-1' } });
    expect(bench.node('db').quiet).toBeNull();
  });

  it('extends, also out of an overrun, into the future and no more than 31 days', () => {
    const bench = new MaintenanceBench();
    bench.set(aWindow());
    expect(extend(bench, oslo('2026-11-24T01:00'))).toContain('ikke i gang');
    bench.until('2026-11-23T23:00');
    bench.observe('db', 'critical');
    bench.until('2026-11-24T00:10');
    expect(extend(bench, oslo('2026-11-24T00:10'))).toContain('fram i tid');
    expect(extend(bench, Number.POSITIVE_INFINITY)).toContain('fram i tid');
    expect(extend(bench, bench.clock.now() + 31 * DAY + 1)).toContain('31 døgn');
    expect(extend(bench, oslo('2026-11-24T01:00'))).toBeNull();
    expect(bench.window().run).toMatchObject({ phase: 'running', end: oslo('2026-11-24T01:00') });
    expect(bench.node('db').quiet?.kind).toBe('maintenance');
    bench.until('2026-11-24T01:00');
    expect(bench.window().run?.phase).toBe('overrun');
  });

  it('ends at a nearer end and does not begin again', () => {
    const bench = new MaintenanceBench();
    bench.set(aWindow());
    bench.until('2026-11-23T22:30');
    expect(extend(bench, oslo('2026-11-23T22:40'))).toBeNull();
    bench.until('2026-11-23T22:50');
    expect(bench.window()).toMatchObject({ run: null, last: { end: oslo('2026-11-23T22:40'), by: null } });
    bench.restart(MINUTE);
    expect(bench.window().run).toBeNull();
  });

  it('lets the next occurrence wait for an extended one, and follow it at once', () => {
    const bench = new MaintenanceBench();
    bench.set(aWindow({ rrule: 'FREQ=DAILY' }));
    bench.until('2026-11-23T23:00');
    extend(bench, oslo('2026-11-24T22:30'));
    bench.until('2026-11-24T22:15');
    expect(bench.window().run?.start).toBe(oslo('2026-11-23T22:00'));
    bench.until('2026-11-24T22:30');
    expect(bench.window()).toMatchObject({
      run: { start: oslo('2026-11-24T22:00'), end: oslo('2026-11-25T00:00') },
      last: { start: oslo('2026-11-23T22:00'), end: oslo('2026-11-24T22:30') },
    });
  });
});

describe('windows of the file', () => {
  it('come, change and go with it, also while they run', () => {
    const bench = new MaintenanceBench();
    bench.file(aWindow(), aWindow({ id: 'other', start: '2026-12-01T22:00' }));
    bench.until('2026-11-23T22:30');
    bench.observe('db', 'critical');
    const before = bench.events.length;
    bench.file(aWindow(), aWindow({ id: 'other', start: '2026-12-01T22:00' }));
    expect(bench.said(before)).toEqual([]);
    bench.file(aWindow({ durationMs: 3 * HOUR }));
    expect(bench.said(before)).toEqual(['maintenance.removed', 'maintenance.set', 'maintenance.moved']);
    expect(bench.window().run?.end).toBe(oslo('2026-11-24T01:00'));
    bench.file();
    expect(bench.state.maintenance.size).toBe(0);
    expect(bench.node('db').quiet).toBeNull();
  });

  it('leave the windows of desks alone, and take over an id that the file claims', () => {
    const bench = new MaintenanceBench();
    bench.set(aWindow());
    bench.set(aWindow({ id: 'mine' }));
    bench.file(aWindow({ title: 'fra fila' }));
    expect(bench.window().window).toMatchObject({ origin: 'file', title: 'fra fila' });
    expect(bench.window('mine').window.origin).toBe('desk');
  });

  it('that changed while the hub was down are as the file says when it is back', () => {
    const bench = new MaintenanceBench();
    bench.file(aWindow({ rrule: 'FREQ=DAILY' }));
    bench.until('2026-11-23T22:30');
    bench.restart(MINUTE, () => bench.file(aWindow({ start: '2026-11-25T22:00' })));
    expect(bench.window()).toMatchObject({ run: null, next: { start: oslo('2026-11-25T22:00') } });
  });
});
