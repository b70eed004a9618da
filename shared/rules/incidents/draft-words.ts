import type { Site } from '../../model/catalogue';
import type { OutMessage } from '../../model/incidents';
import { type NodeState, severity } from '../../model/states';
import { formatAge, formatClock, formatSince, formatUntil } from '../../time/format';
import type { DraftFacts, DraftView, HitService } from './draft-facts';

/** Names in a subject before the rest is counted. */
const NAMED = 3;
/** Sites that are named one by one before they are counted. */
const SITES_NAMED = 8;
const MAX_SUBJECT = 200;
const MAX_BODY = 8_000;

/** What a message is written for. Times are ms UTC. */
interface Occasion {
  readonly kind: OutMessage['kind'];
  readonly now: number;
  readonly nextAt: number | null;
}

/** The subject: what is wrong with what, in the words of those who use it. */
export function draftSubject(facts: DraftFacts, kind: OutMessage['kind']): string {
  const first = facts.earlier[0]?.subject ?? null;
  if (kind === 'closing') {
    const back = facts.services.length > 0 ? `${namesOf(facts.services)} virker igjen` : null;
    const left = facts.services.some(({ state }) => isHit(state));
    if (back !== null && !left) return cut(`Løst: ${back}`, MAX_SUBJECT);
    const how = left ? (backOf(facts) > 0 ? 'Delvis løst' : 'Ikke løst') : 'Løst';
    return cut(`${how}: ${first ?? troubleOf(facts)}`, MAX_SUBJECT);
  }
  if (kind === 'update') return cut(`Oppdatering: ${first ?? troubleOf(facts)}`, MAX_SUBJECT);
  return cut(troubleOf(facts), MAX_SUBJECT);
}

/** The text of a message, in paragraphs that each answer one question. */
export function draftBody(view: DraftView, facts: DraftFacts, occasion: Occasion): string {
  const parts =
    occasion.kind === 'closing' ? closingParts(view, facts, occasion) : openParts(view, facts, occasion);
  const signed = [...parts, signature(view, facts)].filter((part) => part !== null && part !== '');
  return cut(signed.join('\n\n'), MAX_BODY);
}

function openParts(view: DraftView, facts: DraftFacts, occasion: Occasion): readonly (string | null)[] {
  const { now, nextAt } = occasion;
  return [
    occasion.kind === 'update' ? `Status ${atClock(now, now)}: ${progressOf(facts, now)}` : null,
    `${whatHappens(facts)}${facts.began === null ? '' : ` Det har vart siden ${atClock(facts.began, now)}.`}`,
    whoIsHit(view, facts),
    whatItMeans(facts),
    whatToDo(facts),
    occasion.kind === 'first' ? whatIsDone(facts) : causeSentence(facts),
    nextAt === null ? null : `Ny melding kommer senest ${untilClock(nextAt, now)}.`,
  ];
}

function closingParts(view: DraftView, facts: DraftFacts, { now }: Occasion): readonly (string | null)[] {
  const left = facts.services.filter(({ state }) => isHit(state));
  const about = facts.earlier[0];
  const { began, over } = facts;
  const lasted =
    began !== null && over !== null && over > began
      ? `Feilen varte fra ${atClock(began, now)} til ${atClock(over, now)} (${formatAge(over - began, 'nb')}).`
      : null;
  return [
    left.length === 0
      ? `${facts.services.length > 0 ? capital(namesOf(facts.services)) : 'Det som var meldt,'} virker igjen.`
      : `${backOf(facts) > 0 ? `Ikke alt er tilbake: ${backOf(facts)} av ${facts.alarm?.symptomsMost ?? 0} er det.` : 'Feilen er ikke rettet.'} ${stateSentences(left, false)}`,
    lasted,
    whoIsHit(view, facts),
    left.length === 0 && facts.routines.length > 0
      ? 'Gå tilbake til vanlig arbeidsmåte. Før inn det som ble skrevet på papir mens nødrutinen gjaldt.'
      : whatToDo(facts),
    causeSentence(facts),
    about ? `Dette avslutter driftsmelding ${about.number} («${about.subject}»).` : null,
  ];
}

/** What is wrong, short. */
function troubleOf(facts: DraftFacts): string {
  const { services, cause, incident } = facts;
  if (services.length === 0)
    return incident?.title ?? (cause ? `Feil på ${joined(cause.names)}` : 'Driftsforstyrrelse');
  const down = services.filter(({ state }) => state === 'down');
  if (down.length > 0) return `${namesOf(down)} er nede`;
  const worst = worstOf(services);
  if (worst === 'redundancy-lost') return `${namesOf(services)} er uten reserve`;
  return worst === 'unknown' || worst === 'stale'
    ? `Usikkert om ${namesOf(services)} virker`
    : `Problemer med ${namesOf(services)}`;
}

function whatHappens(facts: DraftFacts): string {
  const { services, alarm, incident } = facts;
  if (services.length === 0) return sentence(incident?.title ?? 'Vi har en driftsforstyrrelse');
  if (alarm?.basis === 'reported' && services.every(({ state }) => !isHit(state)))
    return `Brukere melder om problemer med ${namesOf(services)}. Våre egne målinger viser ingen feil.`;
  return stateSentences(services, backOf(facts) > 0);
}

/**
 * One sentence for each way of being hit, the worst first. `coming`: some of what was hit is back; what people have named
 * and is measured well then, is.
 */
function stateSentences(services: readonly HitService[], coming: boolean): string {
  const down = services.filter(({ state }) => state === 'down');
  const partly = services.filter(({ state }) => state === 'degraded' || state === 'warning');
  const spare = services.filter(({ state }) => state === 'redundancy-lost');
  const unsure = services.filter(({ state }) => state === 'unknown' || state === 'stale');
  const said = services.filter(({ state }) => state === 'normal');
  return [
    down.length > 0 && `${capital(namesOf(down))} er nede.`,
    partly.length > 0 && `${capital(namesOf(partly))} virker bare delvis, eller går tregt.`,
    // Where something stops, that the rest has no reserve is nothing its users can act on.
    spare.length > 0 &&
      down.length + partly.length === 0 &&
      `${capital(namesOf(spare))} virker, men står uten reserve.`,
    unsure.length > 0 && `Vi kan ikke se om ${namesOf(unsure)} virker.`,
    said.length > 0 &&
      (coming ? `${capital(namesOf(said))} virker igjen.` : `Det er problemer med ${namesOf(said)}.`),
  ]
    .filter((text) => text !== false)
    .join(' ');
}

function whoIsHit(view: DraftView, facts: DraftFacts): string | null {
  const sites = [...view.catalogue.values()].flatMap((entity) =>
    entity.kind === 'site' ? [entity.value] : [],
  );
  const hit = sites.filter(({ id }) => facts.sites.has(id));
  if (hit.length === 0) return facts.services.length > 0 ? 'Det gjelder alle som bruker det.' : null;
  if (hit.length === sites.length && sites.length > 1) return `Det gjelder alle ${sites.length} steder.`;
  return `Det gjelder ${joined(placesOf(view, sites, hit))}.`;
}

/** A trust by its name where all of it is hit; single sites otherwise, and a number where they are many. */
function placesOf(view: DraftView, sites: readonly Site[], hit: readonly Site[]): readonly string[] {
  const places: string[] = [];
  const single: Site[] = [];
  for (const trust of new Set(hit.map((site) => site.trust))) {
    const mine = hit.filter((site) => site.trust === trust);
    const all = sites.filter((site) => site.trust === trust);
    const entity = view.catalogue.get(`trust:${trust}`);
    if (entity?.kind === 'trust' && mine.length === all.length && all.length > 1)
      places.push(`hele ${entity.value.name}`);
    else single.push(...mine);
  }
  single.sort((a, b) => a.order - b.order);
  const named = single.length > SITES_NAMED ? single.slice(0, SITES_NAMED - 1) : single;
  places.push(...named.map(({ name }) => name));
  if (named.length < single.length) places.push(`${single.length - named.length} steder til`);
  return places;
}

function whatItMeans({ consequence, consequences }: DraftFacts): string | null {
  const [only, ...more] = consequences;
  const text = consequence ?? (more.length === 0 ? (only?.text ?? null) : null);
  if (text !== null) return `Hva det betyr: ${sentence(text)}`;
  if (!only) return null;
  return `Hva det betyr:\n${consequences.map(({ name, text }) => `- ${name}: ${sentence(text)}`).join('\n')}`;
}

function whatToDo(facts: DraftFacts): string | null {
  const lines = [
    ...facts.routines.map(({ name, link }) => `Følg nødrutinen for ${name}: ${link}`),
    ...facts.workarounds.map(({ workaround }) => `Så lenge kan du gjøre slik: ${sentence(workaround ?? '')}`),
    ...(facts.plan?.telephone ? [`Haster det, eller ser du noe annet: ring ${facts.plan.telephone}.`] : []),
  ];
  return lines.length === 0 ? null : `Hva du kan gjøre:\n${lines.map((line) => `- ${line}`).join('\n')}`;
}

function whatIsDone(facts: DraftFacts): string {
  const work = facts.taken ? 'Vi arbeider med å rette feilen.' : 'Feilen er registrert hos oss.';
  const cause = causeSentence(facts);
  return cause === null ? work : `${work} ${cause}`;
}

function causeSentence({ cause }: DraftFacts): string | null {
  if (!cause) return null;
  return `Årsaken er ${cause.certain ? '' : 'trolig '}en feil på ${joined(cause.names)}.`;
}

/** How many of what the cause took down are back. */
function backOf({ alarm }: DraftFacts): number {
  return (alarm?.symptomsMost ?? 0) - (alarm?.symptoms ?? 0);
}

/** What has come of it since the last message. */
function progressOf(facts: DraftFacts, now: number): string {
  const { alarm, incident, services } = facts;
  const times = incident?.times;
  const said: string[] = [];
  const most = alarm?.symptomsMost ?? 0;
  const back = backOf(facts);
  if (services.length === 0) said.push('vi måler ingen feil lenger.');
  else if (most > 0 && back > 0) said.push(`${back} av ${most} er tilbake.`);
  else said.push(services.some(({ state }) => state === 'down') ? 'fortsatt nede.' : 'fortsatt problemer.');
  if (times?.repair != null) said.push(`Rettingen begynte ${atClock(times.repair, now)}.`);
  else if (times?.recovered != null) said.push('Selve feilen er rettet, og resten er på vei tilbake.');
  else if (times?.diagnosed != null) said.push(`Årsaken ble funnet ${atClock(times.diagnosed, now)}.`);
  else if (facts.taken)
    said.push(`Vi arbeider fortsatt med å ${facts.cause ? 'rette feilen' : 'finne årsaken'}.`);
  return said.join(' ');
}

function signature(view: DraftView, { plan }: DraftFacts): string | null {
  return plan?.sender ?? view.room?.name ?? null;
}

function isHit(state: NodeState): boolean {
  return state !== 'normal';
}

function worstOf(services: readonly HitService[]): NodeState {
  return services.reduce<NodeState>(
    (worst, { state }) => (severity(state) > severity(worst) ? state : worst),
    'normal',
  );
}

/** `A`, `A og B`, `A, B og C`, `A, B og 12 andre tjenester`. */
function namesOf(services: readonly HitService[]): string {
  const names = services.map(({ service }) => service.name);
  if (names.length <= NAMED) return joined(names);
  return joined([...names.slice(0, NAMED - 1), `${names.length - NAMED + 1} andre tjenester`]);
}

function joined(names: readonly string[]): string {
  if (names.length < 2) return names[0] ?? '';
  return `${names.slice(0, -1).join(', ')} og ${names.at(-1)}`;
}

/** `kl. 03:52`, `22.11. kl. 23:10`. */
function atClock(at: number, now: number): string {
  const text = formatSince(at, now);
  return text === formatClock(at) ? `kl. ${text}` : text.replace(/ (\d\d:\d\d)$/, ' kl. $1');
}

/** `kl. 04:30`, `man. kl. 07:00`. */
function untilClock(at: number, now: number): string {
  const text = formatUntil(at, now, 'nb');
  return text === formatClock(at) ? `kl. ${text}` : text.replace(/ (\d\d:\d\d)$/, ' kl. $1');
}

function sentence(text: string): string {
  const trimmed = text.trim();
  return /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

function cut(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
