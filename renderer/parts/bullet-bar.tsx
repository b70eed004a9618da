import type { ReactNode } from 'react';
import type { NodeState } from '../../shared/model/states';
import './bullet-bar.css';

/** How far the bar reaches, in expectations: past this it is full, and the figure beside it says the rest. */
const REACH = 2.5;

/**
 * A response time against what is expected: the grey field is expected, the tick is the limit, the bar is what
 * was measured. Decoration beside the figure.
 */
export function BulletBar(props: {
  readonly ms: number;
  readonly expectedMs: number;
  readonly state: NodeState;
}): ReactNode {
  const { ms, expectedMs, state } = props;
  const share = (value: number): string => `${Math.min(100, (value / (expectedMs * REACH)) * 100)}%`;
  return (
    <span className="bullet-bar" data-state={state} aria-hidden="true">
      <span className="bullet-band" style={{ width: share(expectedMs) }} />
      <span className="bullet-value" style={{ width: share(ms) }} />
      <span className="bullet-limit" style={{ left: share(expectedMs) }} />
    </span>
  );
}
