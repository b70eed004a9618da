import { describe, expect, it } from 'vitest';
import { FlapGuard } from '../../../../../electron/hub/checks/flap-guard';
import { FlapWatch } from '../../../../fixtures/flap-watch';
import { aCheck } from '../../../../fixtures/room';

describe('a check that alternates', () => {
  it('begins to flap at the sixth change, and is then held at the worst', () => {
    const watch = new FlapWatch({ attempts: 1 });
    watch.run('ococo');
    expect(watch.flapping).toBe(false);
    expect(watch.node.state).toBe('normal');
    watch.run('co');
    expect(watch.flapping).toBe(true);
    expect(watch.said.at(-1)).toMatchObject({ type: 'check.flapping', flapping: true });
    expect(watch.node).toMatchObject({ state: 'down', flapping: true });
    for (let turn = 0; turn < 50; turn++) {
      watch.run('c');
      expect(watch.node.state).toBe('down');
      watch.run('o');
      expect(watch.node.state).toBe('down');
    }
  });

  it('costs a bounded number of events, however long it goes on', () => {
    const watch = new FlapWatch({ attempts: 1 });
    watch.run('oc'.repeat(10));
    const began = watch.said.length;
    watch.run('oc'.repeat(2_000));
    expect(watch.said.length).toBe(began);
    watch.run('o'.repeat(40));
    expect(watch.said.slice(began).map((body) => body.type)).toEqual(['check.flapping', 'check.changed']);
    expect(watch.node).toMatchObject({ state: 'normal', flapping: false });
  });

  it('writes the present state at once when it is over, and not before', () => {
    const watch = new FlapWatch({ attempts: 1 });
    watch.run('oc'.repeat(10));
    let runs = 0;
    while (watch.flapping) {
      expect(watch.node.state).toBe('down');
      watch.run('o');
      runs += 1;
    }
    expect(watch.node.state).toBe('normal');
    expect(runs).toBeGreaterThan(10);
    expect(runs).toBeLessThanOrEqual(20);
  });

  it('says what is worse while it flaps, and stays there', () => {
    const watch = new FlapWatch({ attempts: 1 });
    watch.run('ow'.repeat(10));
    expect(watch.node.state).toBe('degraded');
    watch.run('oc');
    expect(watch.node.state).toBe('down');
    watch.run('owow');
    expect(watch.node.state).toBe('down');
  });

  it('takes its attempts where no fault was confirmed, without saying each', () => {
    const watch = new FlapWatch({ attempts: 3 });
    watch.run('oc'.repeat(10));
    expect(watch.node).toMatchObject({ state: 'normal', flapping: true });
    const began = watch.said.length;
    watch.run('ococ'.repeat(50));
    expect(watch.said.length).toBe(began);
    expect(watch.guard.isSoft(watch.status)).toBe(true);
    watch.run('cc');
    expect(watch.node).toMatchObject({ state: 'down', flapping: true });
    expect(watch.guard.isSoft(watch.status)).toBe(false);
    expect(watch.said.slice(began)).toMatchObject([{ type: 'check.changed', hard: true, attempt: 3 }]);
  });
});

describe('a check that does not alternate', () => {
  it('is not flapping when it is steadily down, or was down once', () => {
    const watch = new FlapWatch();
    watch.run(`${'o'.repeat(5)}${'c'.repeat(50)}`);
    expect(watch.flapping).toBe(false);
    expect(watch.node.state).toBe('down');
    watch.run('o'.repeat(5));
    expect(watch.said.some((body) => body.type === 'check.flapping')).toBe(false);
  });
});

describe('silence and absence', () => {
  it('a silence of the fault is said while it flaps', () => {
    const watch = new FlapWatch({ attempts: 1 });
    watch.run('oc'.repeat(10));
    watch.see('critical', true);
    expect(watch.node.quiet).toEqual({ kind: 'silence', id: 'a/c' });
    watch.see('ok', false);
    expect(watch.node.quiet).toEqual({ kind: 'silence', id: 'a/c' });
    watch.see('critical', false);
    expect(watch.node.quiet).toBeNull();
  });

  it('results that cease to come are stale, not flapping; the next one counts as it is', () => {
    const watch = new FlapWatch({ attempts: 1 });
    watch.run('oc'.repeat(10));
    watch.overdue();
    expect(watch.flapping).toBe(false);
    expect(watch.status.overdue).toBe(true);
    watch.run('o');
    expect(watch.node).toMatchObject({ state: 'normal', flapping: false });
    expect(watch.status.overdue).toBe(false);
  });

  it('a source that is lost ends it: its services are unknown at once, and do not flap with it', () => {
    const watch = new FlapWatch({ attempts: 1, source: 'am' });
    watch.run('oc'.repeat(10));
    expect(watch.flapping).toBe(true);
    watch.run('u');
    expect(watch.flapping).toBe(false);
    expect(watch.node.state).toBe('unknown');
    watch.run('ou'.repeat(10));
    expect(watch.flapping).toBe(false);
    watch.run('o');
    expect(watch.node.state).toBe('normal');
  });

  it('a reference point is never held: whether the hub sees anything is judged by what is seen now', () => {
    const guard = new FlapGuard({ recent: () => [] });
    const check = aCheck(null, 'ref');
    const watch = new FlapWatch();
    for (let turn = 0; turn < 40; turn++) {
      const result = turn % 2 === 0 ? 'ok' : 'critical';
      const status = { ...watch.status, id: 'ref' };
      const seen = { check: 'ref', result, output: '', ms: 1, observedAt: turn } as const;
      expect(guard.note(status, check, seen)).toBeNull();
    }
    expect(guard.size).toBe(0);
  });
});

describe('a restart', () => {
  it('goes on where the samples say it was', () => {
    const watch = new FlapWatch({ attempts: 1 });
    watch.run('oc'.repeat(20));
    watch.run('o'.repeat(8));
    const other = new FlapWatch({ attempts: 1 });
    other.run('oc'.repeat(20));
    other.run('o'.repeat(8));
    other.restart();
    let runs = 0;
    for (; watch.flapping && runs < 60; runs++) watch.run('o');
    let later = 0;
    for (; other.flapping && later < 60; later++) other.run('o');
    expect(later).toBe(runs);
  });

  it('without samples, holds it until it has been steady for most of a window', () => {
    const watch = new FlapWatch({ attempts: 1 });
    watch.run('oc'.repeat(20));
    watch.kept.length = 0;
    watch.restart();
    watch.run('o');
    expect(watch.node).toMatchObject({ state: 'down', flapping: true });
    watch.run('o'.repeat(20));
    expect(watch.node).toMatchObject({ state: 'normal', flapping: false });
  });

  it('another definition of the check is judged by what the samples say, too', () => {
    const watch = new FlapWatch({ attempts: 1 });
    watch.run('oc'.repeat(20));
    watch.define({ attempts: 2 });
    watch.run('o');
    expect(watch.flapping).toBe(true);
    watch.run('o'.repeat(20));
    expect(watch.flapping).toBe(false);
  });
});

it('forgets checks that are no longer in the catalogue', () => {
  const watch = new FlapWatch();
  watch.run('oo');
  expect(watch.guard.size).toBe(1);
  watch.guard.keep(new Map());
  expect(watch.guard.size).toBe(0);
});
