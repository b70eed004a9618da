import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CommandKind, CommandPayload } from '../../../../shared/contract/commands';
import type { EventBody } from '../../../../shared/model/events';
import type { Incident, IncidentEntity } from '../../../../shared/model/incidents';
import { decideIncident } from '../../../../shared/rules/incidents/decide-incident';
import { readAct, type UnreadCommand } from '../../../../shared/rules/incidents/decision';
import { provisional } from '../../../../shared/rules/incidents/provisional';
import { incidentsIn, tasksOf, timelineOf } from '../../../../shared/rules/incidents/read-incidents';
import { Projection } from '../../../../shared/rules/projection';
import { aPerson, FOUR } from '../../../fixtures/alarm-bench';
import { incidentRoom, openingOf } from '../../../fixtures/incident-bench';
import { catalogueChanged, eventWriter } from '../../../fixtures/room';

/**
 * Two desks that are cut off from their hub and from each other, each with a person who works on the same incident, and on
 * one that both open on the same cause. Their outboxes are delivered in any interleaving, with repetitions, and in any
 * number of pieces: the result is the same, and every word is somewhere in it.
 */

const BASE = 'hendelse-0';
const PEOPLE = ['kari', 'ola'] as const;
/** Acts are at least this long after the beginning, and everything that occurred before: times stay in order, ms. */
const ACTS_FROM = 10_000;

/** What one person does, before it has an id. `at`: ms after the last of that person's. */
interface Deed {
  readonly do: keyof typeof DEEDS;
  readonly own: boolean;
  readonly pick: number;
  readonly later: number;
}

const SEVERITIES = ['major', 'high', 'moderate'] as const;
const SITES = ['mo', 'oslo', 'bodo'] as const;
const some = <T>(list: readonly T[], pick: number): T => list[pick % list.length] as T;

type Said = { [K in CommandKind]: readonly [K, string, CommandPayload<K>] }[CommandKind];
type Doing = Deed & {
  readonly incident: string;
  readonly desk: number;
  readonly n: number;
  readonly at: number;
};

/** What each deed says; `word` is a text that nobody else says. */
const DEEDS = {
  title: ({ incident, desk, n }: Doing): Said => [
    'incident.set',
    `incident/${incident}`,
    { title: `tittel ${desk}-${n}` },
  ],
  fields: ({ incident, desk, n, pick }: Doing): Said => [
    'incident.set',
    `incident/${incident}`,
    { consequence: `følge ${desk}-${n}`, severity: some(SEVERITIES, pick), commander: some(PEOPLE, pick) },
  ],
  hit: ({ incident, pick }: Doing): Said => [
    'incident.set',
    `incident/${incident}`,
    { sites: [some(SITES, pick)], services: [some(['dips', 'print'], pick)] },
  ],
  note: ({ incident, desk, n }: Doing): Said => [
    'incident.note',
    `incident/${incident}`,
    { id: `notat-${desk}-${n}`, text: `ord ${desk}-${n}` },
  ],
  time: ({ incident, pick }: Doing): Said => [
    'incident.time',
    `incident/${incident}`,
    some(
      [
        { which: 'occurred' as const, at: FOUR - 9_000 + pick },
        { which: 'detected' as const, at: FOUR + pick },
        { which: 'repair' as const, at: FOUR + pick },
        { which: 'recovered' as const, at: null },
        { which: 'recovered' as const, at: FOUR + 100 + pick },
      ],
      pick,
    ),
  ],
  update: ({ incident, at, pick }: Doing): Said => [
    'incident.update',
    `incident/${incident}`,
    { until: pick % 3 === 0 ? null : at + 60_000 * (1 + pick) },
  ],
  routine: ({ incident, desk, n, pick }: Doing): Said => [
    'incident.routine',
    `incident/${incident}`,
    {
      site: some(SITES, pick),
      state: some(['unconfirmed', 'not-needed', 'ended'] as const, pick),
      note: `rutine ${desk}-${n}`,
    },
  ],
  task: ({ incident, desk, n }: Doing): Said => [
    'task.set',
    `task/oppgave-${desk}-${n}`,
    { incident, text: `gjør ${desk}-${n}`, owner: null },
  ],
  change: ({ incident, desk, n, pick }: Doing): Said => [
    'task.set',
    'task/oppgave-0',
    { incident, text: `annet ${desk}-${n}`, owner: some([null, ...PEOPLE], pick) },
  ],
  tick: ({ pick }: Doing): Said => ['task.done', 'task/oppgave-0', { done: pick % 2 === 0 }],
  restore: ({ incident, at }: Doing): Said => ['incident.restore', `incident/${incident}`, { at: at - 1 }],
  close: ({ incident, desk, n }: Doing): Said => [
    'incident.close',
    `incident/${incident}`,
    { code: 'network', note: `lukket ${desk}-${n}` },
  ],
  reopen: ({ incident, desk, n }: Doing): Said => [
    'incident.reopen',
    `incident/${incident}`,
    { note: `åpnet ${desk}-${n}` },
  ],
  caller: (): Said => ['caller.add', 'dips@mo', { by: 1 }],
} as const;

const deed = fc.record<Deed>({
  do: fc.constantFrom(...(Object.keys(DEEDS) as (keyof typeof DEEDS)[])),
  own: fc.boolean(),
  pick: fc.nat(30),
  later: fc.nat(3),
});

/** What lies in one desk's outbox: it may have opened the incident on the cause first. */
function outboxOf(desk: number, opens: boolean, severity: number, deeds: readonly Deed[]): UnreadCommand[] {
  const actor = PEOPLE[desk] ?? 'kari';
  const own = `hendelse-${desk + 1}`;
  // Both open before either goes on: what is closed before the other finds it is not the same incident.
  let at = FOUR + ACTS_FROM + desk;
  const command = (n: number, [kind, subject, payload]: Said): UnreadCommand => ({
    id: `command-${desk}-${n}`,
    kind,
    subject,
    payload,
    actor,
    actedAt: at,
  });
  const opening = openingOf(own, {
    cause: 'core',
    title: `åpnet av ${actor}`,
    severity: some(SEVERITIES, severity),
    services: [some(['dips', 'print', 'core'], severity)],
    ticket: desk === 0 ? null : 'S-1',
    occurredAt: FOUR - 9_000 + severity,
  });
  const commands = opens ? [command(0, ['incident.open', `incident/${own}`, opening])] : [];
  at += 1 - desk;
  deeds.forEach((one, index) => {
    at += one.later;
    const incident = opens && one.own ? own : BASE;
    commands.push(command(index + 1, DEEDS[one.do]({ ...one, incident, desk, n: index, at })));
  });
  return commands;
}

/** A hub that stands where both desks last heard of it: one incident, with one task. */
class Hub {
  readonly state = new Projection();
  readonly refused: string[] = [];
  readonly #write = eventWriter();
  readonly #receipts = new Set<string>();

  constructor() {
    this.#say({ type: 'hub.started', version: '0', reducer: 0, blindFrom: null });
    this.#say(catalogueChanged(incidentRoom()));
    for (const id of PEOPLE) this.#say({ type: 'person.set', person: aPerson(id), actor: 'maskinen' });
    const base = { actor: 'kari', actedAt: FOUR };
    const opening = openingOf(BASE, { title: 'felles', occurredAt: FOUR - 9_500 });
    this.take({
      ...base,
      id: 'command-base-0',
      kind: 'incident.open',
      subject: `incident/${BASE}`,
      payload: opening,
    });
    const task = { incident: BASE, text: 'ring', owner: null };
    this.take({ ...base, id: 'command-base-1', kind: 'task.set', subject: 'task/oppgave-0', payload: task });
  }

  /** Takes effect once, however often it comes. */
  take(command: UnreadCommand): void {
    if (this.#receipts.has(command.id)) return;
    this.#receipts.add(command.id);
    const act = readAct(command);
    if (!act) throw new Error(`malformed ${command.kind}`);
    const decision = decideIncident(this.state, act, FOUR + 3_600_000);
    if ('refused' in decision) this.refused.push(`${command.kind}: ${decision.refused.code}`);
    for (const body of 'ok' in decision ? decision.ok : decision.kept) this.#say(body);
  }

  #say(body: EventBody): void {
    this.state.apply(this.#write(body, FOUR));
  }
}

/** Delivers two outboxes, each in its own order: `turns` says whose turn it is; some are delivered twice. */
function deliver(outboxes: readonly (readonly UnreadCommand[])[], turns: readonly number[]): Hub {
  const hub = new Hub();
  const next = [0, 0];
  const step = (desk: number): void => {
    const command = outboxes[desk]?.[next[desk] ?? 0];
    if (!command) return;
    hub.take(command);
    next[desk] = (next[desk] ?? 0) + 1;
    // An answer that is lost: it is sent once more.
    if (turns.length % 3 === 0) hub.take(command);
  };
  for (const turn of turns) step(turn);
  for (const desk of [0, 1]) while ((next[desk] ?? 0) < (outboxes[desk]?.length ?? 0)) step(desk);
  return hub;
}

/** What people read: without what depends on which opening came first, and on whose word was the late one. */
function readable(incidents: ReadonlyMap<string, IncidentEntity>) {
  const view = incidentsIn(incidents).map((incident) => {
    const { id, number, aliases, stamps, update, movedAt, ...rest } = incident;
    const names = [id, ...aliases].sort();
    const said = Object.keys(stamps).filter((name) => !/^(task|done):c\d/.test(name));
    const tasks = tasksOf(incidents, incident).map(({ id: task, incident: _, source, by, ...what }) =>
      source === 'checklist' ? { order: what.order, text: what.text } : { task, by, ...what },
    );
    const notes = timelineOf(incidents, incident).filter(({ id }) => id.startsWith('notat-'));
    const texts = notes.map(({ id: note, at, by, text }) => ({ note, at, by, text }));
    return { ...rest, names, said: said.sort(), tasks, texts, ...(wasMoved(incident) ? {} : { update }) };
  });
  const callers = [...incidents.values()].filter(({ kind }) => kind === 'callers');
  return { incidents: view.sort((a, b) => ((a.names[0] ?? '') < (b.names[0] ?? '') ? -1 : 1)), callers };
}

/** One that was reopened has a new deadline from when that was heard. */
function wasMoved({ stamps }: Incident): boolean {
  return stamps.state !== undefined;
}

/** Every text that is anywhere in the incidents, their timelines and tasks. */
function wordsIn(incidents: ReadonlyMap<string, IncidentEntity>): string {
  return JSON.stringify([...incidents.values()]);
}

const world = fc.record({
  opens: fc.tuple(fc.boolean(), fc.boolean()),
  severities: fc.tuple(fc.nat(2), fc.nat(2)),
  deeds: fc.tuple(fc.array(deed, { maxLength: 12 }), fc.array(deed, { maxLength: 12 })),
  one: fc.array(fc.nat(1), { maxLength: 26 }),
  other: fc.array(fc.nat(1), { maxLength: 26 }),
});

describe('incidents on two desks that are cut off', () => {
  it('merge to the same, in whatever order what they did arrives, and nothing that was said is lost', () => {
    fc.assert(
      fc.property(world, ({ opens, severities, deeds, one, other }) => {
        const outboxes = [0, 1].map((desk) =>
          outboxOf(desk, opens[desk] ?? false, severities[desk] ?? 0, deeds[desk] ?? []),
        );
        const first = deliver(outboxes, one);
        const second = deliver(outboxes, other);
        expect([first.refused, second.refused]).toEqual([[], []]);
        expect(readable(first.state.incidents)).toEqual(readable(second.state.incidents));
        for (const hub of [first, second]) {
          const words = wordsIn(hub.state.incidents);
          for (const { payload } of outboxes.flat()) {
            for (const name of ['title', 'text', 'note', 'consequence', 'ticket'] as const) {
              const word = (payload as Record<string, unknown> | null)?.[name];
              if (typeof word === 'string') expect(words).toContain(word);
            }
          }
        }
      }),
      { numRuns: 400 },
    );
  });

  it('show on a desk what the hub will make of its outbox, but for the numbers', () => {
    fc.assert(
      fc.property(world, ({ opens, severities, deeds }) => {
        const outbox = outboxOf(0, opens[0], severities[0], deeds[0]);
        const shown = provisional(new Hub().state, outbox, FOUR + 3_600_000).incidents;
        const hub = deliver([outbox, []], []);
        const unnumbered = (incidents: ReadonlyMap<string, IncidentEntity>) =>
          [...incidents].map(([key, entity]) =>
            entity.kind === 'incident' && entity.value.id !== BASE
              ? [key, { ...entity.value, number: '' }]
              : [key, entity.value],
          );
        expect(new Map(unnumbered(shown) as [string, object][])).toEqual(
          new Map(unnumbered(hub.state.incidents) as [string, object][]),
        );
      }),
      { numRuns: 200 },
    );
  });
});
