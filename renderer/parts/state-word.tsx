import type { ReactNode } from 'react';
import type { NodeState } from '../../shared/model/states';
import { useT } from '../i18n/react';
import './state-word.css';

/** A state's word in the state's colour. */
export function StateWord(props: { readonly state: NodeState; readonly text?: string }): ReactNode {
  const { t } = useT();
  return (
    <span className="state-word" data-state={props.state}>
      {props.text ?? t(`states:${props.state}`)}
    </span>
  );
}
