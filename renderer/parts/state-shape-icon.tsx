import type { ReactNode } from 'react';
import type { NodeState } from '../../shared/model/states';
import { STATE_THEME } from '../theme/state-theme';
import { drawnPart, SHAPE_BOX, SHAPES } from './state-shape';
import './state-shape.css';

/**
 * A state's shape as SVG, in the state's colours. It is decoration beside the word: where it stands alone, give
 * `label`, and it is announced.
 */
export function StateShape(props: {
  readonly state: NodeState;
  /** Side in CSS px. */
  readonly size: number;
  readonly label?: string;
  /** Its fault makes no sound: outlined, not filled. */
  readonly quiet?: boolean;
}): ReactNode {
  const { state, size, label, quiet } = props;
  return (
    <svg
      className={`state-shape state-shape-${state}`}
      width={size}
      height={size}
      viewBox={`0 0 ${SHAPE_BOX} ${SHAPE_BOX}`}
      focusable="false"
      role={label === undefined ? 'presentation' : 'img'}
      aria-hidden={label === undefined}
      aria-label={label}
    >
      {label === undefined ? null : <title>{label}</title>}
      {SHAPES[STATE_THEME[state].shape]
        .map((part) => drawnPart(part, quiet ?? false))
        .map((part) => (
          <path
            key={part.d}
            d={part.d}
            className={part.filled ? 'filled' : 'open'}
            strokeWidth={part.line > 0 ? part.line : undefined}
            data-outlined={part.line > 0 ? '' : undefined}
          />
        ))}
    </svg>
  );
}
