import { type ReactNode, useState } from 'react';
import type { NodeState } from '../../shared/model/states';
import { type AlarmLook, alarmParts, pulsePath } from './alarm-shape';
import { SHAPE_BOX } from './state-shape';
import './state-shape.css';
import './alarm-shape.css';

/**
 * An alarm's shape as SVG: the state by its outline and colour, what people have to do by how much of it is ink.
 * Decoration beside the words; where it stands alone, give `label`.
 */
export function AlarmShape(props: {
  readonly state: NodeState;
  readonly look: AlarmLook;
  /** Side in CSS px. */
  readonly size: number;
  readonly label?: string;
}): ReactNode {
  const { state, look, size, label } = props;
  return (
    <svg
      className={`state-shape state-shape-${state} alarm-shape`}
      data-look={look}
      width={size}
      height={size}
      viewBox={`0 0 ${SHAPE_BOX} ${SHAPE_BOX}`}
      focusable="false"
      role={label === undefined ? 'presentation' : 'img'}
      aria-hidden={label === undefined}
      aria-label={label}
    >
      {label === undefined ? null : <title>{label}</title>}
      {look === 'solid' && <Pulse d={pulsePath(state)} />}
      {alarmParts(state, look).map((part) => (
        <path
          key={part.d}
          d={part.d}
          className={part.fill === 'state' ? 'filled' : undefined}
          data-fill={part.fill ?? undefined}
          data-stroke={part.stroke ?? undefined}
          data-body={part.body ? '' : undefined}
          strokeWidth={part.line > 0 ? part.line : undefined}
          strokeDasharray={part.dashed ? '4 2.6' : undefined}
        />
      ))}
    </svg>
  );
}

/** The pulse. All of them beat together: twenty that beat each in their own time would be unrest, not news. */
function Pulse({ d }: { readonly d: string }): ReactNode {
  // As if it had begun with the document. jsdom has no timeline.
  const [begun] = useState(() => -Number(document.timeline?.currentTime ?? 0));
  return <path className="alarm-pulse" d={d} strokeWidth={5.4} style={{ animationDelay: `${begun}ms` }} />;
}
