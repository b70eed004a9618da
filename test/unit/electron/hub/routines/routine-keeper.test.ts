import { describe, expect, it } from 'vitest';
import { RoutineKeeper } from '../../../../../electron/hub/routines/routine-keeper';
import type { EventBody, LogEvent } from '../../../../../shared/model/events';
import { runsIn } from '../../../../../shared/rules/handover/read-handovers';
import { Projection } from '../../../../../shared/rules/projection';
import { ManualClock } from '../../../../../shared/time/clock';
import { catalogueChanged, eventWriter } from '../../../../fixtures/room';

const HOUR = 3_600_000;
/** Monday 23 November 2026, 05:00 in Oslo. */
const FIVE = Date.UTC(2026, 10, 23, 4);

function aRoom() {
  const clock = new ManualClock(FIVE);
  const state = new Projection();
  const write = eventWriter();
  const events: LogEvent[] = [];
  const faults: (string | null)[] = [];
  const say = (body: EventBody): LogEvent => {
    const event = write(body, clock.now());
    events.push(event);
    keeper.applied(event, state.apply(event));
    return event;
  };
  const pipeline = {
    submit: (decide: (state: Projection) => EventBody | null) => {
      const body = decide(state);
      return body && say(body);
    },
  };
  const keeper = new RoutineKeeper({ clock, state, pipeline, onFault: (reason) => void faults.push(reason) });
  say({ type: 'hub.started', version: '0', reducer: 0, blindFrom: null });
  return {
    clock,
    state,
    say,
    keeper,
    faults,
    states: () => runsIn(state.watch).map(({ id, state: is }) => `${id} ${is}`),
  };
}

const ROUTINE = {
  id: 'lydlogg',
  name: 'AMK lydlogg',
  order: 0,
  days: [1, 2, 3, 4, 5, 6, 7],
  opens: '06:00',
  before: '10:00',
  position: null,
  steps: [],
  node: null,
  runbook: null,
};

describe('the hub’s routines', () => {
  it('open and are overdue by the clock, from the moment the catalogue has them', () => {
    const room = aRoom();
    room.keeper.start();
    room.clock.advance(2 * HOUR);
    expect(room.states()).toEqual([]);
    room.say(catalogueChanged([{ kind: 'routine', value: ROUTINE }]));
    room.clock.advance(1_000);
    expect(room.states()).toEqual(['lydlogg/2026-11-23 open']);
    room.clock.advance(3 * HOUR);
    expect(room.states()).toEqual(['lydlogg/2026-11-23 overdue']);
    room.clock.advance(20 * HOUR);
    expect(room.states()).toEqual(['lydlogg/2026-11-23 overdue', 'lydlogg/2026-11-24 open']);
    expect(room.faults.filter((reason) => reason !== null)).toEqual([]);
  });

  it('are left alone when it has stopped', () => {
    const room = aRoom();
    room.say(catalogueChanged([{ kind: 'routine', value: ROUTINE }]));
    room.keeper.start();
    room.keeper.stop();
    room.clock.advance(2 * HOUR);
    expect(room.states()).toEqual([]);
  });
});
