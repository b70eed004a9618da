import {
  HANDOVER_SECTIONS,
  type Handover,
  type HandoverSection,
  type HandoverSeverity,
  type SignedLine,
  type SignedText,
} from '../../model/handover';
import { dayKey, formatClock, formatDate, formatSince } from '../../time/format';

/** What people, positions and kinds of shift are called. */
export interface NoteNames {
  person(id: string): string;
  /** Of a watch position; its id where nobody knows. */
  position(id: string): string;
  /** Of a kind of shift (`natt`). */
  shift(id: string): string;
}

type NoteHandover = Pick<
  Handover,
  'from' | 'to' | 'outgoing' | 'incoming' | 'signatures' | 'acceptedAt' | 'beganAt'
>;

export const SECTION_TITLES: Readonly<Record<HandoverSection, string>> = {
  now: 'NÅ',
  done: 'GJORT',
  aside: 'HYLLET / UTE AV DRIFT',
  passed: 'KOM OG GIKK',
  maintenance: 'VEDLIKEHOLD',
  routines: 'RUTINER',
  watch: 'FØLG MED',
  if: 'HVIS',
};
export const SEVERITY_TITLES: Readonly<Record<HandoverSeverity, string>> = {
  green: 'GRØNT',
  yellow: 'GULT',
  red: 'RØDT',
};

/** `VAKTSKIFTE natt → dag, mandag 23.11.2026 (22:00–07:15)`. */
export function titleOf(handover: NoteHandover, names: NoteNames): string {
  const { from, to, beganAt } = handover;
  const shifts = [from, to].flatMap((ref) => (ref === null ? [] : [names.shift(ref.shift)]));
  const at = from?.end ?? beganAt;
  const span = from === null ? '' : ` (${formatClock(from.start)}–${formatClock(from.end)})`;
  return `VAKTSKIFTE ${[shifts.join(' → '), formatDate(at, 'nb')].filter((part) => part !== '').join(', ')}${span}`;
}

/** `Fra: nattoperatør   Til: dagoperatør 1, dagoperatør 2`. */
export function peopleOf(handover: NoteHandover, names: NoteNames): string {
  const list = (people: NoteHandover['outgoing']): string =>
    people.length === 0 ? 'ingen' : people.map((one) => personOf(one, names)).join(', ');
  return `Fra: ${list(handover.outgoing)}   Til: ${list(handover.incoming)}`;
}

/**
 * The note as plain text, in the shape of a good one (CONTROL-ROOM.md): what an outage of all screens leaves, and what is
 * pasted into a mail. What was struck stays, with its reason.
 */
export function noteOf(text: SignedText, handover: NoteHandover, names: NoteNames): string {
  const summary = text.summary === '' ? '' : ` ${text.summary}`;
  const lines = [
    titleOf(handover, names),
    peopleOf(handover, names),
    `ALVOR: ${SEVERITY_TITLES[text.severity]}.${summary}`,
  ];
  for (const section of HANDOVER_SECTIONS) {
    const own = text.lines.filter((line) => line.section === section);
    if (own.length === 0) continue;
    if (section === 'if') lines.push(...own.map((line) => `HVIS ${lineText(line, names)}`));
    else lines.push(SECTION_TITLES[section], ...own.map((line) => `• ${lineText(line, names)}`));
  }
  return `${[...lines, ...endOf(text, handover, names)].join('\n')}\n`;
}

/** The note as Markdown. What people wrote cannot become markup. */
export function markdownOf(text: SignedText, handover: NoteHandover, names: NoteNames): string {
  const parts = [
    `# ${plain(titleOf(handover, names))}`,
    plain(peopleOf(handover, names)),
    `**ALVOR: ${SEVERITY_TITLES[text.severity]}.** ${plain(text.summary)}`.trim(),
  ];
  for (const section of HANDOVER_SECTIONS) {
    const own = text.lines.filter((line) => line.section === section);
    if (own.length === 0) continue;
    parts.push(
      `## ${SECTION_TITLES[section]}`,
      own
        .map((line) => {
          const lead =
            line.struck === null && line.lead > 0 ? `**${plain(line.text.slice(0, line.lead))}**` : null;
          const words = lead === null ? plain(line.text) : `${lead}${plain(line.text.slice(line.lead))}`;
          const said = line.struck === null ? words : `~~${words}~~ ${plain(struckWords(line, names))}`;
          return `- ${said}${plain(sourcesOf(line))}${plain(originOf(line, names))}`;
        })
        .join('\n'),
    );
  }
  parts.push(...endOf(text, handover, names).map(plain));
  return `${parts.join('\n\n')}\n`;
}

function lineText(line: SignedLine, names: NoteNames): string {
  const words = line.text.replace(/\s*\n\s*/g, '\n  ');
  const struck = line.struck === null ? '' : ` ${struckWords(line, names)}`;
  return `${line.struck === null ? words : `[STRØKET] ${words}`}${struck}${sourcesOf(line)}${originOf(line, names)}`;
}

function struckWords({ struck }: SignedLine, names: NoteNames): string {
  return struck === null
    ? ''
    : `(strøket ${formatClock(struck.at)} av ${names.person(struck.by)}: ${struck.reason})`;
}

function sourcesOf({ sources }: SignedLine): string {
  return sources.length === 0 ? '' : ` [${sources.map(({ label }) => label).join(', ')}]`;
}

/** Facts need no author; words do. */
function originOf({ origin, by }: SignedLine, names: NoteNames): string {
  if (origin === 'drawn' || by === null) return '';
  return origin === 'edited' ? ` (endret av ${names.person(by)})` : ` (${names.person(by)})`;
}

function endOf(text: SignedText, handover: NoteHandover, names: NoteNames): readonly string[] {
  const { readBack } = text;
  const { signatures, acceptedAt } = handover;
  const clock = (at: number): string => (acceptedAt === null ? formatClock(at) : formatSince(at, acceptedAt));
  const said = readBack
    ? [`TILBAKELEST ${names.person(readBack.by)} ${clock(readBack.at)}: «${readBack.text}»`]
    : ['TILBAKELEST: ikke gjort'];
  const signed = signatures.map(
    ({ person, at, exception }) =>
      `${names.person(person)} ${clock(at)}${exception === null ? '' : ` med unntak (${exception.reason})`}`,
  );
  const over =
    acceptedAt === null
      ? 'Ansvar ikke overført'
      : `Ansvar overført ${formatClock(acceptedAt)}${dayKey(acceptedAt) === dayKey(handover.from?.end ?? acceptedAt) ? '' : ` ${formatDate(acceptedAt, 'nb')}`}`;
  return [...said, `SIGNERT ${signed.length === 0 ? 'av ingen' : signed.join(', ')}. ${over}`];
}

/** By position where they have one: figures and papers are kept by position. */
function personOf({ person, position }: NoteHandover['outgoing'][number], names: NoteNames): string {
  const name = names.person(person);
  if (position === null) return name;
  const at = names.position(position);
  return at.toLocaleLowerCase('nb') === name.toLocaleLowerCase('nb') ? name : `${at} (${name})`;
}

/** Text that is no Markdown, whatever it holds. */
function plain(text: string): string {
  return text.replace(/([\\`*_{}[\]<>#|~])/g, '\\$1').replace(/\s*\n\s*/g, ' ');
}
