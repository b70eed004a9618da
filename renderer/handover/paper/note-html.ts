import {
  HANDOVER_SECTIONS,
  type Handover,
  type SignedLine,
  type SignedText,
} from '../../../shared/model/handover';
import { escaped } from '../../../shared/paper/paper-html';
import { hashOfText } from '../../../shared/rules/handover/compose';
import {
  type NoteNames,
  peopleOf,
  SECTION_TITLES,
  SEVERITY_TITLES,
  titleOf,
} from '../../../shared/rules/handover/note';
import { formatClock, formatDate, formatSince } from '../../../shared/time/format';

/** Paper: black on white, told apart by form and never by colour alone; no line in two, and room for a binder's holes. */
const STYLE = `
@page { size: A4; margin: 16mm 14mm 18mm 22mm; }
* { box-sizing: border-box; }
body { margin: 0; color: #111; background: #fff; font: 10pt/1.35 "Inter Variable", "DejaVu Sans", Arial, sans-serif; font-variant-numeric: tabular-nums; }
header { padding-bottom: 6pt; border-bottom: 1.2pt solid #111; }
h1 { margin: 0; font-size: 16pt; line-height: 1.25; }
.doc { float: right; margin-left: 12pt; text-align: right; font-size: 9pt; color: #333; }
.people { margin: 3pt 0 0; color: #222; white-space: pre-wrap; }
.severity { display: flex; gap: 8pt; align-items: baseline; margin: 8pt 0; padding: 5pt 8pt; border: 1.2pt solid #111; }
.severity strong { white-space: nowrap; font-size: 12pt; }
.severity[data-severity="red"] strong { padding: 0 5pt; background: #111; color: #fff; }
.severity[data-severity="yellow"] strong { padding: 0 5pt; border: 1.2pt solid #111; }
section { display: grid; grid-template-columns: 27mm 1fr; gap: 0 5pt; padding: 5pt 0 3pt; border-top: 0.4pt solid #999; }
section p { margin: 0; }
section h2 { margin: 0; font-size: 8.5pt; font-weight: 700; letter-spacing: 0.02em; break-after: avoid; }
ul { margin: 0; padding: 0; list-style: none; }
li { display: grid; grid-template-columns: 1fr 34mm; gap: 6pt; padding: 0 0 3pt; break-inside: avoid; }
li .words { overflow-wrap: anywhere; }
li .from { text-align: right; font-size: 8pt; color: #333; }
.tag { padding: 0 3pt; border: 0.4pt solid #777; border-radius: 2pt; white-space: nowrap; }
li[data-critical] .words::before { content: "■ "; }
del { color: #444; }
.why { font-size: 8.5pt; color: #333; }
blockquote { margin: 0; padding-left: 8pt; border-left: 2pt solid #777; }
table { width: 100%; border-collapse: collapse; }
tr { break-inside: avoid; }
th, td { padding: 2.5pt 6pt 2.5pt 0; border-bottom: 0.4pt solid #bbb; text-align: left; vertical-align: top; }
th { font-size: 8.5pt; font-weight: 600; color: #333; }
.items td:first-child { width: 10mm; }
.last { margin-top: 10pt; padding-top: 5pt; border-top: 0.8pt solid #111; font-size: 8pt; color: #333; overflow-wrap: anywhere; }
`;

/** A handover as it is filed. Its words are Bokmål, whatever the window speaks, as the note's are. */
export function paperHtml(paper: {
  readonly handover: Handover;
  readonly text: SignedText;
  readonly names: NoteNames;
  /** What was proposed after signing, by its hash: words that are not in what was signed. */
  readonly amended: ReadonlyMap<string, string>;
  /** When it was printed, ms UTC. */
  readonly at: number;
}): string {
  const { handover, text, names, amended, at } = paper;
  const title = titleOf(handover, names);
  const sections = HANDOVER_SECTIONS.map((section) => {
    const lines = text.lines.filter((line) => line.section === section);
    if (lines.length === 0) return '';
    return part(
      SECTION_TITLES[section],
      `<ul>${lines.map((line) => lineHtml(line, names, at)).join('')}</ul>`,
    );
  }).join('');
  return [
    '<!doctype html><html lang="nb"><head><meta charset="utf-8">',
    `<title>${escaped(title)}</title><style>${STYLE}</style></head><body>`,
    `<header><div class="doc">${escaped([handover.number, stateWords(handover)].filter(Boolean).join(' · '))}</div>`,
    `<h1>${escaped(title)}</h1><p class="people">${escaped(peopleOf(handover, names))}</p></header>`,
    `<div class="severity" data-severity="${text.severity}"><strong>ALVOR: ${SEVERITY_TITLES[text.severity]}</strong><span>${escaped(text.summary === '' ? 'Sammendrag er ikke skrevet' : text.summary)}</span></div>`,
    sections,
    readBackHtml(text, names, at),
    itemsHtml(handover, names, at),
    signaturesHtml(handover, names, at),
    amendmentsHtml(handover, names, amended, at),
    lastHtml(handover, text, at),
    '</body></html>',
  ].join('');
}

function stateWords({ state, acceptedAt }: Handover): string {
  if (acceptedAt !== null) return `Ansvar overført ${formatClock(acceptedAt)}`;
  return state === 'signed' ? 'Signert, ikke godtatt' : 'Utkast, ikke signert';
}

function part(title: string, body: string): string {
  return `<section><h2>${escaped(title)}</h2><div>${body}</div></section>`;
}

function lineHtml(line: SignedLine, names: NoteNames, at: number): string {
  const lead = line.text.slice(0, line.lead);
  const said = `${lead === '' ? '' : `<strong>${escaped(lead)}</strong>`}${escaped(line.text.slice(line.lead))}`;
  const struck =
    line.struck === null
      ? said
      : `<del>${said}</del> <span class="why">strøket ${formatSince(line.struck.at, at)} av ${escaped(names.person(line.struck.by))}: ${escaped(line.struck.reason)}</span>`;
  const tags = line.sources.map(({ label }) => `<span class="tag">${escaped(label)}</span>`).join(' ');
  const by =
    line.origin === 'drawn' || line.by === null
      ? ''
      : ` ${line.origin === 'edited' ? 'endret av ' : ''}${escaped(names.person(line.by))}`;
  return `<li${line.critical ? ' data-critical=""' : ''}><span class="words">${struck}</span><span class="from">${tags}${by}</span></li>`;
}

function readBackHtml({ readBack }: SignedText, names: NoteNames, at: number): string {
  return part(
    'TILBAKELEST',
    readBack === null
      ? '<p>Ikke gjort</p>'
      : `<blockquote>«${escaped(readBack.text)}»<br><span class="why">${escaped(names.person(readBack.by))} ${formatSince(readBack.at, at)}</span></blockquote>`,
  );
}

function itemsHtml({ items }: Handover, names: NoteNames, at: number): string {
  if (items.length === 0) return '';
  const rows = items.map(({ title, owner, to, walked, said }) => [
    walked === null ? '☐' : '☑',
    escaped(title),
    said === null
      ? 'ikke sagt tilbake'
      : `«${escaped(said.words)}» ${escaped(names.person(said.by))} ${formatSince(said.at, at)}`,
    `${owner === null ? 'ingen' : escaped(names.person(owner))} → ${to === null ? 'ingen' : escaped(names.person(to))}`,
  ]);
  return part('ÅPENT, SAGT HØYT', table(['', 'Sak', 'Sagt tilbake', 'Eier'], rows, 'items'));
}

function signaturesHtml({ signatures, outgoing, incoming }: Handover, names: NoteNames, at: number): string {
  const rows = (['outgoing', 'incoming'] as const).flatMap((role) => {
    const people = role === 'outgoing' ? outgoing : incoming;
    const signed = signatures.filter((one) => one.role === role);
    const unsigned = people.filter(({ person }) => !signed.some((one) => one.person === person));
    const side = role === 'outgoing' ? 'Fra' : 'Til';
    return [
      ...signed.map(({ person, position, at: when, exception }) => [
        side,
        escaped(names.person(person)),
        position === null ? '' : escaped(names.position(position)),
        `Signert ${formatSince(when, at)}${exception === null ? '' : `, med unntak: ${escaped(exception.reason)}`}`,
      ]),
      ...unsigned.map(({ person, position }) => [
        side,
        escaped(names.person(person)),
        position === null ? '' : escaped(names.position(position)),
        'Ikke signert',
      ]),
    ];
  });
  return part('SIGNATURER', table(['', 'Person', 'Vaktposisjon', 'Signatur'], rows, 'signatures'));
}

function amendmentsHtml(
  { amendments }: Handover,
  names: NoteNames,
  amended: ReadonlyMap<string, string>,
  at: number,
): string {
  if (amendments.length === 0) return '';
  const words = { proposed: 'foreslått', taken: 'tatt med', declined: 'avvist' } as const;
  const said = (hash: string): string => {
    const found = amended.get(hash);
    return found === '' ? 'ordene er tatt bort' : (found ?? 'ordene står ikke i dokumentet lenger');
  };
  const rows = amendments.map(({ at: when, by, hash, section, state, decided }) => [
    formatSince(when, at),
    escaped(names.person(by)),
    `${SECTION_TITLES[section]}: ${escaped(said(hash))}`,
    `${words[state]}${decided === null ? '' : ` av ${escaped(names.person(decided.by))} ${formatSince(decided.at, at)}`}`,
  ]);
  return part('TILLEGG ETTER SIGNATUR', table(['Tid', 'Av', 'Tillegg', 'Svar'], rows, 'amendments'));
}

function table(head: readonly string[], rows: readonly (readonly string[])[], name: string): string {
  return `<table class="${name}"><thead><tr>${head.map((cell) => `<th scope="col">${cell}</th>`).join('')}</tr></thead><tbody>${rows
    .map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`)
    .join('')}</tbody></table>`;
}

/** What it can be checked by: the hash of the text, and when it was printed. */
function lastHtml(handover: Handover, text: SignedText, at: number): string {
  const hash =
    handover.hash === null ? `Utkast: ${hashOfText(text)}` : `Signert tekst, SHA-256: ${handover.hash}`;
  return `<p class="last">${hash}<br>Skrevet ut ${formatDate(at, 'nb')} ${formatClock(at)}. ■ må sies høyt.</p>`;
}
