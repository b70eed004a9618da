import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { severity } from '../../../../../shared/model/states';
import { CauseIndex } from '../../../../../shared/rules/alarms/causes';
import { decideAlarms, VANTAGE_NODE } from '../../../../../shared/rules/alarms/decide';
import { readCheck, readNode } from '../../../../../shared/rules/reduce';
import {
  allSteps,
  catalogueOf,
  measuredSteps,
  needsAtSites,
  plans,
} from '../../../../fixtures/alarm-adversary';
import { AlarmRoom } from '../../../../fixtures/alarm-room';

/**
 * Which alarms a room has, against the definition worked out by recursion, while an adversary does what it likes with
 * checks, plans, hours, sources and the catalogue, with what people say and put aside, and with time. Nothing that goes
 * wrong is unheard, nothing that merely follows is heard, what is folded plus what stands alone is everything, and what is
 * kept up to date says the same as what is worked out anew.
 */

// ── the definition

/** A faulty node by its own measurement, counting neither what was never measured nor what a lost source cannot tell. */
function ownFault(room: AlarmRoom, id: string): boolean {
  const { graph } = room.state;
  return (graph.nodes.get(id)?.checks ?? []).some((checkId) => {
    const status = readCheck(room.state.status, checkId);
    const source = graph.checks.get(checkId)?.source ?? null;
    if (status?.confirmed === 'unknown' && source !== null) return !explainsUnknown(room, source, id);
    return status !== undefined && (status.overdue || ![null, 'ok'].includes(status.confirmed));
  });
}

function explainsUnknown(room: AlarmRoom, source: string, id: string): boolean {
  const status = readNode(room.state.status, source);
  // One that is back speaks for what it had lost for as long as its alarm says so.
  if (room.alarm(source)?.recovery?.left.includes(id)) return true;
  if (!status || source === id || status.state === 'normal') return false;
  const silent = readNode(room.state.status, id)?.quiet != null || isAside(room, id);
  const unplanned = status.quiet !== null && status.quiet.kind !== 'maintenance';
  if (!silent && (unplanned || isAside(room, source))) return false;
  if (status.hard === 'down') return true;
  // It says so itself: by something else than another source's word.
  return (room.state.graph.nodes.get(source)?.checks ?? []).some((checkId) => {
    const one = readCheck(room.state.status, checkId);
    const from = room.state.graph.checks.get(checkId)?.source ?? null;
    if (!one || (one.confirmed === 'unknown' && from !== null)) return false;
    return one.overdue || ![null, 'ok'].includes(one.confirmed);
  });
}

const isDown = (room: AlarmRoom, id: string): boolean => readNode(room.state.status, id)?.hard === 'down';
const isQuiet = (room: AlarmRoom, id: string): boolean => readNode(room.state.status, id)?.quiet != null;

/** Whether a hard dependency is down altogether. */
function behindDead(room: AlarmRoom, id: string): boolean {
  return (room.state.graph.nodes.get(id)?.needs ?? []).some(
    (need) => !need.soft && need.of.every((other) => isDown(room, other)),
  );
}

/** Whether a source that speaks for it is lost, and by plan. */
function blindByPlan(room: AlarmRoom, id: string): boolean {
  const { graph, status } = room.state;
  return (graph.nodes.get(id)?.checks ?? []).some((checkId) => {
    const source = graph.checks.get(checkId)?.source ?? null;
    if (source === null || readCheck(status, checkId)?.confirmed !== 'unknown') return false;
    return explainsUnknown(room, source, id) && readNode(status, source)?.quiet?.kind === 'maintenance';
  });
}

/**
 * Whether a node is taken to be down though nothing measures that: an alarm says that it is inferred, or it needs such a
 * one and is not seen well. What is measured of it in part only (a degraded one) does not say that it is up.
 */
function inferredDown(room: AlarmRoom, id: string): boolean {
  const alarm = room.alarm(id);
  if (alarm?.basis === 'inferred' && alarm.condition !== 'normal') return true;
  const node = room.state.graph.nodes.get(id);
  const tells = (node?.checks ?? []).some((checkId) => {
    const status = readCheck(room.state.status, checkId);
    return status !== undefined && !status.overdue && ![null, 'unknown'].includes(status.confirmed);
  });
  const seenWell = tells && !ownFault(room, id);
  return !seenWell && behindInferred(room, id);
}

function behindInferred(room: AlarmRoom, id: string): boolean {
  return (room.state.graph.nodes.get(id)?.needs ?? []).some(
    (need) => !need.soft && need.of.every((other) => isDown(room, other) || inferredDown(room, other)),
  );
}

const isAside = (room: AlarmRoom, id: string): boolean => {
  const alarm = room.alarm(id);
  return alarm !== undefined && (alarm.shelf !== null || alarm.outOfService !== null);
};
const wordOn = (room: AlarmRoom, id: string): boolean => room.state.alarms.has(`verdict:${id}`);

/** Whether a source that speaks for it cannot. */
function isBlind(room: AlarmRoom, id: string): boolean {
  return (room.state.graph.nodes.get(id)?.checks ?? []).some(
    (checkId) => readCheck(room.state.status, checkId)?.confirmed === 'unknown',
  );
}

/** Alarms that speak for a node: its own, or those of what explains it. */
function speakers(room: AlarmRoom, id: string): readonly string[] {
  const roots = room.decider.causes.explained(id)?.roots ?? [];
  return [id, ...roots].filter((node) => {
    const alarm = room.alarm(node);
    return alarm !== undefined && alarm.condition !== 'normal';
  });
}

/** Whether its cause is back and keeps it; an alarm says so, and it lasts no longer than it says. */
function isKept(room: AlarmRoom, id: string): boolean {
  const cause = room.alarm(id)?.suppressed;
  const recovery = cause?.kind === 'cause' ? room.alarm(cause.id)?.recovery : null;
  return recovery != null && room.now < recovery.until && recovery.left.includes(id);
}

const LIVE = ['unacknowledged', 'acknowledged'];

/** What is folded plus what stands alone is everything; what is to be heard is heard. */
function nothingIsLost(room: AlarmRoom): void {
  const { state } = room;
  if (state.room?.vantageLostSince != null) {
    expect(room.alarm(VANTAGE_NODE)?.state).toBe('unacknowledged');
    return;
  }
  expect(room.alarm(VANTAGE_NODE)?.condition ?? 'normal').toBe('normal');
  const { causes } = room.decider;
  const symptoms = new Map<string, number>();
  for (const id of state.graph.order) {
    const status = readNode(state.status, id);
    const alarm = room.alarm(id);
    const condition = alarm?.condition ?? 'normal';
    const explained = causes.explained(id);
    for (const root of explained?.roots ?? []) {
      symptoms.set(root, (symptoms.get(root) ?? 0) + 1);
      // What explains is at the root: nothing explains it in turn.
      expect({ id, root, its: causes.explained(root)?.roots ?? [] }).toEqual({ id, root, its: [] });
    }
    if (!status || status.state === 'normal') {
      expect({ id, explained }).toEqual({ id, explained: undefined });
      const basis = alarm && condition !== 'normal' ? alarm.basis : 'none';
      expect({ id, basis }).toEqual({ id, basis: expect.stringMatching(/none|recovering|named|reported/) });
      // It says so for as long as there is a reason to, and no longer.
      const reason =
        causes.following(id) !== undefined ||
        causes.named(id).length > 0 ||
        state.incidents.has(`report:${id}`);
      expect({ id, speaks: basis !== 'none' }).toEqual({ id, speaks: reason });
      continue;
    }
    // An alarm says more than the node's own state only of what is not back yet, or is inferred.
    if (alarm?.basis === 'measured') expect(severity(condition)).toBeLessThanOrEqual(severity(status.state));
    const own = ownFault(room, id);
    // What is measured bad has an alarm, whatever else is wrong.
    if (own) expect({ id, alarm: condition !== 'normal' }).toEqual({ id, alarm: true });
    // Nothing but what was never measured is without anybody who speaks for it.
    const hasNeed = status.because.some(({ kind }) => kind === 'need');
    const pending = status.state === 'unknown' && !own && !hasNeed && !isBlind(room, id);
    if (!pending) expect({ id, speakers: speakers(room, id) }).not.toEqual({ id, speakers: [] });
    // What is to be heard is heard, unless the source that speaks for it is down by plan.
    if (status.quiet === null && !isAside(room, id) && !pending && !blindByPlan(room, id)) {
      const states = speakers(room, id).map((node) => room.alarm(node)?.state ?? '');
      expect({ id, heard: states.some((one) => LIVE.includes(one)), states }).toMatchObject({
        id,
        heard: true,
      });
    }
    // An independent fault asks, in the middle of whatever upset: only a word, a dead need or a recovery hides it.
    const hidden = behindDead(room, id) || behindInferred(room, id) || isKept(room, id) || wordOn(room, id);
    if (own && status.quiet === null && !hidden && !isAside(room, id)) {
      expect({ id, state: alarm?.state }).toEqual({ id, state: expect.stringMatching(/knowledged$/) });
    }
    if (status.quiet !== null && alarm && condition !== 'normal')
      expect(alarm.suppressed).toEqual(status.quiet);
  }
  for (const id of state.graph.order) {
    const alarm = room.alarm(id);
    const counted = symptoms.get(id) ?? 0;
    expect({ id, symptoms: alarm?.symptoms ?? 0 }).toEqual({ id, symptoms: counted });
    expect([...(causes.following(id)?.nodes ?? [])]).toHaveLength(counted);
    expect(alarm?.symptomsMost ?? 0).toBeGreaterThanOrEqual(counted);
  }
}

/** Where nobody acts, more is certain. */
function nothingIsHeardThatFollows(room: AlarmRoom): void {
  const { state } = room;
  if (state.room?.vantageLostSince != null) return;
  for (const id of state.graph.order) {
    const alarm = room.alarm(id);
    const explained = room.decider.causes.explained(id);
    const own = ownFault(room, id);
    const recovers = alarm?.basis === 'recovering';
    if (explained && explained.roots.length > 0 && !own && !recovers) {
      expect({ id, condition: alarm?.condition ?? 'normal' }).toEqual({ id, condition: 'normal' });
    }
    // What is measured behind something dead that is to be heard is not heard itself.
    const needs = state.graph.nodes.get(id)?.needs ?? [];
    const dead = needs.some(
      (need) => !need.soft && need.of.every((other) => isDown(room, other) && !isQuiet(room, other)),
    );
    if (own && dead) expect({ id, state: alarm?.state }).toEqual({ id, state: 'suppressed' });
  }
}

describe('the alarms of a room', () => {
  it('leave nothing unheard, and let nothing be heard that merely follows', () => {
    fc.assert(
      fc.property(plans, needsAtSites, measuredSteps, (list, wanted, steps) => {
        const room = new AlarmRoom([], catalogueOf(list, wanted));
        for (const step of steps) {
          step(room, list);
          nothingIsLost(room);
          nothingIsHeardThatFollows(room);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('are folded or stand alone, each of them, whatever people say, put aside and wait for', () => {
    fc.assert(
      fc.property(plans, needsAtSites, allSteps, (list, wanted, steps) => {
        const room = new AlarmRoom([], catalogueOf(list, wanted));
        for (const step of steps) {
          step(room, list);
          nothingIsLost(room);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('are said alike by what is kept up to date and by what is worked out anew', () => {
    fc.assert(
      fc.property(plans, needsAtSites, allSteps, (list, wanted, steps) => {
        const room = new AlarmRoom([], catalogueOf(list, wanted));
        const decide = room.decider.decide.bind(room.decider);
        // Every answer is compared before it is taken.
        room.decider.decide = (view, nodes, held, moment) => {
          const moves = decide(view, nodes, held, moment);
          expect(moves).toEqual(decideAlarms(view, null, moment));
          return moves;
        };
        for (const step of steps) {
          step(room, list);
          expect(decideAlarms(room.state, null, { now: room.now })).toEqual([]);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('are explained alike at the hub and on a screen that follows it', () => {
    fc.assert(
      fc.property(plans, needsAtSites, allSteps, (list, wanted, steps) => {
        const room = new AlarmRoom([], catalogueOf(list, wanted));
        const screen = new CauseIndex();
        screen.update(room.state, null);
        const apply = room.state.apply.bind(room.state);
        // A screen hears of keys, in whatever parts they come.
        room.state.apply = (event) => {
          const patch = apply(event);
          const keys = [...(patch.status?.put ?? []), ...(patch.alarms?.put ?? [])].map(([key]) => key);
          const nodes = [...keys, ...(patch.alarms?.drop ?? [])].map((key) => {
            const id = key.slice(key.indexOf(':') + 1);
            return key.startsWith('check:') ? (room.state.graph.checks.get(id)?.node ?? '') : id;
          });
          screen.update(room.state, patch.catalogue ? null : nodes);
          return patch;
        };
        for (const step of steps) {
          step(room, list);
          if (room.state.room?.vantageLostSince != null) continue;
          for (const id of room.state.graph.order) {
            expect({ id, ...screen.explained(id) }).toEqual({ id, ...room.decider.causes.explained(id) });
            expect(screen.following(id)).toEqual(room.decider.causes.following(id));
          }
          expect(screen.inferred).toEqual(room.decider.causes.inferred);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('have numbers that are never used twice', () => {
    fc.assert(
      fc.property(plans, needsAtSites, allSteps, (list, wanted, steps) => {
        const room = new AlarmRoom([], catalogueOf(list, wanted));
        const cases = new Map<string, string>();
        for (const step of steps) {
          step(room, list);
          for (const entity of room.state.alarms.values()) {
            if (entity.kind !== 'alarm' || entity.value.id === '') continue;
            const { id, node, raisedAt } = entity.value;
            expect(cases.get(id) ?? `${node} ${raisedAt}`).toBe(`${node} ${raisedAt}`);
            cases.set(id, `${node} ${raisedAt}`);
          }
        }
        expect(cases.size).toBeLessThanOrEqual(room.state.room?.alarmCount ?? 0);
      }),
      { numRuns: 50 },
    );
  });
});
