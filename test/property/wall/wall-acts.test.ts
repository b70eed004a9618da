import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Incident } from '../../../shared/model/incidents';
import { layoutOf } from '../../../shared/rules/wall/layout-of';
import { sceneAt, sceneOf } from '../../../shared/rules/wall/read-wall';
import { sceneHoldsMosaic } from '../../../shared/rules/wall/scene-faults';
import { aWall, WallBench } from '../../fixtures/wall-bench';

/** Any acts, alarms and incidents, at any time, twice, with a clock that jumps: the wall is never without a scene. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const scenes = fc.constantFrom('normal', 'hendelse', 'vaktskifte', 'egen', 'finnes-ikke');
const nodes = fc.constantFrom('core', 'dips@mo', 'dips@alta');
const stay = fc.integer({ min: -MINUTE, max: 25 * HOUR });
const turns = fc.array(fc.record({ scene: scenes, forMs: fc.integer({ min: 5_000, max: HOUR }) }), {
  minLength: 2,
  maxLength: 4,
});
const what = fc.constantFrom('scene', 'rotation', 'take-over', 'sent', 'spotlight', 'message', 'all');
const panel = fc.constantFrom(
  { kind: 'cause', settings: {} },
  { kind: 'web', settings: { url: 'https://x.intern/' } },
  { kind: 'fisk', settings: {} },
);

type Step = (bench: WallBench) => void;
const twice =
  (act: Step): Step =>
  (bench) => {
    act(bench);
    act(bench);
  };
const acts = fc.oneof(
  fc.tuple(scenes, stay, fc.option(nodes)).map(
    ([scene, ms, about]): Step =>
      (bench) => {
        bench.act('wall.scene', { scene, about, until: bench.now + ms });
      },
  ),
  fc.tuple(turns, stay).map(
    ([list, ms]): Step =>
      (bench) => {
        bench.act('wall.rotate', { turns: list, until: bench.now + ms });
      },
  ),
  fc.tuple(fc.integer({ min: 1, max: 20 }), panel, stay).map(
    ([n, shown, ms]): Step =>
      (bench) => {
        const cell = { display: `s${(n % 7) + 1}`, at: n % 2 === 0 ? null : { x: n % 6, y: 0, w: 6, h: 6 } };
        bench.act('wall.send', { id: `sendt-${n}0`, panel: shown, cell, until: bench.now + ms });
      },
  ),
  fc.tuple(nodes, stay).map(
    ([node, ms]): Step =>
      (bench) => {
        bench.act('wall.spotlight', { node, until: bench.now + ms });
      },
  ),
  stay.map(
    (ms): Step =>
      (bench) => {
        bench.act('wall.message', { text: 'Øvelse', until: bench.now + ms });
      },
  ),
  what.map(
    (kind): Step =>
      (bench) => {
        bench.act('wall.clear', { what: kind, id: null });
      },
  ),
);
const alarmSteps = fc.oneof(
  fc
    .tuple(
      nodes,
      fc.constantFrom(1 as const, 2 as const, 3 as const),
      fc.constantFrom('unacknowledged' as const, 'acknowledged' as const, 'shelved' as const),
    )
    .map(
      ([node, priority, state]): Step =>
        (bench) => {
          bench.alarm(node, { priority, state });
        },
    ),
  nodes.map(
    (node): Step =>
      (bench) => {
        bench.clearAlarm(node);
      },
  ),
  fc.constantFrom('open' as const, 'closed' as const).map(
    (state): Step =>
      (bench) => {
        const value = { id: 'hendelse-1', severity: 'major', state, cause: 'core', openedAt: bench.now };
        const rest = { services: [], sites: [] } as Partial<Incident>;
        bench.incidents.set('incident:hendelse-1', {
          kind: 'incident',
          value: { ...rest, ...value } as Incident,
        });
      },
  ),
);
/** People make a scene of their own and take it away again, without a mosaic. */
const sceneSteps = fc.boolean().map(
  (made): Step =>
    (bench) => {
      if (!made) {
        bench.say({ type: 'scene.removed', id: 'egen', name: 'Egen', actor: 'kari', actedAt: bench.now });
        return;
      }
      const at = { x: 0, y: 0, w: 12, h: 12 };
      const panels = [{ id: 'kart', kind: 'map', settings: {}, at, priority: 1 }];
      const scene = {
        id: 'egen',
        name: 'Egen',
        arrangements: [{ cols: 1, rows: 1, panels }],
        version: 1,
        at: 0,
        by: 'kari',
      };
      bench.say({ type: 'scene.set', scene, restored: null, actor: 'kari', actedAt: bench.now });
    },
);
const time = fc.oneof(
  fc.integer({ min: 0, max: 2 * MINUTE }).map(
    (ms): Step =>
      (bench) => {
        bench.pass(ms);
      },
  ),
  fc.integer({ min: 0, max: DAY }).map(
    (ms): Step =>
      (bench) => {
        bench.pass(ms);
      },
  ),
  // The clock is set, forwards and back, and nobody looks in between.
  fc.integer({ min: -3 * DAY, max: 3 * DAY }).map(
    (ms): Step =>
      (bench) => {
        bench.now = Math.max(1_000_000, bench.now + ms);
      },
  ),
);
const steps = fc.array(
  fc.oneof(
    acts,
    acts.map(twice),
    alarmSteps,
    sceneSteps,
    time,
    fc.constant<Step>((bench) => bench.look()),
  ),
  { maxLength: 40 },
);

it('the wall is never without a scene, and never at rest while it is in somebody’s hands', () => {
  fc.assert(
    fc.property(steps, fc.integer({ min: 1, max: 6 }), (list, count) => {
      const bench = new WallBench({ takeOver: [{ ...aRule(), scene: 'egen' }, aRule()] });
      for (const step of list) {
        const chosen = bench.wall.choice;
        step(bench);
        bench.look();
        const { wall } = bench;
        // Whoever chose a scene has it until its end, or until a person says otherwise.
        if (wall.choice !== null) {
          expect(wall.shown).toMatchObject({ why: 'choice', scene: wall.choice.scene, by: 'kari' });
        } else if (chosen === null && wall.takeOver !== null) {
          expect(wall.shown.why).toBe('take-over');
        }
        // Now, a while ahead, and in a week, there is a scene, and it can be laid out on what displays there are.
        for (const ahead of [0, 1_000, 7 * DAY]) {
          const shown = sceneOf(bench.state.wall, sceneAt(wall.shown, bench.now + ahead).scene);
          if (ahead > 0) expect(shown).not.toBeNull();
          if (shown === null) continue;
          const { panels } = layoutOf(shown, aWall(3, 2).slice(0, count), bench.view, wall.sent);
          expect(new Set(panels.map(({ display }) => display)).size).toBe(count);
          if (wall.shown.why === 'take-over' && ahead > 0) expect(sceneHoldsMosaic(shown)).toBe(true);
        }
        // What is shown is soon reached: no moment lies far ahead.
        expect(wall.shown.at).toBeLessThanOrEqual(bench.now + 11_000);
        expect(bench.look()).toBeNull();
      }
    }),
    { numRuns: 150 },
  );
});

it('it always comes back: when nothing calls and nobody acts, it rests within its longest stay', () => {
  fc.assert(
    fc.property(steps, (list) => {
      const bench = new WallBench();
      for (const step of list) step(bench);
      bench.alarms.clear();
      bench.incidents.clear();
      bench.pass(31 * DAY + HOUR);
      const { wall } = bench;
      expect(wall).toMatchObject({
        choice: null,
        rotation: null,
        takeOver: null,
        spotlight: null,
        message: null,
      });
      expect(wall.sent).toEqual([]);
      expect(wall.shown).toMatchObject({ scene: 'normal', why: 'rest', until: null });
    }),
    { numRuns: 150 },
  );
});

it('an alarm or an incident never undoes a person’s choice, whatever comes', () => {
  fc.assert(
    fc.property(
      fc.array(alarmSteps, { maxLength: 20 }),
      fc.integer({ min: MINUTE, max: HOUR }),
      (list, ms) => {
        const bench = new WallBench();
        const until = bench.now + ms;
        bench.act('wall.scene', { scene: 'vaktskifte', about: null, until });
        const { at } = bench.wall.shown;
        const beat = Math.floor((ms - 2_000) / (list.length + 1));
        for (const step of list) {
          step(bench);
          bench.pass(beat);
          expect(bench.wall.shown).toMatchObject({ scene: 'vaktskifte', at, until });
        }
      },
    ),
    { numRuns: 150 },
  );
});

function aRule() {
  return {
    id: 'viktigst',
    name: '',
    priorities: [1 as const],
    services: ['*'],
    sites: [],
    incidents: ['major' as const],
    scene: 'hendelse',
    holdMs: 30_000,
  };
}
