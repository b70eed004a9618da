import type { Alarm } from '../../../shared/model/alarms';
import { parseNodeId, type Service, type Team } from '../../../shared/model/catalogue';
import type { NodeStatus } from '../../../shared/model/room';
import { severity } from '../../../shared/model/states';
import type { Block, Section, WrittenReport } from '../../../shared/paper/written-report';
import { alarmGroups } from '../../../shared/rules/alarms/list';
import { openIncidents } from '../../../shared/rules/incidents/read-incidents';
import { onCallNow } from '../../../shared/rules/on-call';
import type { RoomView } from '../../../shared/rules/reduce';
import { answering, onWatch } from '../../../shared/rules/watch/duty';
import { formatClock, formatDate, formatSince, type Language } from '../../../shared/time/format';
import { WORDS } from '../app/words';
import { PACK_WORDS, type PackWords } from './pack-words';

/** What of the room is printed. */
export type PackView = Pick<
  RoomView,
  'catalogue' | 'status' | 'room' | 'maintenance' | 'alarms' | 'people' | 'incidents' | 'watch'
>;

export interface PackMoment {
  /** The hub's time, ms UTC. */
  readonly now: number;
  readonly lang: Language;
  /** When a hub last vouched for what is known, ms UTC, while none does now; null: it does now. */
  readonly knownAt: number | null;
  /** Nothing was ever known. */
  readonly empty: boolean;
}

const DAY_MS = 86_400_000;
/** Services that are not normal and not named are counted: a page that nobody reads helps nobody. */
const NODES_MOST = 120;

/** The room as sections of a report. What is wrong first, whom to call next, and what to do without the machines last. */
export function packOf(view: PackView, moment: PackMoment): WrittenReport {
  const { now, lang, knownAt, empty } = moment;
  const words = PACK_WORDS[lang];
  const names = new Names(view);
  const speech: Speech = { words, lang, now, names };
  const made = `${words.made} ${formatDate(now, lang)} ${formatClock(now)}.`;
  const known = empty
    ? words.never
    : knownAt === null
      ? words.live
      : `${words.old} ${formatDate(knownAt, lang)} ${formatClock(knownAt)}.`;
  const demo = view.room?.demo ? `${words.demo}. ` : '';
  return {
    title: `${words.title}: ${view.room?.name ?? 'Vaktrom'}`,
    subtitle: `${demo}${made} ${known} ${words.note}`,
    sections: [
      statusSection(view, speech),
      alarmSection(view, speech),
      incidentSection(view, speech),
      watchSection(view, speech),
      openSection(view, speech),
      maintenanceSection(view, speech),
      onCallSection(view, speech),
      routineSection(view, speech),
    ].filter((section) => section.blocks.length > 0),
  };
}

interface Speech {
  readonly words: PackWords;
  readonly lang: Language;
  readonly now: number;
  readonly names: Names;
}

class Names {
  readonly #view: PackView;

  constructor(view: PackView) {
    this.#view = view;
  }

  node(id: string): string {
    const { service, site } = parseNodeId(id);
    const name = this.#service(service)?.name ?? service;
    if (site === null) return name;
    const entity = this.#view.catalogue.get(`site:${site}`);
    return `${name}, ${entity?.kind === 'site' ? entity.value.name : site}`;
  }

  criticality(id: string): string {
    return String(this.#service(parseNodeId(id).service)?.criticality ?? '');
  }

  person(id: string | null): string {
    if (id === null) return '';
    const entity = this.#view.people.get(`person:${id}`);
    return entity?.kind === 'person' ? entity.value.name : id;
  }

  position(id: string | null): string {
    if (id === null) return '';
    const entity = this.#view.catalogue.get(`watch-position:${id}`);
    return entity?.kind === 'watch-position' ? entity.value.name : id;
  }

  shift(id: string): string {
    const entity = this.#view.catalogue.get(`shift-pattern:${id}`);
    return entity?.kind === 'shift-pattern' ? entity.value.name : id;
  }

  #service(id: string): Service | undefined {
    const entity = this.#view.catalogue.get(`service:${id}`);
    return entity?.kind === 'service' ? entity.value : undefined;
  }
}

function statusSection(view: PackView, { words, lang, now, names }: Speech): Section {
  const wrong: NodeStatus[] = [];
  let normal = 0;
  for (const entity of view.status.values()) {
    if (entity.kind !== 'node') continue;
    if (entity.value.state === 'normal') normal += 1;
    else wrong.push(entity.value);
  }
  const critical = (node: NodeStatus): number => Number(names.criticality(node.id)) || 9;
  wrong.sort(
    (a, b) =>
      severity(b.state) - severity(a.state) ||
      critical(a) - critical(b) ||
      a.since - b.since ||
      order(a.id, b.id),
  );
  if (wrong.length === 0) return { title: words.status, blocks: [text(`${words.allNormal} (${normal}).`)] };
  const counts = new Map<string, number>();
  for (const { state } of wrong) {
    const word = WORDS[lang].state[state];
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const counted = [...counts].map(([state, count]) => `${state} ${count}`);
  const rows = wrong.slice(0, NODES_MOST).map((node) => {
    const cause = node.because.find(({ kind }) => kind === 'need' || kind === 'soft-need');
    const remark = [
      cause ? `${words.follows} ${names.node(cause.id)}` : '',
      node.quiet === null ? '' : words.quiet,
    ];
    return [
      names.node(node.id),
      names.criticality(node.id),
      WORDS[lang].state[node.state],
      formatSince(node.since, now),
      remark.filter((part) => part !== '').join('; '),
    ];
  });
  const left = wrong.length - rows.length;
  return {
    title: words.status,
    blocks: [
      text(`${counted.join(', ')}, ${WORDS[lang].state.normal} ${normal}.`),
      table(words.nodes, rows),
      ...(left > 0 ? [text(`+ ${left} ${words.more}`)] : []),
    ],
  };
}

function alarmSection(view: PackView, { words, lang, now, names }: Speech): Section {
  const alarms: Alarm[] = [];
  for (const entity of view.alarms.values()) if (entity.kind === 'alarm') alarms.push(entity.value);
  const rows = alarmGroups(alarms)
    .filter(({ key }) => key !== 'quiet')
    .flatMap((group) => group.alarms)
    .concat(alarms.filter(({ state }) => state === 'out-of-service'))
    .map((alarm) => {
      const shelf =
        alarm.shelf && `${words.until} ${formatSince(alarm.shelf.until, now)}: ${alarm.shelf.reason}`;
      const out = alarm.outOfService && `${alarm.outOfService.responsible}: ${alarm.outOfService.reason}`;
      const folded = alarm.symptoms > 0 ? `${alarm.symptoms} ${words.symptoms}` : '';
      return [
        alarm.id,
        String(alarm.priority),
        names.node(alarm.node),
        `${WORDS[lang].state[alarm.condition]}, ${words.alarmState[alarm.state]}`,
        formatSince(alarm.activeSince ?? alarm.raisedAt, now),
        names.person(alarm.owner),
        [folded, shelf, out, alarm.ticket].filter(Boolean).join('; '),
      ];
    });
  return {
    title: words.alarms,
    blocks: [rows.length === 0 ? text(words.noAlarms) : table(words.alarmHead, rows)],
  };
}

function incidentSection(view: PackView, { words, now, names }: Speech): Section {
  const rows = openIncidents(view.incidents).map((incident) => [
    incident.number,
    incident.consequence === null ? incident.title : `${incident.title}. ${incident.consequence}`,
    names.person(incident.commander),
    formatSince(incident.openedAt, now),
    incident.update === null ? '' : formatSince(incident.update.until, now),
  ]);
  return { title: words.incidents, blocks: rows.length === 0 ? [] : [table(words.incidentHead, rows)] };
}

function watchSection(view: PackView, { words, now, names }: Speech): Section {
  const { duty, planned, next } = onWatch(view, now);
  const keeper = (position: string | null, person: string | null): string => {
    const who = person === null ? words.vacant : names.person(person);
    return position === null ? who : `${names.position(position)}: ${who}`;
  };
  const rows: [string, string][] = [
    [
      words.hasWatch,
      duty === null || duty.holders.length === 0
        ? words.nobodyOnWatch
        : duty.holders.map(({ position, person }) => keeper(position, person)).join(', '),
    ],
  ];
  for (const shift of [...planned, ...(next === null ? [] : [next])]) {
    const time = `${formatSince(shift.ref.start, now)}–${formatSince(shift.ref.end, now)}`;
    const label =
      shift === next ? `${words.next}: ${names.shift(shift.ref.shift)}` : names.shift(shift.ref.shift);
    rows.push([
      label,
      `${time}. ${shift.staff.map(({ position, person }) => keeper(position, person)).join(', ')}`,
    ]);
  }
  return { title: words.watch, blocks: [{ kind: 'facts', rows }] };
}

function openSection(view: PackView, { words, now, names }: Speech): Section {
  const rows: string[][] = [];
  for (const entity of view.watch.values()) {
    if (entity.kind === 'follow-up' && entity.value.closed === null) {
      const { number, text: what, owner, dueAt, due } = entity.value;
      const by = dueAt === null ? '' : formatSince(dueAt, now);
      rows.push([number, what, names.person(owner), due ? `${by} (${words.due})` : by]);
    } else if (entity.kind === 'routine-run' && ['open', 'overdue'].includes(entity.value.state)) {
      const { number, name, dueAt, state } = entity.value;
      const by = formatSince(dueAt, now);
      rows.push([number, name, '', state === 'overdue' ? `${by} (${words.due})` : by]);
    }
  }
  rows.sort((a, b) => order(a[0] ?? '', b[0] ?? ''));
  return { title: words.open, blocks: rows.length === 0 ? [] : [table(words.openHead, rows)] };
}

function maintenanceSection(view: PackView, { words, now }: Speech): Section {
  const items = [...view.maintenance.values()]
    .flatMap(({ window, run, next }) => {
      const title = [window.title, window.ticket, window.owner].filter(Boolean).join(', ');
      if (run) return [{ at: run.start, text: `${title}: ${words.running} ${formatSince(run.end, now)}` }];
      if (next && next.start < now + DAY_MS) {
        const span = `${formatSince(next.start, now)} ${words.until} ${formatSince(next.end, now)}`;
        return [{ at: next.start, text: `${title}: ${words.coming} ${span}` }];
      }
      return [];
    })
    .sort((a, b) => a.at - b.at)
    .map((item) => item.text);
  return {
    title: words.maintenance,
    blocks: [items.length === 0 ? text(words.noMaintenance) : { kind: 'list', items }],
  };
}

function onCallSection(view: PackView, { words, now, names }: Speech): Section {
  const teams: Team[] = [];
  for (const entity of view.catalogue.values()) if (entity.kind === 'team') teams.push(entity.value);
  teams.sort((a, b) => a.order - b.order);
  const rows = teams.flatMap((team) => {
    const duty = onCallNow(team, now);
    if (!duty || duty.contacts.length === 0) return [[team.name, words.nobodyOnCall, '', '', '']];
    const next = duty.until === null ? null : onCallNow(team, duty.until);
    return duty.contacts.map((contact, index) => {
      const who = answering(view.watch, contact).map((person) => names.person(person));
      return [
        index === 0 ? team.name : '',
        who.length === 0 ? contact.name : `${contact.name} (${words.answers} ${who.join(', ')})`,
        contact.phone,
        index === 0 && duty.until !== null ? formatSince(duty.until, now) : '',
        index === 0 ? (next?.contacts ?? []).map(({ name, phone }) => `${name} ${phone}`).join(', ') : '',
      ];
    });
  });
  return {
    title: words.onCall,
    blocks: [rows.length === 0 ? text(words.noTeams) : table(words.onCallHead, rows)],
  };
}

function routineSection(view: PackView, { words }: Speech): Section {
  const services: Service[] = [];
  for (const entity of view.catalogue.values()) if (entity.kind === 'service') services.push(entity.value);
  const rows = services
    .sort((a, b) => a.criticality - b.criticality || a.order - b.order)
    .flatMap((service) => {
      const entity = view.catalogue.get(`alarm-class:${service.id}`);
      const known = entity?.kind === 'alarm-class' ? entity.value : null;
      const link = service.emergencyRoutine ?? known?.emergencyRoutine ?? null;
      // What is pressing is done also where nobody has written a routine.
      const steps = service.criticality === 1 || link !== null ? (known?.steps ?? []) : [];
      if (link === null && steps.length === 0) return [];
      const numbered = steps.map((step, index) => `${index + 1}. ${step}`).join(' ');
      return [[service.name, String(service.criticality), numbered, link ?? '']];
    });
  return {
    title: words.routines,
    blocks: [rows.length === 0 ? text(words.noRoutines) : table(words.routineHead, rows)],
  };
}

const text = (words: string): Block => ({ kind: 'text', text: words });
const table = (head: readonly string[], rows: readonly (readonly string[])[]): Block => ({
  kind: 'table',
  head,
  rows,
});
const order = (a: string, b: string): number => a.localeCompare(b, 'nb', { numeric: true });
