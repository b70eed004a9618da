import type { NodeState } from '../../../shared/model/states';

/** An alarm as the person who acted saw it. */
export interface Drawn {
  /** Its number. */
  readonly alarm: string;
  /** Its condition; null: the act does not depend on it. */
  readonly condition: NodeState | null;
}
