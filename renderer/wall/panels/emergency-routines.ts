import { parseNodeId } from '../../../shared/model/catalogue';
import type { Incident, RoutineState } from '../../../shared/model/incidents';
import { type NodeState, severity, worse } from '../../../shared/model/states';
import { incidentsOfNode, openIncidents } from '../../../shared/rules/incidents/read-incidents';
import { routinesFor } from '../../../shared/rules/incidents/routines';
import { formatSince } from '../../../shared/time/format';
import { box, type Group, group, type Item, type Rect } from '../layout/display-list';
import { slotState } from '../model/wall-model';
import { nodeWords } from './board-words';
import { blankWords, focusOf, rootsOf } from './cause-focus';
import { headOf } from './causes';
import { alone, lineHeight, put, rule, shape } from './drawing';
import { definePanel, type PanelContext, type PanelDrawing, type PanelFacts, type PanelView } from './panel';

/** A site that is hit: what is wrong with its most critical services, and whether it works by its emergency routine. */
export interface SiteRoutine {
  readonly id: string;
  readonly name: string;
  /** `unconfirmed`: nobody has answered, which is not "no". */
  readonly state: RoutineState;
  /** When that was said, ms UTC; null: nobody has said it. */
  readonly at: number | null;
  /** Names of its services of criticality 1 that are not normal, without those that fail at every site. */
  readonly services: readonly string[];
}

export interface RoutinesFacts extends PanelFacts {
  readonly sites: readonly SiteRoutine[];
  /** Services of criticality 1 that fail alike at every site that is hit, and in which state, the worst first. */
  readonly everywhere: { readonly state: NodeState; readonly names: readonly string[] } | null;
  /** Somebody coordinates it: sites are asked. */
  readonly incident: boolean;
  /** What stands there where no site is hit. */
  readonly none: string;
}

export const emergencyRoutinesPanel = definePanel<'emergency-routines', RoutinesFacts>({
  kind: 'emergency-routines',
  facts: ({ about }, context) => factsOf(about ?? context.about, context),
  draw: (facts, body, view) => {
    if (facts.sites.length === 0) {
      const { none: words } = facts;
      return {
        groups: [group(`${view.key}/none`, body, [alone(words, body, view)])],
        said: [words],
        leftOut: 0,
      };
    }
    const head = drawHead(facts, body, view);
    const used = head.groups.reduce((sum, { h }) => sum + h, 0);
    const rows = drawSites(facts.sites, { ...body, y: body.y + used, h: body.h - used }, view);
    return {
      groups: [...head.groups, ...rows.groups],
      said: [...head.said, ...rows.said],
      leftOut: rows.leftOut,
    };
  },
});

function factsOf(about: string | null, context: PanelContext): RoutinesFacts {
  const { state, model } = context;
  const incidents = incidentsAbout(about, context);
  const said = saidBySite(incidents);
  const hit = new Map([...said.keys()].map((site) => [site, new Map<string, NodeState>()]));
  // Sites that a cause hits are asked too, whether anybody has opened an incident or not.
  if (about !== null || incidents.length > 0)
    for (const site of focusOf(context, about ?? incidents[0]?.cause ?? null)?.sites ?? [])
      if (!hit.has(site)) hit.set(site, new Map());
  for (const slot of model.abnormal.values()) {
    const { site, service } = slot.node;
    if (site === null || service.criticality !== 1 || slot.status?.quiet != null) continue;
    const known = hit.get(site) ?? new Map<string, NodeState>();
    // Without an incident, a site counts as hit when something there does not work at all.
    if (!hit.has(site)) {
      if (about !== null || incidents.length > 0 || slotState(slot) !== 'down') continue;
      hit.set(site, known);
    }
    known.set(service.name, worse(known.get(service.name) ?? 'normal', slotState(slot)));
  }
  const everywhere = everywhereIn([...hit.values()]);
  const order = new Map(model.axes.rows.map(({ key }, index) => [key, index]));
  const place = (id: string): number => order.get(id) ?? Number.MAX_SAFE_INTEGER;
  const sites = [...hit].map(([id, services]): SiteRoutine => {
    const routine = said.get(id);
    const entity = state.catalogue.get(`site:${id}`);
    return {
      id,
      name: entity?.kind === 'site' ? entity.value.name : id,
      state: routine?.state ?? 'unconfirmed',
      at: routine?.at ?? null,
      services: [...services]
        .filter(([name]) => !everywhere?.names.includes(name))
        .sort(([, a], [, b]) => severity(b) - severity(a))
        .map(([name]) => name),
    };
  });
  return {
    head: headOf(context),
    sites: sites.sort((a, b) => place(a.id) - place(b.id) || (a.id < b.id ? -1 : 1)),
    everywhere,
    incident: incidents.length > 0,
    none: noneWords(about, context),
  };
}

function noneWords(about: string | null, context: PanelContext): string {
  const { state, t } = context;
  const blank = blankWords(context, about);
  if (blank !== null || about === null) return blank ?? t('panels:emergency.none');
  return t('panels:emergency.noneAbout', { what: nodeWords(state.catalogue, about) });
}

/** The incidents about a node; about none: all that are open. */
function incidentsAbout(about: string | null, context: PanelContext): readonly Incident[] {
  const { state } = context;
  if (about === null) return openIncidents(state.incidents).filter((one) => one.state === 'open');
  const nodes = state.graph.nodes.has(about)
    ? [about]
    : [...state.graph.nodes.keys()].filter((id) => parseNodeId(id).service === about);
  const found = new Map<string, Incident>();
  for (const node of nodes.length > 0 ? nodes : [about])
    for (const one of incidentsOfNode(state, node, rootsOf(context, node))) found.set(one.id, one);
  return [...found.values()];
}

type Routine = Incident['routines'][number];

/** What each site has said, over all incidents: that it works by its routine before anything else, then the newest word. */
function saidBySite(incidents: readonly Incident[]): ReadonlyMap<string, Routine> {
  const said = new Map<string, Routine>();
  const weight = ({ state, at }: Routine): number => (state === 'in-use' ? 1e15 : 0) + (at ?? 0);
  for (const incident of incidents) {
    for (const routine of routinesFor(incident)) {
      const known = said.get(routine.site);
      if (!known || weight(routine) > weight(known)) said.set(routine.site, routine);
    }
  }
  return said;
}

function everywhereIn(sites: readonly ReadonlyMap<string, NodeState>[]): RoutinesFacts['everywhere'] {
  const [first, ...others] = sites;
  if (!first || others.length === 0) return null;
  const alike = [...first].filter(([name, state]) => others.every((site) => site.get(name) === state));
  const worst = alike.reduce<NodeState>((state, [, own]) => worse(state, own), 'normal');
  const names = alike.filter(([, state]) => state === worst).map(([name]) => name);
  return names.length === 0 ? null : { state: worst, names: names.sort((a, b) => a.localeCompare(b, 'nb')) };
}

function drawHead({ sites, everywhere, incident }: RoutinesFacts, body: Rect, view: PanelView): PanelDrawing {
  const { scale, t } = view;
  const h = lineHeight(scale.first);
  const small = lineHeight(scale.third);
  const used = sites.filter(({ state }) => state === 'in-use').length;
  const open = sites.filter(({ state }) => state === 'unconfirmed').length;
  const words = t('panels:emergency.inUse', { count: used, all: sites.length });
  const style = { size: scale.first, weight: 600, colour: '--text-1', least: 0.4 } as const;
  const first = put(words, { x: body.x, top: body.y, h, width: body.w * (open > 0 ? 0.5 : 1) }, style, view);
  const items: Item[] = [first.item];
  const said = [words];
  if (open > 0) {
    const mark = Math.round(scale.first * 0.72);
    const x = body.x + first.width + scale.first;
    const unconfirmed = t('panels:emergency.unconfirmed', { count: open });
    items.push(...shape('unknown', null, { x, y: Math.round(body.y + (h - mark) / 2), size: mark }, view));
    const at = { x: x + Math.round(mark * 1.25), top: body.y, h, width: body.x + body.w - x - mark * 1.25 };
    items.push(put(unconfirmed, at, { ...style, colour: '--unknown' }, view).item);
    said.push(unconfirmed);
  }
  const notes = [
    ...(everywhere ? [everywhereWords(everywhere, body.w, view)] : []),
    ...(incident ? [] : [t('panels:emergency.noIncident')]),
  ];
  let top = body.y + h;
  for (const note of notes) {
    if (top + small > body.y + body.h) break;
    const at = { x: body.x, top, h: small, width: body.w };
    items.push(put(note, at, { size: scale.third, weight: 400, colour: '--text-2', least: 0.7 }, view).item);
    said.push(note);
    top += small;
  }
  const air = Math.round(20 * scale.unit);
  items.push(rule(body.x, top + Math.round(air / 2), body.w, view));
  const rect = { ...body, h: Math.min(body.h, top + air - body.y) };
  return { groups: [group(`${view.key}/head`, rect, items)], said, leftOut: 0 };
}

/** The services by name; where that is too long to be read, how many they are. */
function everywhereWords(
  { state, names }: NonNullable<RoutinesFacts['everywhere']>,
  width: number,
  { t, measure, scale }: PanelView,
): string {
  const said = (list: string): string =>
    t('panels:emergency.everywhere', { state: t(`states:${state}`), names: list });
  const named = said(names.join(', '));
  return measure(named, scale.third * 0.7, 400) <= width
    ? named
    : said(t('panels:emergency.services', { count: names.length }));
}

/** A column narrower than this cuts names and words, in sizes of type. */
const COLUMN = 13;

function drawSites(sites: readonly SiteRoutine[], body: Rect, view: PanelView): PanelDrawing {
  const { scale, t, link } = view;
  const gap = Math.round(60 * scale.unit);
  const widths = (size: number): number => Math.max(1, Math.floor((body.w + gap) / (size * COLUMN + gap)));
  // In as few columns as hold them all, and in larger type where there is room for it.
  const fits = [scale.second, scale.third, scale.fifth]
    .flatMap((size) =>
      Array.from({ length: Math.min(3, widths(size)) }, (_, index) => ({ size, columns: index + 1 })),
    )
    .find(({ size, columns }) => Math.ceil(sites.length / columns) * rowHeight(size) <= body.h);
  const { size, columns } = fits ?? { size: scale.fifth, columns: Math.min(3, widths(scale.fifth)) };
  const h = rowHeight(size);
  const most = Math.max(0, Math.floor(body.h / h)) * columns;
  // What nobody has confirmed is what has to be asked: it is never what is left out first.
  const kept =
    sites.length <= most ? sites : sites.filter((site) => [...sites].sort(byNeed).indexOf(site) < most);
  const rows = Math.max(1, Math.ceil(kept.length / columns));
  const width = Math.floor((body.w - gap * (columns - 1)) / columns);
  const groups = kept.map((site, index): Group => {
    const column = Math.floor(index / rows);
    const rect = { x: body.x + column * (width + gap), y: body.y + (index % rows) * h, w: width, h };
    return group(`${view.key}/site/${site.id}`, rect, siteItems(site, size, rect, view));
  });
  const said = kept.map((site) =>
    `${site.name}: ${t(`incidents:routine.${site.state}`)} ${site.at === null ? '' : formatSince(site.at, link.hubNow)}`.trim(),
  );
  return { groups, said, leftOut: sites.length - kept.length };
}

const rowHeight = (size: number): number => Math.round(size * 1.62);

function byNeed(a: SiteRoutine, b: SiteRoutine): number {
  const rank = ({ state }: SiteRoutine): number =>
    ['unconfirmed', 'in-use', 'ended', 'not-needed'].indexOf(state);
  return rank(a) - rank(b);
}

function siteItems(site: SiteRoutine, size: number, rect: Rect, view: PanelView): Item[] {
  const { t, link, scale } = view;
  const open = site.state === 'unconfirmed';
  const at = site.at === null ? '' : formatSince(site.at, link.hubNow);
  const words = open
    ? t('incidents:routine.unconfirmed')
    : `${t(`incidents:routine.${site.state}`)} ${at}`.trim();
  const right = rect.x + rect.w;
  const end = put(
    words,
    { x: right, top: rect.y, h: rect.h, width: rect.w * 0.55 },
    {
      size,
      weight: open ? 600 : 500,
      colour: open ? '--unknown' : site.state === 'in-use' ? '--text-1' : '--text-2',
      align: 'right',
      least: 0.7,
    },
    view,
  );
  const mark = Math.round(size * 0.72);
  const markRoom = open ? Math.round(mark * 1.3) : 0;
  const name = put(
    site.name,
    { x: rect.x, top: rect.y, h: rect.h, width: rect.w - end.width - markRoom - size },
    { size, weight: open ? 600 : 400, colour: '--text-1', least: 0.7 },
    view,
  );
  const items: Item[] = [name.item, end.item];
  if (open) {
    const y = Math.round(rect.y + (rect.h - mark) / 2);
    items.push(...shape('unknown', null, { x: right - end.width - markRoom, y, size: mark }, view));
  }
  const x = rect.x + name.width + Math.round(size * 0.6);
  const room = right - end.width - markRoom - Math.round(size * 0.6) - x;
  const own = Math.round(size * 0.72);
  const count = site.services.length;
  const forms = [
    site.services.join(', '),
    t('panels:emergency.services', { count }),
    t('wall:followsShort', { count }),
  ];
  const fitting = forms.find((words) => view.measure(words, own, 400) <= room);
  if (count > 0 && fitting !== undefined) {
    const place = { x, top: rect.y, h: rect.h, width: room };
    items.push(put(fitting, place, { size: own, weight: 400, colour: '--text-2' }, view).item);
  }
  const line = Math.max(1, Math.round(1.5 * scale.unit));
  return [...items, box({ x: rect.x, y: rect.y + rect.h - line, w: rect.w, h: line }, '--line')];
}
