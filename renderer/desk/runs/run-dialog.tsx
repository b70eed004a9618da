import { type ReactNode, useMemo, useRef, useState } from 'react';
import { useT } from '../../i18n/react';
import { Dialog } from '../../parts/dialog';
import { useFirstFocus } from '../../parts/first-focus';
import { Notice } from '../../parts/notice';
import { useBoard } from '../../stores/board-react';
import { subjectName } from '../events/command-words';
import { useKeys } from '../keys/use-keys';
import { RunForm } from './run-form';
import { RunList } from './run-list';
import { actionsFor, runsOf } from './run-model';

/** Runbook actions from an alarm: which there are, what they take, and what came of them. */
export function RunDialog(props: {
  /** The alarm's node; null: none. */
  readonly node: string | null;
  /** The action to begin with; empty: the first. */
  readonly action?: string;
  readonly onClose: () => void;
}): ReactNode {
  const { node, action = '', onClose } = props;
  const { t } = useT();
  const catalogue = useBoard((state) => state.catalogue);
  const catalogueVersion = useBoard((state) => state.catalogueVersion);
  const alarms = useBoard((state) => state.alarms);
  const alarmsVersion = useBoard((state) => state.alarmsVersion);
  const graph = useBoard((state) => state.graph);
  // What F2 does is the form's; keys are heard here, where nothing under the dialog hears them.
  const save = useRef<() => void>(() => {});
  useKeys({ back: onClose, save: () => save.current() }, { modal: true });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the map changes in place; its version says when
  const actions = useMemo(() => {
    const offered = actionsFor(catalogue, node);
    const entity = catalogue.get(`action:${action}`);
    return entity?.kind === 'action' && !offered.includes(entity.value)
      ? [entity.value, ...offered]
      : offered;
  }, [catalogue, catalogueVersion, node, action]);
  const [chosen, setChosen] = useState(action);
  const first = useFirstFocus<HTMLInputElement>();
  const current = actions.find(({ id }) => id === chosen) ?? actions[0];
  // biome-ignore lint/correctness/useExhaustiveDependencies: the map changes in place; its version says when
  const runs = useMemo(
    () => runsOf(alarms, (run) => (node === null ? true : run.node === node) || run.action === current?.id),
    [alarms, alarmsVersion, node, current],
  );
  return (
    <Dialog
      title={
        node === null
          ? t('runs:title')
          : t('runs:about', { name: subjectName({ catalogue, graph }, node, { t }) })
      }
      closeLabel={t('common:close')}
      onClose={onClose}
    >
      <div className="runs">
        {actions.length === 0 ? (
          <Notice title={t('runs:none')} text={t('runs:noneText')} />
        ) : (
          <fieldset className="runs-actions">
            <legend>{t('runs:which')}</legend>
            {actions.map(({ id, name, description }) => (
              <label key={id} className="runs-action">
                <input
                  ref={id === current?.id ? first : undefined}
                  type="radio"
                  name="runs-action"
                  checked={id === current?.id}
                  onChange={() => setChosen(id)}
                />
                <span>
                  <strong>{name}</strong>
                  {description !== null && <span className="quiet"> {description}</span>}
                </span>
              </label>
            ))}
          </fieldset>
        )}
        {current !== undefined && (
          <RunForm key={current.id} action={current} node={node} runs={runs} save={save} />
        )}
        <RunList runs={runs} />
      </div>
    </Dialog>
  );
}
