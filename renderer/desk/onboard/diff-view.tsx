import type { ReactNode } from 'react';
import { ScrollRegion } from '../../parts/scroll-region';

/** A unified difference: what comes and what goes are told apart by sign, place and rule, not by colour alone. */
export function DiffView({ diff, label }: { readonly diff: string; readonly label: string }): ReactNode {
  const lines = diff.replace(/\n$/, '').split('\n');
  return (
    <ScrollRegion className="diff" aria-label={label}>
      <pre>
        {lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other identity, and are never reordered
          <Line key={index} line={line} />
        ))}
      </pre>
    </ScrollRegion>
  );
}

function Line({ line }: { readonly line: string }): ReactNode {
  const text = `${line}\n`;
  if (line.startsWith('+')) return <ins>{text}</ins>;
  if (line.startsWith('-')) return <del>{text}</del>;
  return <span className={line.startsWith('@@') ? 'diff-place' : undefined}>{text}</span>;
}
