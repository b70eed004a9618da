import type { LinkState } from '../../../shared/contract/ipc';
import { type CatalogueEntity, parseNodeId } from '../../../shared/model/catalogue';
import type { NodeStatus, Patch, RoomStatus } from '../../../shared/model/room';
import { NODE_STATES, type NodeState, severity } from '../../../shared/model/states';
import { formatAge, formatSeconds, formatSince, type Language } from '../../../shared/time/format';
import { WORDS } from './words';

/** How many of what is wrong are named. */
const NAMED = 5;

/** The room as text: keeps what a few lines in a terminal need, fed by the board's patches. */
export class Summary {
  readonly #nodes = new Map<string, NodeStatus>();
  readonly #names = new Map<string, string>();
  #room: RoomStatus | null = null;

  /** Begins anew from a snapshot. */
  load(patch: Patch): void {
    this.#nodes.clear();
    this.#names.clear();
    this.#room = null;
    this.apply(patch);
  }

  /** Takes changes. Returns whether any could be seen in the lines. */
  apply(patch: Patch): boolean {
    let seen = false;
    for (const key of patch.catalogue?.drop ?? []) seen = this.#names.delete(key) || seen;
    for (const [key, entity] of patch.catalogue?.put ?? []) seen = this.#name(key, entity) || seen;
    for (const key of patch.status?.drop ?? []) seen = this.#nodes.delete(key) || seen;
    for (const [key, entity] of patch.status?.put ?? []) {
      if (entity.kind !== 'node') continue;
      const before = this.#nodes.get(key);
      this.#nodes.set(key, entity.value);
      seen ||= before?.state !== entity.value.state || before.since !== entity.value.since;
    }
    for (const [, room] of patch.room?.put ?? []) {
      this.#room = room;
      seen = true;
    }
    return seen;
  }

  /** The lines, `now` in ms UTC. The first says it all; one more for each of the worst few. */
  lines(link: LinkState, lang: Language, now: number): string[] {
    const words = WORDS[lang];
    const counts = new Map<NodeState, number>();
    for (const node of this.#nodes.values()) counts.set(node.state, (counts.get(node.state) ?? 0) + 1);
    const counted = NODE_STATES.filter((state) => counts.has(state)).map(
      (state) => `${words.state[state].toLowerCase()} ${counts.get(state)}`,
    );
    const title = [this.#room?.demo ? words.demo : '', this.#room?.name ?? ''].filter(Boolean).join(' ');
    const first = [
      formatSeconds(now),
      title,
      linkText(link, lang, now),
      counted.length === 0 ? words.nothing : counted.join(', '),
    ];
    return [first.filter(Boolean).join(' · '), ...this.#wrong(lang, now)];
  }

  #wrong(lang: Language, now: number): string[] {
    const wrong = [...this.#nodes.values()]
      .filter((node) => node.state !== 'normal')
      .sort(
        (a, b) =>
          severity(b.state) - severity(a.state) ||
          Number(follows(a)) - Number(follows(b)) ||
          a.since - b.since ||
          (a.id < b.id ? -1 : 1),
      );
    const words = WORDS[lang];
    const lines = wrong.slice(0, NAMED).map((node) => {
      const since = `${words.since} ${formatSince(node.since, now)} (${formatAge(now - node.since, lang)})`;
      return `  ${words.state[node.state]}: ${this.#title(node.id)}, ${since}`;
    });
    if (wrong.length > NAMED) lines.push(`  + ${wrong.length - NAMED} ${words.more}`);
    return lines;
  }

  #title(id: string): string {
    const { service, site } = parseNodeId(id);
    const name = this.#names.get(`service:${service}`) ?? service;
    return site === null ? name : `${name}, ${this.#names.get(`site:${site}`) ?? site}`;
  }

  #name(key: string, entity: CatalogueEntity): boolean {
    if (entity.kind !== 'service' && entity.kind !== 'site') return false;
    const changed = this.#names.get(key) !== entity.value.name;
    this.#names.set(key, entity.value.name);
    return changed;
  }
}

function linkText(link: LinkState, lang: Language, now: number): string {
  const words = WORDS[lang];
  const text = words.link[link.phase];
  if (link.phase === 'live') return text;
  const known = link.knownAt === null ? '' : `, ${words.known} ${formatSince(link.knownAt, now)}`;
  const reason = link.reason === null ? '' : ` (${link.reason})`;
  return `${text} ${words.since} ${formatSince(link.since, now)}${reason}${known}`;
}

/** Whether what it depends on explains it: causes are named before what follows from them. */
function follows(node: NodeStatus): boolean {
  return node.because.some((cause) => cause.kind === 'need');
}
