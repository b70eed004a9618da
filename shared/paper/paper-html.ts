import type { Language } from '../time/format';
import type { Block, WrittenReport } from './written-report';

/** Paper: black on white, the page's own margins, and no line of a table in two. */
const STYLE = `
@page { size: A4; margin: 18mm 16mm 20mm; }
body { margin: 0; color: #111; background: #fff; font: 10.5pt/1.4 "Inter Variable", "DejaVu Sans", Arial, sans-serif; }
h1 { margin: 0 0 4pt; font-size: 18pt; line-height: 1.2; }
h2 { margin: 16pt 0 4pt; font-size: 12.5pt; break-after: avoid; border-bottom: 0.6pt solid #888; }
p { margin: 4pt 0; white-space: pre-wrap; }
p.subtitle { color: #444; }
table { width: 100%; border-collapse: collapse; margin: 4pt 0; }
th, td { padding: 2.5pt 8pt 2.5pt 0; border-bottom: 0.4pt solid #bbb; text-align: left; vertical-align: top; overflow-wrap: break-word; }
th { color: #444; font-weight: 600; }
tr, li, blockquote { break-inside: avoid; }
td:first-child { white-space: nowrap; }
dl { display: grid; grid-template-columns: 46mm 1fr; gap: 2pt 8pt; margin: 4pt 0; }
dt { color: #444; }
dd { margin: 0; overflow-wrap: anywhere; }
ul { margin: 4pt 0; padding-left: 14pt; }
blockquote { margin: 2pt 0 4pt; padding: 4pt 8pt; border-left: 2pt solid #888; white-space: pre-wrap; }
h3 { margin: 8pt 0 2pt; font-size: 10.5pt; break-after: avoid; }
`;

/** A report as one page of HTML: nothing from outside, no scripts; what people wrote is text. */
export function htmlOf({ title, subtitle, sections }: WrittenReport, lang: Language): string {
  const body = sections
    .map(
      (section) =>
        `<section><h2>${escaped(section.title)}</h2>${section.blocks.map(block).join('')}</section>`,
    )
    .join('');
  return [
    `<!doctype html><html lang="${lang === 'nb' ? 'nb' : 'en'}"><head><meta charset="utf-8">`,
    `<title>${escaped(title)}</title><style>${STYLE}</style></head>`,
    `<body><h1>${escaped(title)}</h1><p class="subtitle">${escaped(subtitle)}</p>${body}</body></html>`,
  ].join('');
}

function block(one: Block): string {
  switch (one.kind) {
    case 'text':
      return `<p>${escaped(one.text)}</p>`;
    case 'facts':
      return `<dl>${one.rows.map(([label, value]) => `<dt>${escaped(label)}</dt><dd>${escaped(value)}</dd>`).join('')}</dl>`;
    case 'list':
      return `<ul>${one.items.map((item) => `<li>${escaped(item)}</li>`).join('')}</ul>`;
    case 'table':
      return `<table><thead><tr>${one.head.map((cell) => `<th scope="col">${escaped(cell)}</th>`).join('')}</tr></thead><tbody>${one.rows
        .map((cells) => `<tr>${cells.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`)
        .join('')}</tbody></table>`;
    case 'quote':
      return `<h3>${escaped(one.title)}</h3><blockquote>${escaped(one.text)}</blockquote>`;
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Words as text in HTML: what people wrote is never markup. */
export function escaped(words: string): string {
  return words.replaceAll(/[&<>"']/g, (mark) => ENTITIES[mark] ?? '');
}
