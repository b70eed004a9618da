import { nodeId, type Service, type Site } from '../../../shared/model/catalogue';
import type { Callers, IncidentEntity, KnownError, UserReport } from '../../../shared/model/incidents';
import { type NodeState, severity, worse } from '../../../shared/model/states';
import { knownErrorsOf } from '../../../shared/rules/incidents/read-incidents';
import type { BoardState } from '../../stores/board-store';
import { fold, placeOf, type StatusOf, stateOf } from '../model/row';

/** Something that people call about: a service at a site, or a service of which nobody has said the site. */
export interface Subject {
  /** The node, or the service's id. */
  readonly id: string;
  readonly service: Service;
  /** Null: a central service, or one by site whose site nobody has said. */
  readonly site: Site | null;
  /** The service is at several sites, and this is none of them. */
  readonly whole: boolean;
  /** Words that it is found by, folded. */
  readonly haystack: string;
}

/** A subject with what is known of it now. */
export interface SubjectLine {
  readonly kind: 'subject';
  readonly key: string;
  readonly subject: Subject;
  readonly state: NodeState;
  readonly callers: Callers | null;
  readonly report: UserReport | null;
  /** Of a whole service: sites that are not normal, of all. */
  readonly hit: { readonly bad: number; readonly of: number } | null;
}
export interface KnownErrorLine {
  readonly kind: 'known-error';
  readonly key: string;
  readonly error: KnownError;
}
export type CallerLine = SubjectLine | KnownErrorLine;

/** Lines under a heading. `found`: what was written for; the others are there when nothing is written. */
export interface CallerSection {
  readonly section: 'found' | 'called' | 'reported' | 'abnormal' | 'errors';
  readonly lines: readonly CallerLine[];
  /** Lines that are not shown. */
  readonly more: number;
}

/** Lines of what was written for, and of what is not normal: a list that is read while somebody is on the telephone. */
const MOST = 40;

type Board = Pick<BoardState, 'catalogue' | 'graph'>;

/** Everything that can be called about: first each service as a whole, then by site, in the catalogue's order. */
export function subjectsOf(board: Board): readonly Subject[] {
  const subjects: Subject[] = [];
  const whole = new Set<string>();
  for (const node of board.graph.nodes.values()) {
    const { service } = node;
    const { site } = placeOf(board, node);
    if (node.site !== null && !whole.has(service.id)) {
      whole.add(service.id);
      subjects.push({ id: service.id, service, site: null, whole: true, haystack: hay(service, null) });
    }
    subjects.push({ id: node.id, service, site, whole: false, haystack: hay(service, site) });
  }
  return subjects.sort(
    (a, b) =>
      a.service.criticality - b.service.criticality ||
      a.service.order - b.service.order ||
      Number(b.whole) - Number(a.whole) ||
      (a.site?.order ?? -1) - (b.site?.order ?? -1),
  );
}

function hay(service: Service, site: Site | null): string {
  return fold([service.name, service.id, site?.name, site?.id].filter(Boolean).join(' '));
}

/**
 * The subjects that have every word of `text`: those whose name begins with it first, of equals what is not normal or
 * has been called about before the rest. A whole service comes before its sites, so that "dips" alone counts no site.
 */
export function findSubjects(
  subjects: readonly Subject[],
  text: string,
  weigh: (subject: Subject) => number,
): readonly Subject[] {
  const words = fold(text).split(/\s+/).filter(Boolean);
  const [first = ''] = words;
  return subjects
    .filter(({ haystack }) => words.every((word) => haystack.includes(word)))
    .map((subject) => ({ subject, score: score(subject.haystack, first, words), weight: weigh(subject) }))
    .sort((a, b) => b.score - a.score || b.weight - a.weight)
    .map(({ subject }) => subject);
}

/** How well the words fit: a name that begins with them, then words that do, then anything. */
function score(haystack: string, first: string, words: readonly string[]): number {
  const begins = words.filter((word) => haystack.startsWith(word) || haystack.includes(` ${word}`)).length;
  return (haystack.startsWith(first) ? 10 : 0) + begins;
}

/** The list: what was written for, or, while nothing is written, what people call about and what is not normal. */
export function callerSections(
  board: Board,
  subjects: readonly Subject[],
  incidents: ReadonlyMap<string, IncidentEntity>,
  status: StatusOf,
  text: string,
): readonly CallerSection[] {
  const line = (subject: Subject): SubjectLine => lineOf(board, subject, incidents, status);
  const words = fold(text).split(/\s+/).filter(Boolean);
  const errors = knownErrorsOf(incidents).filter((error) => {
    const hay = fold([error.title, error.symptom, error.number, ...names(board, error)].join(' '));
    return words.every((word) => hay.includes(word));
  });
  const errorLines = errors.map(
    (error): KnownErrorLine => ({ kind: 'known-error', key: `known-error ${error.id}`, error }),
  );
  if (words.length > 0) {
    const found = findSubjects(subjects, text, (subject) => {
      const { state, callers } = line(subject);
      return (callers === null ? 0 : 100) + severity(state);
    });
    return [
      sectionOf('found', found.slice(0, MOST).map(line), found.length),
      sectionOf('errors', errorLines),
    ];
  }
  const called: SubjectLine[] = [];
  const reported: SubjectLine[] = [];
  const abnormal: SubjectLine[] = [];
  for (const subject of subjects) {
    const one = line(subject);
    if (one.callers !== null) called.push(one);
    else if (one.report !== null) reported.push(one);
    // Of a service by site the whole stands for its sites: forty red rows of one service tell no more than one.
    else if (one.state !== 'normal' && (subject.whole || subject.site === null)) abnormal.push(one);
  }
  called.sort((a, b) => (b.callers?.lastAt ?? 0) - (a.callers?.lastAt ?? 0));
  abnormal.sort(
    (a, b) =>
      severity(b.state) - severity(a.state) || a.subject.service.criticality - b.subject.service.criticality,
  );
  return [
    sectionOf('called', called),
    sectionOf('reported', reported),
    sectionOf('abnormal', abnormal.slice(0, MOST), abnormal.length),
    sectionOf('errors', errorLines),
  ].filter(({ lines }) => lines.length > 0);
}

function sectionOf(
  section: CallerSection['section'],
  lines: readonly CallerLine[],
  all = lines.length,
): CallerSection {
  return { section, lines, more: all - lines.length };
}

function names({ catalogue }: Pick<Board, 'catalogue'>, error: KnownError): readonly string[] {
  return error.services.map((id) => {
    const entity = catalogue.get(`service:${id}`);
    return entity?.kind === 'service' ? entity.value.name : id;
  });
}

/** A subject with what is known of it. */
export function lineOf(
  board: Board,
  subject: Subject,
  incidents: ReadonlyMap<string, IncidentEntity>,
  status: StatusOf,
): SubjectLine {
  const callers = incidents.get(`callers:${subject.id}`);
  const report = incidents.get(`report:${subject.id}`);
  const states = subject.whole
    ? subject.service.sites.flatMap((site) => {
        const id = nodeId(subject.service.id, site);
        return board.graph.nodes.has(id) ? [stateOf(status(id))] : [];
      })
    : [stateOf(status(subject.id))];
  return {
    kind: 'subject',
    key: subject.id,
    subject,
    state: states.reduce(worse, 'normal'),
    callers: callers?.kind === 'callers' ? callers.value : null,
    report: report?.kind === 'report' ? report.value : null,
    hit: subject.whole
      ? { bad: states.filter((state) => state !== 'normal').length, of: states.length }
      : null,
  };
}
