import { describe, expect, it } from 'vitest';
import type { CatalogueEntity, Service } from '../../../../shared/model/catalogue';
import type { EventBody } from '../../../../shared/model/events';
import type { MaintenanceRun } from '../../../../shared/model/maintenance';
import type { NodeStatus } from '../../../../shared/model/room';
import type { CheckResult, Impact } from '../../../../shared/model/states';
import { Projection } from '../../../../shared/rules/projection';
import { readNode } from '../../../../shared/rules/reduce';
import { aWindow } from '../../../fixtures/maintenance-bench';
import { aCheck, aService, catalogueChanged, entities, eventWriter, hard } from '../../../fixtures/room';

/** Why a fault makes no sound: one reason that is not covered is enough to be heard. */

class Room {
  readonly state = new Projection();
  readonly #write = eventWriter();
  #at = 1_000_000;

  constructor(services: readonly Service[], extra: readonly CatalogueEntity[] = []) {
    this.say(catalogueChanged([...entities(services), ...extra]));
    for (const check of this.state.graph.checks.keys()) this.observe(check, 'ok');
  }

  say(body: EventBody): void {
    this.#at += 1_000;
    this.state.apply(this.#write(body, this.#at));
  }

  observe(check: string, result: CheckResult, silenced = false): void {
    const id = check.includes('/') ? check : `${check}/c`;
    this.say({ ...hard('x', result, this.#at + 1_000), check: id, silenced } as EventBody);
  }

  run(covers: Readonly<Record<string, Impact>>, phase: MaintenanceRun['phase'] = 'running', id = 'w'): void {
    const run: MaintenanceRun = {
      start: this.#at,
      end: this.#at + 1,
      phase,
      since: this.#at,
      covers: Object.entries(covers).map(([node, worst]) => ({ node, worst })),
    };
    this.say({ type: 'maintenance.set', window: aWindow({ id }), next: null, actor: null });
    const moved = { id, title: id, run, ended: null, next: null, actor: null, reason: null, nodes: [] };
    this.say({ type: 'maintenance.moved', ...moved });
  }

  node(id: string): NodeStatus {
    const status = readNode(this.state.status, id);
    if (!status) throw new Error(`no node ${id}`);
    return status;
  }

  quiet(id: string): string | null {
    const { quiet } = this.node(id);
    return quiet && `${quiet.kind} ${quiet.id}`;
  }
}

const extraCheck = (node: string, name: string, impact: Impact): CatalogueEntity => ({
  kind: 'check',
  value: aCheck(node, `${node}/${name}`, impact),
});

describe('a fault by plan', () => {
  it('is quiet up to the worst that is expected, for every state a check can bring', () => {
    // What each result of a check with each impact makes, against each expectation.
    const expected: Record<
      Impact,
      Record<Impact, readonly [warning: boolean, critical: boolean, unknown: boolean]>
    > = {
      down: {
        down: [true, true, true],
        degraded: [true, true, true],
        warning: [true, true, true],
      },
      degraded: {
        down: [true, false, true],
        degraded: [true, true, true],
        warning: [true, true, true],
      },
      warning: {
        down: [false, false, false],
        degraded: [false, false, false],
        warning: [true, true, false],
      },
    };
    for (const [worst, byImpact] of Object.entries(expected)) {
      for (const [impact, quiet] of Object.entries(byImpact)) {
        const room = new Room(
          [],
          [
            { kind: 'service', value: aService('db') },
            { kind: 'check', value: aCheck('db', 'db/c', impact as Impact) },
          ],
        );
        room.run({ db: worst as Impact });
        expect(room.quiet('db')).toBeNull();
        const seen = (['warning', 'critical', 'unknown'] as const).map((result) => {
          room.observe('db', result);
          expect(room.node('db').state).not.toBe('normal');
          return room.quiet('db') !== null;
        });
        expect({ worst, impact, seen }).toEqual({ worst, impact, seen: quiet });
      }
    }
  });

  it('does not hide another fault of the same service', () => {
    const room = new Room([aService('db')], [extraCheck('db', 'disk', 'warning')]);
    room.run({ db: 'warning' });
    room.observe('db/disk', 'critical');
    expect(room.quiet('db')).toBe('maintenance w');
    room.observe('db', 'critical');
    expect(room.quiet('db')).toBeNull();
  });

  it('goes on to all that needs it, through others, and no further than it explains', () => {
    const room = new Room([aService('db'), aService('app', ['db']), aService('portal', ['app'])]);
    room.run({ db: 'down' });
    room.observe('db', 'critical');
    expect([room.quiet('app'), room.quiet('portal')]).toEqual(['maintenance w', 'maintenance w']);
    // What is measured behind the plan follows from it: the graph comes first.
    room.observe('app', 'critical');
    expect([room.quiet('db'), room.quiet('app'), room.quiet('portal')]).toEqual([
      'maintenance w',
      'maintenance w',
      'maintenance w',
    ]);
    // The plan is over and the application still fails: that is heard, and what needs it too.
    room.observe('db', 'ok');
    expect([room.quiet('db'), room.quiet('app'), room.quiet('portal')]).toEqual([null, null, null]);
    room.observe('db', 'critical');
    expect(room.node('portal').state).toBe('down');
    room.observe('app', 'ok');
    expect([room.quiet('app'), room.quiet('portal')]).toEqual(['maintenance w', 'maintenance w']);
  });

  it('is found again where plans change under what is down and stays down', () => {
    const room = new Room([aService('db'), aService('app', ['db']), aService('portal', ['app'])]);
    room.observe('db', 'critical');
    expect([room.quiet('app'), room.quiet('portal')]).toEqual([null, null]);
    room.run({ db: 'down' });
    expect([room.quiet('app'), room.quiet('portal')]).toEqual(['maintenance w', 'maintenance w']);
    room.run({ db: 'down' }, 'overrun');
    expect([room.quiet('db'), room.quiet('app'), room.quiet('portal')]).toEqual([null, null, null]);
    room.run({ db: 'down' }, 'running', 'v');
    expect(room.quiet('portal')).toBe('maintenance v');
    room.say({ type: 'maintenance.removed', id: 'v', actor: null });
    expect(room.quiet('portal')).toBeNull();
  });

  it('covers the loss of redundancy where all that is lost is by plan', () => {
    const room = new Room([aService('a'), aService('b'), aService('c'), aService('fw', ['a|b|c'])]);
    room.run({ a: 'down', b: 'down' });
    room.observe('a', 'critical');
    room.observe('b', 'critical');
    expect(room.node('fw')).toMatchObject({ state: 'redundancy-lost', quiet: { kind: 'maintenance' } });
    room.observe('c', 'critical');
    expect(room.node('fw')).toMatchObject({ state: 'down', quiet: null });
  });

  it('goes over a soft dependency one step, and its soft effects no further', () => {
    const room = new Room([aService('ie'), aService('app', ['~ie']), aService('portal', ['~app'])]);
    room.run({ ie: 'down' });
    room.observe('ie', 'critical');
    expect(room.node('app')).toMatchObject({ state: 'degraded', quiet: { kind: 'maintenance', id: 'w' } });
    expect(room.node('portal')).toMatchObject({ state: 'normal', quiet: null });
  });

  it('hands its plan on although it has a soft fault of its own that is heard', () => {
    const room = new Room([
      aService('db'),
      aService('ie'),
      aService('app', ['db', '~ie']),
      aService('portal', ['app']),
    ]);
    room.run({ db: 'down' });
    room.observe('db', 'critical');
    room.observe('ie', 'critical');
    expect(room.quiet('app')).toBeNull();
    expect(room.quiet('portal')).toBe('maintenance w');
  });

  it('does not cover the hub’s own blindness', () => {
    const room = new Room([aService('db')]);
    room.run({ db: 'down' });
    room.observe('db', 'critical');
    room.say({ type: 'vantage.changed', lost: true });
    expect(room.node('db')).toMatchObject({ state: 'unknown', quiet: null });
    room.say({ type: 'vantage.changed', lost: false });
    expect(room.quiet('db')).toBe('maintenance w');
  });

  it('names the window that expects the worst, and the first by id of those', () => {
    const room = new Room([aService('db')]);
    room.run({ db: 'down' }, 'running', 'b');
    room.run({ db: 'degraded' }, 'running', 'a');
    room.observe('db', 'warning');
    expect(room.quiet('db')).toBe('maintenance b');
    room.run({ db: 'down' }, 'running', 'a');
    expect(room.quiet('db')).toBe('maintenance a');
  });
});

describe('a fault that is silenced at its source', () => {
  it('is quiet where all of it is silenced, and says nothing for those who need it', () => {
    const room = new Room([aService('db'), aService('app', ['db'])], [extraCheck('db', 'disk', 'warning')]);
    room.observe('db', 'critical', true);
    expect([room.quiet('db'), room.quiet('app')]).toEqual(['silence db/c', null]);
    room.observe('db/disk', 'critical');
    expect(room.quiet('db')).toBeNull();
    room.observe('db/disk', 'critical', true);
    expect(room.quiet('db')).toBe('silence db/c');
  });

  it.each(['ok', 'warning', 'critical'] as const)(
    'is heard when %s was all and nobody vouches for it any more',
    (result) => {
      const room = new Room([aService('db')]);
      room.observe('db', result, true);
      room.say({ type: 'check.overdue', check: 'db/c', lastObservedAt: 1 });
      expect(room.node('db').state).not.toBe('normal');
      expect(room.quiet('db')).toBeNull();
    },
  );

  it('beside planned work is quiet, but is no plan for those who need it', () => {
    const room = new Room([
      aService('net1'),
      aService('net2'),
      aService('db', ['net1|net2']),
      aService('app', ['db']),
    ]);
    room.run({ net1: 'down' });
    room.observe('net1', 'critical');
    room.observe('db', 'critical', true);
    expect(room.quiet('db')).toBe('maintenance w');
    expect(room.quiet('app')).toBeNull();
  });

  it('is heard behind a plan that leaves an alternative: then nothing explains it', () => {
    const room = new Room([aService('net1'), aService('net2'), aService('db', ['net1|net2'])]);
    room.run({ net1: 'down' });
    room.observe('net1', 'critical');
    expect(room.quiet('db')).toBe('maintenance w');
    room.observe('db', 'critical');
    expect(room.quiet('db')).toBeNull();
  });
});

describe('a fault outside service hours', () => {
  const hours: CatalogueEntity = {
    kind: 'hours',
    value: { id: 'kontor', name: 'Kontortid', order: 0, open: [], closedOnHolidays: false },
  };
  const services = [{ ...aService('turnus'), hours: 'kontor' }, aService('app', ['turnus'])];
  const set = (room: Room, open: boolean): void =>
    room.say({ type: 'hours.changed', id: 'kontor', open, nextAt: null });

  it('waits for the opening whatever it is, and does not silence those that are open', () => {
    const room = new Room(services, [hours]);
    set(room, false);
    expect(room.quiet('turnus')).toBeNull();
    room.observe('turnus', 'critical');
    expect([room.quiet('turnus'), room.quiet('app')]).toEqual(['hours kontor', null]);
    room.say({ type: 'vantage.changed', lost: true });
    expect(room.quiet('turnus')).toBe('hours kontor');
    room.say({ type: 'vantage.changed', lost: false });
    set(room, true);
    expect(room.node('turnus')).toMatchObject({ state: 'down', quiet: null });
  });

  it('is called planned where it is both', () => {
    const room = new Room(services, [hours]);
    set(room, false);
    room.run({ turnus: 'down' });
    room.observe('turnus', 'critical');
    expect([room.quiet('turnus'), room.quiet('app')]).toEqual(['maintenance w', 'maintenance w']);
  });

  it('is heard again when its hours go with the catalogue', () => {
    const room = new Room(services, [hours]);
    set(room, false);
    room.observe('turnus', 'critical');
    room.say(catalogueChanged([{ kind: 'service', value: aService('turnus') }], ['hours:kontor']));
    expect(room.quiet('turnus')).toBeNull();
    expect(room.state.room?.hours).toEqual([]);
  });
});
