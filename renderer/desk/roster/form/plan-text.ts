import { readSection } from '../../../../shared/catalogue-text/section';
import type { Plain } from '../../../../shared/catalogue-text/yaml-text';
import type { CatalogueSourceAnswer } from '../../../../shared/contract/wire';
import { asText, isPlainMap, type PlainMap } from '../../onboard/entry-model';

/** The plan's draft among those of the services: no id of a service looks like this. */
export const PLAN_DRAFT = 'watch:';

/** The plan's own text out of all that is no service; an empty text where the file has no plan. */
export function planSource(answer: CatalogueSourceAnswer): CatalogueSourceAnswer {
  const section = readSection(answer.text ?? '', 'watch');
  return { ...answer, text: section.ok ? (section.value?.text ?? '') : '', line: null };
}

/** What a plan begins as: two shifts of twelve hours, and a quarter of an hour in which they meet. */
export function newPlan(from: string): string {
  return `overlap: 15m
positions:
  - id: dag
    name: dagoperatør
  - id: natt
    name: nattoperatør
shifts:
  - id: dag
    name: Dag
    from: "07:00"
    to: "19:15"
    positions: [dag]
  - id: natt
    name: Natt
    from: "19:00"
    to: "07:15"
    positions: [natt]
rota:
  - shift: dag
    position: dag
    from: ${from}
    by: week
    turns: [null]
  - shift: natt
    position: natt
    from: ${from}
    by: week
    turns: [null]
`;
}

/** The maps of a list of the plan; what is none is passed over, and keeps its place. */
export function listOf(
  data: PlainMap,
  key: string,
): readonly { readonly index: number; readonly item: PlainMap }[] {
  const list = data[key];
  if (!Array.isArray(list)) return [];
  return (list as readonly Plain[]).flatMap((item, index) => (isPlainMap(item) ? [{ index, item }] : []));
}

/** What the entries of a list are called, for choices. */
export function namesIn(data: PlainMap, key: string): readonly (readonly [id: string, name: string])[] {
  return listOf(data, key).map(
    ({ item }) => [asText(item.id), asText(item.name) || asText(item.id)] as const,
  );
}

/** An id that no entry of a list has: `dag`, `dag-2`. */
export function freeId(data: PlainMap, key: string, wanted: string): string {
  const taken = new Set(namesIn(data, key).map(([id]) => id));
  let id = wanted;
  for (let count = 2; taken.has(id); count += 1) id = `${wanted}-${count}`;
  return id;
}

export const WEEKDAY_WORDS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** The weekdays that a value of the file means; nothing written: every day. Unknown words are left out. */
export function readDays(value: Plain | undefined): readonly string[] {
  if (value === undefined || value === null) return WEEKDAY_WORDS;
  if (Array.isArray(value)) {
    const words = (value as readonly Plain[]).map(String);
    return WEEKDAY_WORDS.filter((day) => words.includes(day));
  }
  const [first, last = first] = String(value).split('-');
  const from = WEEKDAY_WORDS.findIndex((day) => day === first);
  const to = WEEKDAY_WORDS.findIndex((day) => day === last);
  if (from < 0 || to < 0) return [];
  // `fri-mon` goes over the end of the week.
  const count = ((to - from + 7) % 7) + 1;
  const days = Array.from({ length: count }, (_, step) => WEEKDAY_WORDS[(from + step) % 7]);
  return WEEKDAY_WORDS.filter((day) => days.includes(day));
}

/** Weekdays as the file has them: all of them need no words, and those in a row are a range. */
export function writeDays(days: readonly string[]): Plain {
  const chosen = WEEKDAY_WORDS.filter((day) => days.includes(day));
  const [first] = chosen;
  const last = chosen.at(-1);
  if (first === undefined || last === undefined) return [];
  if (chosen.length === 7) return null;
  const span = WEEKDAY_WORDS.indexOf(last) - WEEKDAY_WORDS.indexOf(first) + 1;
  if (chosen.length < 3 || span !== chosen.length) return [...chosen];
  return `${first}-${last}`;
}

/** Turns as a person edits them: `natt1, natt2, -`, where a dash is a vacancy. */
export function turnsText(value: Plain | undefined): string {
  if (!Array.isArray(value)) return '';
  return (value as readonly Plain[]).map((turn) => (turn === null ? '-' : asText(turn))).join(', ');
}

/** The same, read. Nothing written: no turns, which is a fault that the hub tells. */
export function readTurns(text: string): Plain {
  return text
    .split(/[,\s]+/)
    .filter((word) => word !== '')
    .map((word) => (/^[-–]$/.test(word) ? null : word));
}
