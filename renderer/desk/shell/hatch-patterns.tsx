import type { ReactNode } from 'react';
import { NODE_STATES } from '../../../shared/model/states';

/** Hatches in each state's colour: a shape that is filled with one says *so it was*, not *so it is*. */
export function HatchPatterns(): ReactNode {
  return (
    <svg width="0" height="0" className="hatch-patterns" aria-hidden="true" focusable="false">
      <defs>
        {NODE_STATES.map((state) => (
          <pattern
            key={state}
            id={`hatch-${state}`}
            className={`state-shape-${state}`}
            width="6"
            height="6"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <rect width="2.6" height="6" />
          </pattern>
        ))}
      </defs>
    </svg>
  );
}
