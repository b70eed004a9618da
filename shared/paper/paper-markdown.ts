import type { Block, WrittenReport } from './written-report';

/** A report as Markdown (CommonMark with tables). What people wrote is shown as they wrote it, never as markup. */
export function markdownOf({ title, subtitle, sections }: WrittenReport): string {
  const parts = [`# ${plain(title)}`, plain(subtitle)];
  for (const section of sections) parts.push(`## ${plain(section.title)}`, ...section.blocks.map(block));
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function block(one: Block): string {
  switch (one.kind) {
    case 'text':
      return plain(one.text);
    case 'facts':
      return one.rows.map(([label, value]) => `- **${plain(label)}:** ${plain(value)}`).join('\n');
    case 'list':
      return one.items.map((item) => `- ${plain(item)}`).join('\n');
    case 'table':
      return [
        row(one.head),
        row(one.head.map(() => '---')),
        ...one.rows.map((cells) => row(cells.map(plain))),
      ].join('\n');
    case 'quote':
      return `**${plain(one.title)}**\n\n${one.text
        .split(/\r?\n/)
        .map((line) => `> ${plain(line)}`.trimEnd())
        // Two spaces are a line break: the message is read as it was sent.
        .join('  \n')}`;
  }
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** One line of text in which nothing is markup. */
function plain(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replaceAll(/[\\`*_[\]<>|#]/g, (mark) => `\\${mark}`)
    .replace(/^(\d+)([.)])/u, '$1\\$2')
    .replace(/^([-+=])/u, '\\$1');
}
