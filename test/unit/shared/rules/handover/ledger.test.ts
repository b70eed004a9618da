import { describe, expect, it } from 'vitest';
import { ShiftLedger } from '../../../../../shared/rules/handover/ledger';
import { NoteNight, noteNight, SHIFT, wall } from '../../../../fixtures/note-night';

describe('the ledger of a shift', () => {
  it('knows nothing of what was before it', () => {
    const night = new NoteNight();
    night.passing(wall('21:00'), wall('21:10'), 'ie', 'A-1');
    night.callers(wall('21:00'), 'ie', 3);
    expect(night.ledger.spellsOf('ie')).toEqual([]);
    expect(night.ledger.callersOf('ie')).toBe(0);
  });

  it('tells each time that a node was not normal, with its number, its worst, and what explained it', () => {
    const night = new NoteNight();
    night.facts(wall('01:00'), 'ie', 'A-1', { symptoms: 2 });
    night.facts(wall('01:02'), 'ie', '', { condition: 'down', conditionSince: wall('01:02'), symptoms: 5 });
    night.facts(wall('01:10'), 'ie', '', { condition: 'normal', conditionSince: wall('01:09') });
    const suppressed = { kind: 'cause', id: 'san1' } as const;
    night.passing(wall('02:00'), wall('02:05'), 'ie', 'A-2', { suppressed });
    night.facts(wall('03:00'), 'ie', 'A-3', { suppressed: { kind: 'maintenance', id: 'm' } });
    expect(night.ledger.spellsOf('ie')).toMatchObject([
      { id: 'A-1', from: wall('01:00'), to: wall('01:09'), worst: 'down', under: null, symptoms: 5 },
      { id: 'A-2', under: 'san1' },
      { id: 'A-3', to: null },
    ]);
  });

  it('ends what users reported when somebody says so, for measurements never saw it', () => {
    const night = new NoteNight();
    night.facts(wall('01:00'), 'ie', 'A-1', { basis: 'reported' });
    night.facts(wall('01:30'), 'ie', '', { condition: 'normal', conditionSince: wall('20:00') });
    expect(night.ledger.spellsOf('ie')).toMatchObject([{ from: wall('01:00'), to: wall('01:30') }]);
  });

  it('counts who called, takes back who did not, and begins anew', () => {
    const night = new NoteNight();
    night.callers(wall('01:00'), 'ie', 3);
    const counted = { type: 'callers.counted', node: 'ie', actor: 'natt', actedAt: null } as const;
    const callers = { node: 'ie', count: 2, firstAt: 1, lastAt: 2, recent: [] };
    night.say(wall('01:10'), { ...counted, by: -1, callers });
    expect(night.ledger.callersOf('ie')).toBe(2);
    night.say(wall('01:20'), { ...counted, by: -2, callers: null });
    expect(night.ledger.callersOf('ie')).toBe(0);
  });

  it('keeps the last word on a call, and leaves trials of actions out', () => {
    const night = noteNight();
    const [call] = night.ledger.calls;
    if (!call) throw new Error('no call');
    night.say(wall('05:00'), { type: 'call.logged', call: { ...call, note: 'kommer ikke' } });
    expect(night.ledger.calls.map(({ note }) => note)).toEqual(['kommer ikke']);
    expect(night.ledger.runs).toEqual([]);
  });

  it('knows planned work that ran over, and that which nobody saw', () => {
    const night = new NoteNight();
    const moved = { type: 'maintenance.moved', title: 'Bytte', next: null, actor: null } as const;
    const run = { start: wall('01:00'), end: wall('02:00'), since: wall('02:00'), covers: [] };
    night.say(wall('02:00'), {
      ...moved,
      id: 'a',
      run: { ...run, phase: 'overrun' },
      ended: null,
      reason: null,
      nodes: ['ie'],
    });
    const ended = { start: wall('01:00'), end: wall('02:40') };
    night.say(wall('02:30'), { ...moved, id: 'a', run: null, ended, reason: null, nodes: ['ie'] });
    night.say(wall('03:00'), {
      ...moved,
      id: 'b',
      run: null,
      ended,
      reason: 'ingen vaktet da vinduet var',
      nodes: [],
    });
    expect(night.ledger.maintenance).toMatchObject([
      { id: 'a', end: wall('02:30'), overran: true, missed: false },
      { id: 'b', end: wall('02:40'), overran: false, missed: true },
    ]);
  });

  it('is the same from a log that is read again, in whatever pieces', () => {
    const night = noteNight();
    const again = new ShiftLedger(SHIFT);
    for (const event of night.events) again.apply(event);
    for (const node of ['print@harstad', 'kjernejournal', 'dips-arena@mo', 'wan@mo'])
      expect(again.spellsOf(node)).toEqual(night.ledger.spellsOf(node));
    expect(again.calls).toEqual(night.ledger.calls);
    expect(again.maintenance).toEqual(night.ledger.maintenance);
  });
});
