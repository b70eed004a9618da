import type { ReactNode } from 'react';
import type { SceneDraft } from '../../../shared/model/wall';
import { useT } from '../../i18n/react';
import { panelName } from '../events/wall-words';
import type { DraftFault } from './fault-words';
import { formName } from './scene-edits';

/** Lines that are shown; the rest is counted. */
const SHOWN = 20;

/** Everything wrong with the scene, in every form; a line leads to its place. */
export function FaultList(props: {
  readonly faults: readonly DraftFault[];
  readonly draft: SceneDraft;
  readonly onLead: (fault: DraftFault) => void;
}): ReactNode {
  const { faults, draft, onLead } = props;
  const { t } = useT();
  if (faults.length === 0) return <p className="scene-fine quiet">{t('scene-editor:fault.none')}</p>;
  const errors = faults.filter(({ severity }) => severity === 'error').length;
  const title =
    errors > 0 ? t('scene-editor:fault.errors', { count: errors }) : t('scene-editor:fault.onlyGone');
  return (
    <section
      className="scene-faults"
      data-severity={errors > 0 ? 'error' : 'gone'}
      aria-label={t('scene-editor:fault.label')}
    >
      <h2>{title}</h2>
      <ul>
        {faults.slice(0, SHOWN).map((fault) => (
          <li key={`${JSON.stringify(fault.place)}${fault.text}`} data-severity={fault.severity}>
            <button type="button" className="link-button" onClick={() => onLead(fault)}>
              {placeWords(fault, draft, t)}
            </button>{' '}
            {fault.text}
          </li>
        ))}
        {faults.length > SHOWN && (
          <li className="quiet">{t('scene-editor:change.more', { count: faults.length - SHOWN })}</li>
        )}
      </ul>
    </section>
  );
}

function placeWords({ place }: DraftFault, draft: SceneDraft, t: ReturnType<typeof useT>['t']): string {
  if (place.kind === 'name') return t('scene-editor:editor.name');
  const one = draft.arrangements[place.arrangement];
  const form = one === undefined ? '' : formName(one);
  if (place.kind === 'form') return form;
  const panel = panelName(one?.panels[place.panel]?.kind ?? '', t);
  return t('scene-editor:fault.at', { form, panel });
}
