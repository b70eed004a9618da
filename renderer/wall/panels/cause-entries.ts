import type { Incident } from '../../../shared/model/incidents';
import type { NodeState } from '../../../shared/model/states';
import { readAlarm } from '../../../shared/rules/alarms/reduce-alarms';
import { openIncidents } from '../../../shared/rules/incidents/read-incidents';
import { readCheck, readNode } from '../../../shared/rules/reduce';
import { reasons } from '../../desk/model/reasons';
import { nodeName } from '../../desk/model/row';
import { type AlarmLook, alarmLook } from '../../parts/alarm-shape';
import type { ColourToken } from '../../theme/state-theme';
import { calloutState, calloutWords } from '../layout/callout-words';
import type { Attention, Holder, WallPeople } from '../model/attention';
import { type Callout, findCallouts } from '../model/callouts';
import { messagesIn, type NextWord, nextWord } from './next-word';
import type { PanelContext } from './panel';

/** A cause, or an incident that no alarm speaks for any more, as panels tell of it. */
export interface CauseEntry {
  readonly key: string;
  /** Null: an incident without a cause that is measured. */
  readonly callout: Callout | null;
  readonly state: NodeState;
  /** How its shape is drawn; null: it is no alarm of anybody's. */
  readonly look: AlarmLook | null;
  readonly priority: number | null;
  readonly what: string;
  readonly where: string;
  /** What it is, in a word, and that word's colour. */
  readonly word: string;
  readonly colour: ColourToken;
  /** ms UTC; null: not known. */
  readonly since: number | null;
  readonly hand: Attention['state'] | null;
  readonly holder: Holder | null;
  readonly incident: Incident | null;
  readonly next: NextWord;
  /** Besides: what it rests on, how much follows, how much is back, who has called. */
  readonly details: readonly string[];
}

/** What asks for somebody, before it is put into words: a line of the strip, an open incident, or both. */
export interface Standing {
  readonly callout: Callout | null;
  readonly incident: Incident | null;
}

/** Found once for each context, which several panels of a display share. */
const found = new WeakMap<PanelContext, readonly Standing[]>();

/** All that asks for somebody, as the mosaic's strip has it, and open incidents besides; the most pressing first. */
export function standingsIn(context: PanelContext): readonly Standing[] {
  const known = found.get(context) ?? findStandings(context);
  found.set(context, known);
  return known;
}

function findStandings({ state, model }: PanelContext): readonly Standing[] {
  // While the hub itself sees nothing, one sentence says so for all.
  if (state.room?.vantageLostSince != null) return [];
  const people: WallPeople = state;
  const open = openIncidents(state.incidents).filter((incident) => incident.state === 'open');
  const told = new Set<string>();
  const standing = findCallouts(model, state.maintenance, people).map((callout): Standing => {
    const incident = incidentOf(callout, open);
    if (incident) told.add(incident.id);
    return { callout, incident };
  });
  return [
    ...standing,
    ...open.filter(({ id }) => !told.has(id)).map((incident) => ({ callout: null, incident })),
  ];
}

/** What panels tell of it. */
export function entryOf({ callout, incident }: Standing, context: PanelContext): CauseEntry | null {
  const { state } = context;
  const messages = messagesIn(state.incidents);
  if (callout === null)
    return incident && incidentEntry(incident, nextWord(messages, aboutOf(incident)), context);
  const alarms = callout.nodes.flatMap((node) => readAlarm(state.alarms, node) ?? []);
  const { what, where } = calloutWords(callout.subject, context);
  const { word, colour } = calloutState(callout, context);
  const { attention } = callout;
  return {
    key: callout.key,
    callout,
    state: callout.state,
    look: attention && alarmLook(attention.state),
    priority: callout.priority,
    what,
    where,
    word,
    colour,
    since: callout.since,
    hand: attention?.state ?? null,
    holder: attention?.holder ?? null,
    incident,
    next: nextWord(messages, { nodes: callout.nodes, incident, alarms }),
    details: detailsOf(callout, incident, context),
  };
}

/** So many are put into words where all are asked for: no panel has room for more. */
const ENTRIES_MOST = 60;

/** The most pressing of what asks for somebody, put into words. */
export function causeEntries(context: PanelContext): readonly CauseEntry[] {
  return standingsIn(context)
    .slice(0, ENTRIES_MOST)
    .flatMap((one) => entryOf(one, context) ?? []);
}

function aboutOf(incident: Incident): Parameters<typeof nextWord>[1] {
  return { nodes: incident.cause === null ? [] : [incident.cause], incident, alarms: [] };
}

function incidentOf({ nodes, news }: Callout, open: readonly Incident[]): Incident | null {
  if (news.incident === null) return null;
  const { number } = news.incident;
  const ofNodes = ({ cause, alarms }: Incident): boolean =>
    nodes.some((node) => node === cause || alarms.some((alarm) => alarm.node === node));
  return open.find((one) => one.number === number && ofNodes(one)) ?? null;
}

function incidentEntry(incident: Incident, next: NextWord, { state, t }: PanelContext): CauseEntry {
  return {
    key: `incident/${incident.id}`,
    callout: null,
    state: 'normal',
    look: null,
    priority: null,
    what: incident.title,
    where: '',
    word: t(`incidents:severity.${incident.severity}`),
    colour: incident.severity === 'major' ? '--major' : '--text-1',
    since: incident.times.occurred ?? incident.openedAt,
    hand: null,
    holder: personOf(state, incident.commander),
    incident,
    next,
    details: [incident.number],
  };
}

/** Somebody by id, with initials; null: nobody. */
export function personOf({ people }: Pick<WallPeople, 'people'>, id: string | null): Holder | null {
  if (id === null) return null;
  const entity = people.get(`person:${id}`);
  if (entity?.kind === 'person') return { initials: entity.value.initials, name: entity.value.name };
  return { initials: id.slice(0, 2).toLocaleUpperCase('nb'), name: id };
}

function detailsOf(callout: Callout, incident: Incident | null, context: PanelContext): readonly string[] {
  const { t } = context;
  const { news, follows, subject } = callout;
  const { basis, recovery, callers, unexplained } = news;
  const major = incident?.severity === 'major';
  return [
    ...(incident
      ? [
          major
            ? t('wall:major', { number: incident.number })
            : t('panels:incident', { number: incident.number }),
        ]
      : []),
    ...(basis === 'inferred' || basis === 'named' ? [t(`wall:basis.${basis}`)] : []),
    ...(unexplained ? [t('wall:unexplainedOne')] : []),
    ...(recovery ? [t('wall:recovery', { back: recovery.back, all: recovery.all })] : []),
    ...(follows > 0 ? [t('wall:follows', { count: follows })] : []),
    ...(callers > 0 ? [t('wall:callers', { count: callers })] : []),
    ...(subject.kind === 'service' ? reasonOf(callout, context) : []),
  ];
}

/** Why, in the words of its first check or dependency. */
function reasonOf({ nodes }: Callout, { state, t, lang }: PanelContext): readonly string[] {
  const [node] = nodes;
  const status = node === undefined ? undefined : readNode(state.status, node);
  if (!status) return [];
  const view = {
    graph: state.graph,
    check: (id: string) => readCheck(state.status, id),
    node: (id: string) => readNode(state.status, id),
    name: (id: string) => nodeName(state, id),
  };
  return reasons({ ...status, because: status.because.slice(0, 1) }, view, { t, lang });
}
