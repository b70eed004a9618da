import type { ReactNode } from 'react';
import { MarkText } from '../../parts/mark-icon';
import { useMarks } from './use-marks';

/** A node's marks beside its state; nothing for most. `now`: the hub's time, ms UTC. */
export function NodeMarks({ node, now }: { readonly node: string; readonly now: number }): ReactNode {
  return useMarks(node, now).map(({ mark, text, until }) => (
    <MarkText key={mark} mark={mark} text={text} until={until} />
  ));
}
