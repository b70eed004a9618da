import type { Alarm } from '../../model/alarms';
import { parseNodeId } from '../../model/catalogue';
import type { DraftLine, Handover, HandoverSection, LineSource } from '../../model/handover';
import type { EntryLink } from '../../model/shift-log';
import type { NodeState } from '../../model/states';
import { dayKey, formatClock, formatSince } from '../../time/format';
import { VANTAGE_NODE } from '../alarms/decide';
import type { RoomView } from '../reduce';
import type { ShiftLedger } from './ledger';
import { openHandover } from './read-handovers';
import { receiverFor } from './transfers';
import type { Trend } from './trend';

/** What a draft is drawn from. */
export type DraftView = Pick<
  RoomView,
  | 'catalogue'
  | 'graph'
  | 'status'
  | 'room'
  | 'maintenance'
  | 'sources'
  | 'alarms'
  | 'people'
  | 'incidents'
  | 'watch'
  | 'muting'
>;

/** Longest line of a draft; longer words are cut. */
const TEXT_MOST = 1_000;
const SOURCES_MOST = 20;
const LABEL_MOST = 60;

/** A line as whoever draws it says it. */
export interface LineSketch {
  readonly key: string;
  readonly order: number;
  /** What is read first. */
  readonly lead?: string;
  /** What the same sentence goes on with. */
  readonly tail?: string;
  /** What follows, in sentences; empty and missing ones are left out. */
  readonly parts: readonly (string | null | false | undefined)[];
  readonly sources: readonly LineSource[];
  readonly node?: string | null;
  readonly critical?: boolean;
}

/** Everything that one draft is drawn from, and the words that all of its sections use. */
export class DraftContext {
  readonly view: DraftView;
  readonly ledger: ShiftLedger;
  readonly trends: readonly Trend[];
  /** The hub's time, ms UTC. */
  readonly now: number;
  /** Every alarm there is, in the order of the room. */
  readonly alarms: readonly Alarm[];
  /** How many sites the region has. */
  readonly sites: number;
  readonly #handover: Handover | undefined;
  readonly #symptoms = new Map<string, string[]>();
  readonly #entries = new Map<string, LineSource[]>();

  constructor(view: DraftView, ledger: ShiftLedger, trends: readonly Trend[], now: number) {
    this.view = view;
    this.ledger = ledger;
    this.trends = trends;
    this.now = now;
    this.alarms = [...view.alarms.values()].flatMap((entity) =>
      entity.kind === 'alarm' ? [entity.value] : [],
    );
    this.#handover = openHandover(view.watch);
    let sites = 0;
    for (const { kind } of view.catalogue.values()) if (kind === 'site') sites += 1;
    this.sites = sites;
    for (const { node, suppressed } of this.alarms) {
      if (suppressed?.kind !== 'cause') continue;
      this.#symptoms.set(suppressed.id, [...(this.#symptoms.get(suppressed.id) ?? []), node]);
    }
    this.#indexEntries();
  }

  /** Nodes with an alarm that this one explains, the most critical first. */
  symptomsOf(cause: string): readonly string[] {
    const { graph } = this.view;
    return [...(this.#symptoms.get(cause) ?? [])].sort(
      (a, b) =>
        (this.criticality(a) ?? 9) - (this.criticality(b) ?? 9) ||
        (graph.nodes.get(a)?.order ?? 0) - (graph.nodes.get(b)?.order ?? 0),
    );
  }

  /** Entries of the shift log about something, by its kind and what it is called; the newest few. */
  entriesAbout(kind: EntryLink['kind'], ids: readonly string[]): readonly LineSource[] {
    return ids.flatMap((id) => (id === '' ? [] : (this.#entries.get(`${kind}:${id}`) ?? []))).slice(-4);
  }

  #indexEntries(): void {
    for (const entity of this.view.watch.values()) {
      if (entity.kind !== 'entry' || entity.value.number === '') continue;
      const { id, number, links } = entity.value;
      for (const link of links) {
        const key = `${link.kind}:${link.id}`;
        this.#entries.set(key, [...(this.#entries.get(key) ?? []), { kind: 'entry', id, label: number }]);
      }
    }
  }

  /** A line of a section. Sentences are put together; what is too long is cut. */
  line(section: HandoverSection, sketch: LineSketch): DraftLine {
    const { key, order, lead = '', tail = '', parts, sources, node = null, critical = false } = sketch;
    const rest = parts.filter((part): part is string => typeof part === 'string' && part !== '').join('. ');
    const begin = `${lead}${tail}`;
    const joint = begin === '' || rest === '' ? '' : begin.endsWith(':') ? ' ' : '. ';
    const text = cut(oneLine(`${begin}${joint}${rest}`), TEXT_MOST);
    return {
      key: key.slice(0, 200),
      section,
      order,
      text,
      lead: Math.min(oneLine(lead).replace(/:$/, '').length, text.length),
      sources: sources.slice(0, SOURCES_MOST).map((source) => ({
        kind: source.kind,
        id: source.id.slice(0, 300),
        label: cut(source.label, LABEL_MOST),
      })),
      node,
      critical,
      at: this.now,
    };
  }

  /** `14:02`; on another day `22.11. 14:02`. Never a span from now: the text is read later. */
  clock(at: number): string {
    return formatSince(at, this.now);
  }

  /** `01:14–01:31`. */
  span(from: number, to: number): string {
    const end = dayKey(from) === dayKey(to) ? formatClock(to) : this.clock(to);
    return `${this.clock(from)}–${end}`;
  }

  /** A person as the room calls them. */
  person(id: string): string {
    const entity = this.view.people.get(`person:${id}`);
    return entity?.kind === 'person' ? entity.value.name : id;
  }

  /** Whose it is, and whose it becomes: `Eier nattoperatør → dagoperatør 1`. */
  owner(id: string, what = 'Eier'): string {
    const to = this.receiver(id);
    return `${what} ${this.person(id)}${to === null ? '' : ` → ${this.person(to)}`}`;
  }

  /** Who takes over what a person has; null: they do not hand over, or nobody is there yet. */
  receiver(person: string): string | null {
    const handover = this.#handover;
    if (!handover?.outgoing.some((one) => one.person === person)) return null;
    const to = receiverFor(person, handover.outgoing, handover.incoming);
    return to === person ? null : to;
  }

  service(node: string): string {
    if (node === VANTAGE_NODE) return 'Vaktrom ser ikke nettet';
    const { service } = parseNodeId(node);
    const entity = this.view.catalogue.get(`service:${service}`);
    return entity?.kind === 'service' ? entity.value.name : service;
  }

  site(id: string): string {
    const entity = this.view.catalogue.get(`site:${id}`);
    return entity?.kind === 'site' ? entity.value.name : id;
  }

  /** The site of a node; null: it is central. */
  siteOf(node: string): string | null {
    const { site } = parseNodeId(node);
    return site === null ? null : this.site(site);
  }

  /** `DIPS Arena, Mo`. */
  node(node: string): string {
    const site = this.siteOf(node);
    return site === null ? this.service(node) : `${this.service(node)}, ${site}`;
  }

  team(id: string): string {
    const entity = this.view.catalogue.get(`team:${id}`);
    return entity?.kind === 'team' ? entity.value.name : id;
  }

  /** Business criticality of a node's service; null: it is in no catalogue. */
  criticality(node: string): number | null {
    return this.view.graph.nodes.get(node)?.service.criticality ?? null;
  }
}

/** The state of a node as the room says it. */
export const STATE_WORDS: Readonly<Record<NodeState, string>> = {
  down: 'nede',
  degraded: 'redusert',
  unknown: 'ukjent',
  stale: 'uten ferske målinger',
  'redundancy-lost': 'uten reserve',
  warning: 'med varsel',
  normal: 'normal',
};

/** The alarm as a source: its number, or its node's where it has none. */
export function alarmSource({ node, id }: Pick<Alarm, 'node' | 'id'>): LineSource {
  return { kind: 'alarm', id: node, label: id === '' ? node : id };
}

/** `1 innringer`, `7 innringere`; null: nobody has called. */
export function callersWord(count: number): string | null {
  if (count <= 0) return null;
  return count === 1 ? '1 innringer' : `${count} innringere`;
}

/** `A`, `A og B`, `A, B og C`, `A, B, C og 12 til`. */
export function listed(names: readonly string[], most = 4): string {
  const unique = [...new Set(names)];
  const shown = unique.length > most ? unique.slice(0, most - 1) : unique;
  const more = unique.length - shown.length;
  const all = more > 0 ? [...shown, `${more} til`] : shown;
  if (all.length < 2) return all[0] ?? '';
  return `${all.slice(0, -1).join(', ')} og ${all.at(-1)}`;
}

/** Words on one line, without a full stop of their own at the end. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** What a person wrote, on one line, bounded, and without the full stop that the sentence gives it. */
export function quoted(text: string, most = 300): string {
  return cut(oneLine(text), most).replace(/[.]$/, '');
}

export function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

export function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
