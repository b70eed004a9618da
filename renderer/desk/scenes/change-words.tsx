import type { ReactNode } from 'react';
import type { SceneDraft } from '../../../shared/model/wall';
import { assertNever } from '../../../shared/util/assert-never';
import type { Translate } from '../../i18n';
import { useT } from '../../i18n/react';
import { panelName } from '../events/wall-words';
import { type SceneChange, sceneChanges } from './scene-diff';

/** One difference between two scenes, in words. */
export function changeWords(change: SceneChange, t: Translate): string {
  switch (change.kind) {
    case 'name':
      return t('scene-editor:change.name', { from: change.from, to: change.to });
    case 'form-added':
    case 'form-removed':
      return t(`scene-editor:change.${change.kind}`, { form: change.form });
    case 'became': {
      const panel = panelName(change.panel.kind, t);
      return t('scene-editor:change.became', { form: change.form, panel, from: panelName(change.from, t) });
    }
    case 'priority': {
      const { form, panel } = change;
      const name = panelName(panel.kind, t);
      return t('scene-editor:change.priority', { form, panel: name, priority: panel.priority });
    }
    case 'added':
    case 'removed':
    case 'moved':
    case 'settings':
      return t(`scene-editor:change.${change.kind}`, {
        form: change.form,
        panel: panelName(change.panel.kind, t),
      });
    default:
      return assertNever(change, 'changeWords');
  }
}

/** Lines that are shown of a long list; the rest is counted. */
const SHOWN = 8;

/** All that differs between two scenes; that nothing does is said too. */
export function ChangeList(props: { readonly from: SceneDraft; readonly to: SceneDraft }): ReactNode {
  const { t } = useT();
  const changes = sceneChanges(props.from, props.to);
  if (changes.length === 0) return <p className="quiet">{t('scene-editor:change.none')}</p>;
  const rest = changes.length - SHOWN;
  return (
    <ul className="scene-changes">
      {changes.slice(0, SHOWN).map((change) => (
        <li key={keyOf(change)}>{changeWords(change, t)}</li>
      ))}
      {rest > 0 && <li className="quiet">{t('scene-editor:change.more', { count: rest })}</li>}
    </ul>
  );
}

function keyOf(change: SceneChange): string {
  if (change.kind === 'name') return change.kind;
  return `${change.kind}/${change.form}/${'panel' in change ? change.panel.id : ''}`;
}
