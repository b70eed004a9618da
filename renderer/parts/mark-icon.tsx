import type { ReactNode } from 'react';
import { MARKS, type MarkName } from './mark';
import { SHAPE_BOX } from './state-shape';
import './mark.css';

/** A mark as SVG: decoration beside its words. */
export function MarkIcon(props: {
  readonly mark: MarkName;
  /** Side in CSS px. */
  readonly size: number;
}): ReactNode {
  const { mark, size } = props;
  const { colour, parts } = MARKS[mark];
  return (
    <svg
      className="mark"
      width={size}
      height={size}
      viewBox={`0 0 ${SHAPE_BOX} ${SHAPE_BOX}`}
      focusable="false"
      role="presentation"
      aria-hidden="true"
      style={{ color: `var(${colour})` }}
    >
      {parts.map(({ d, filled, line }) => (
        <path key={d} d={d} data-filled={filled ? '' : undefined} strokeWidth={line > 0 ? line : undefined} />
      ))}
    </svg>
  );
}

/** A mark and what it says. `until` stays whole where the text must be cut. */
export function MarkText(props: {
  readonly mark: MarkName;
  readonly text: string;
  readonly until?: string | undefined;
}): ReactNode {
  return (
    <span className="mark-text" data-mark={props.mark}>
      <MarkIcon mark={props.mark} size={14} />
      <span className="mark-words">{props.text}</span>
      {props.until !== undefined && <span className="mark-until">{props.until}</span>}
    </span>
  );
}
