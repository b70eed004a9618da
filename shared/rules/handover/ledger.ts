import type { ActionRun, AlarmMove, Call, CauseCode } from '../../model/alarms';
import type { LogEvent } from '../../model/events';
import type { Notification } from '../../model/incidents';
import { type NodeState, worse } from '../../model/states';

/** A time in which a node was not normal, as far as it was seen since the shift began. */
export interface Spell {
  readonly node: string;
  /** The alarm's number; empty: it had none that was given since. */
  readonly id: string;
  /** ms UTC. Of what began before the shift: the first that was heard of it since. */
  readonly from: number;
  /** Null: it lasts. */
  readonly to: number | null;
  readonly worst: NodeState;
  /** It was to be heard at some time: nothing kept it quiet by design. */
  readonly heard: boolean;
  /** The node that explained it last; null: nothing did. */
  readonly under: string | null;
  /** Maintenance that was expected to do this; null: none. */
  readonly maintenance: string | null;
  /** The most that followed from it. */
  readonly symptoms: number;
}

/** A maintenance window's occurrence that ended. Times are ms UTC. */
export interface EndedMaintenance {
  readonly id: string;
  readonly title: string;
  readonly start: number;
  readonly end: number;
  /** Who ended it early; null: time did. */
  readonly by: string | null;
  readonly reason: string | null;
  readonly nodes: readonly string[];
  readonly overran: boolean;
  /** Nobody watched while it was. */
  readonly missed: boolean;
}

/** When a series of messages last had a message go out, and which. */
export interface SentMessage {
  readonly id: string;
  readonly at: number;
}

export interface Stretch {
  readonly from: number;
  /** Null: it lasts. */
  readonly to: number | null;
}

export interface CatalogueEdit {
  readonly at: number;
  readonly actor: string;
  readonly summary: string;
}

/** Spells of one node and edits that are kept, at most: an alarm keeps as many episodes, and a hub's memory is spared. */
const SPELLS_MOST = 60;
const EDITS_MOST = 50;

type Facts = Extract<AlarmMove, { kind: 'facts' }>;
type Open = { -readonly [K in keyof Spell]: Spell[K] };

/**
 * What happened since a shift began, folded out of the log: what came and went, what was done, what went out. It reads
 * nothing but events, so that a log that is read again gives the same ledger. What *is* stands in the room's state, and is
 * not kept twice.
 */
export class ShiftLedger {
  /** ms UTC: what happened before is not in it. */
  readonly since: number;
  readonly #spells = new Map<string, Open[]>();
  readonly #open = new Map<string, Open>();
  readonly #numbers = new Map<string, string>();
  readonly #calls = new Map<string, Call>();
  readonly #runs = new Map<string, ActionRun>();
  readonly #notifications = new Map<string, Notification>();
  readonly #sent = new Map<string, SentMessage>();
  readonly #ended: EndedMaintenance[] = [];
  readonly #overrun = new Set<string>();
  readonly #codes = new Map<string, CauseCode>();
  readonly #callers = new Map<string, number>();
  readonly #knownErrors = new Set<string>();
  readonly #entries = new Set<string>();
  readonly #blind: Stretch[] = [];
  readonly #vantage: Stretch[] = [];
  readonly #edits: CatalogueEdit[] = [];

  constructor(since: number) {
    this.since = since;
  }

  /** Every time in which a node was not normal, by when it was first seen. */
  spellsOf(node: string): readonly Spell[] {
    return this.#spells.get(node) ?? [];
  }

  /** Calls to people on call, as they stand, by when they were made. */
  get calls(): readonly Call[] {
    return [...this.#calls.values()].sort((a, b) => a.at - b.at || compare(a.id, b.id));
  }

  /** Runs of runbook actions, trials left out, by when they were asked for. */
  get runs(): readonly ActionRun[] {
    return [...this.#runs.values()].sort((a, b) => a.requestedAt - b.requestedAt || compare(a.id, b.id));
  }

  get notifications(): readonly Notification[] {
    return [...this.#notifications.values()].sort((a, b) => a.at - b.at || compare(a.id, b.id));
  }

  get maintenance(): readonly EndedMaintenance[] {
    return this.#ended;
  }

  /** Times in which the hub itself did not run. */
  get blind(): readonly Stretch[] {
    return this.#blind;
  }

  /** Times in which the hub did not see the network. */
  get vantage(): readonly Stretch[] {
    return this.#vantage;
  }

  get edits(): readonly CatalogueEdit[] {
    return this.#edits;
  }

  /** Known errors that were written or changed. */
  get knownErrors(): ReadonlySet<string> {
    return this.#knownErrors;
  }

  /** Entries of the shift log that were written. */
  get entries(): ReadonlySet<string> {
    return this.#entries;
  }

  /** The last message of a series that went out; undefined: none has since the shift began. */
  sentOf(series: string): SentMessage | undefined {
    return this.#sent.get(series);
  }

  /** The number that a node's alarm was last given; undefined: none since the shift began. */
  numberOf(node: string): string | undefined {
    return this.#numbers.get(node);
  }

  /** What an alarm was, as somebody said; undefined: nobody has. `alarm`: its number. */
  codeOf(alarm: string): CauseCode | undefined {
    return this.#codes.get(alarm);
  }

  /** How many have called about a node since the shift began. */
  callersOf(node: string): number {
    return Math.max(0, this.#callers.get(node) ?? 0);
  }

  /** Takes an event in. Events come in the order of the log; one from before the shift adds nothing. */
  apply({ at, body }: LogEvent): void {
    if (at < this.since) return;
    switch (body.type) {
      case 'alarms.moved':
        for (const move of body.moves) {
          if (move.kind === 'facts') this.#follow(move, at);
          else if (move.kind === 'removed') this.#end(move.node, at, at);
        }
        return;
      case 'alarm.acted':
        if (body.act.kind === 'seen' && body.act.code !== null) this.#codes.set(body.alarm, body.act.code);
        return;
      case 'call.logged':
        this.#calls.set(body.call.id, body.call);
        return;
      case 'run.moved':
        if (!body.run.dryRun) this.#runs.set(body.run.id, body.run);
        return;
      case 'notification.moved':
        if (body.what !== 'dropped') this.#notifications.set(body.notification.id, body.notification);
        return;
      case 'message.moved':
        // A message goes to several places: it went out when the first of them had it.
        if (body.what === 'sent' && this.#sent.get(body.message.series)?.id !== body.message.id)
          this.#sent.set(body.message.series, { id: body.message.id, at });
        return;
      case 'callers.counted':
        this.#callers.set(body.node, body.callers === null ? 0 : this.callersOf(body.node) + body.by);
        return;
      case 'known-error.set':
        this.#knownErrors.add(body.error.id);
        return;
      case 'log.written':
        this.#entries.add(body.entry.id);
        return;
      case 'maintenance.moved':
        if (body.run?.phase === 'overrun') this.#overrun.add(body.id);
        if (body.ended) this.#endMaintenance(body, body.ended, at);
        return;
      case 'hub.started':
        if (body.blindFrom !== null) this.#blind.push({ from: body.blindFrom, to: at });
        return;
      case 'vantage.changed':
        this.#turnVantage(body.lost, at);
        return;
      case 'catalogue.edited':
        this.#edits.push({ at, actor: body.actor, summary: body.summary });
        if (this.#edits.length > EDITS_MOST) this.#edits.shift();
        return;
      default:
        return;
    }
  }

  #follow({ node, id, facts }: Facts, at: number): void {
    if (facts.condition === 'normal') {
      this.#end(node, facts.conditionSince, at);
      return;
    }
    if (id !== '') this.#numbers.set(node, id);
    let spell = this.#open.get(node);
    if (!spell) {
      spell = {
        node,
        id: '',
        from: Math.min(facts.conditionSince, at),
        to: null,
        worst: facts.condition,
        heard: false,
        under: null,
        maintenance: null,
        symptoms: 0,
      };
      this.#open.set(node, spell);
      this.#spells.set(node, [...(this.#spells.get(node) ?? []).slice(1 - SPELLS_MOST), spell]);
    }
    const { suppressed } = facts;
    spell.id = this.#numbers.get(node) ?? '';
    spell.worst = worse(spell.worst, facts.condition);
    spell.heard ||= suppressed === null;
    spell.under = suppressed?.kind === 'cause' ? suppressed.id : spell.under;
    spell.maintenance = suppressed?.kind === 'maintenance' ? suppressed.id : spell.maintenance;
    spell.symptoms = Math.max(spell.symptoms, facts.symptoms);
  }

  #end(node: string, since: number, at: number): void {
    const spell = this.#open.get(node);
    if (!spell) return;
    // What users reported, and measurements never saw, is over when it is said to be.
    spell.to = since > spell.from ? since : Math.max(spell.from, at);
    this.#open.delete(node);
  }

  #endMaintenance(
    body: Extract<LogEvent['body'], { type: 'maintenance.moved' }>,
    ended: { readonly start: number; readonly end: number },
    at: number,
  ): void {
    const { id, title, actor, nodes, reason } = body;
    // What ends by nobody's act, and never began, passed while nobody watched (`electron/hub/maintenance/next-step.ts`).
    const missed = actor === null && reason !== null && nodes.length === 0;
    const overran = this.#overrun.delete(id);
    const end = missed ? ended.end : Math.min(ended.end, at);
    this.#ended.push({ id, title, start: ended.start, end, by: actor, reason, nodes, overran, missed });
  }

  #turnVantage(lost: boolean, at: number): void {
    const last = this.#vantage.at(-1);
    if (lost) this.#vantage.push({ from: at, to: null });
    else if (last && last.to === null) this.#vantage[this.#vantage.length - 1] = { ...last, to: at };
    else this.#vantage.push({ from: this.since, to: at });
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
