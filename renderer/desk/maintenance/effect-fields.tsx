import { type ReactNode, useMemo } from 'react';
import type { ExpectedEffect } from '../../../shared/model/maintenance';
import { useT } from '../../i18n/react';
import { ProposalField } from '../../parts/proposal-field';
import { useBoard } from '../../stores/board-react';
import type { Draft } from './draft';
import { effectName, effectOptions, proposed } from './effect-options';
import { Fault } from './fault';

const WORST = ['down', 'degraded', 'warning'] as const;

/** What it may break, and how badly at most: picked by name, one after the other. */
export function EffectFields(props: {
  readonly draft: Draft;
  readonly fault: string | undefined;
  readonly change: (part: Partial<Draft>) => void;
}): ReactNode {
  const { draft, fault, change } = props;
  const speech = useT();
  const { t } = speech;
  const graph = useBoard((state) => state.graph);
  const catalogue = useBoard((state) => state.catalogue);
  const { effects } = draft;
  const put = (match: string, part: Partial<ExpectedEffect>): void =>
    change({ effects: effects.map((effect) => (effect.match === match ? { ...effect, ...part } : effect)) });
  return (
    <fieldset className="mw-effects-field">
      <legend>{t('maintenance:field.effects')}</legend>
      <p className="quiet">{t('maintenance:form.effectsText')}</p>
      <ul>
        {effects.map(({ match, worst }) => {
          const name = effectName(match, { graph, catalogue }, speech);
          return (
            <li key={match}>
              <span>{name}</span>
              <select
                aria-label={t('maintenance:form.worstOf', { name })}
                value={worst}
                onChange={(event) =>
                  put(match, { worst: WORST.find((item) => item === event.target.value) ?? 'down' })
                }
              >
                {WORST.map((item) => (
                  <option key={item} value={item}>
                    {t(`states:${item}`)}
                  </option>
                ))}
              </select>
              <button
                type="button"
                className="quiet-button"
                aria-label={t('maintenance:form.removeEffect', { name })}
                onClick={() => change({ effects: effects.filter((effect) => effect.match !== match) })}
              >
                {t('maintenance:form.remove')}
              </button>
            </li>
          );
        })}
      </ul>
      <EffectPicker
        taken={effects.map(({ match }) => match)}
        onPick={(match) => change({ effects: [...effects, { match, worst: 'down' }] })}
      />
      <Fault text={fault} />
    </fieldset>
  );
}

function EffectPicker(props: {
  readonly taken: readonly string[];
  readonly onPick: (match: string) => void;
}): ReactNode {
  const { taken, onPick } = props;
  const speech = useT();
  const { t } = speech;
  const graph = useBoard((state) => state.graph);
  const catalogue = useBoard((state) => state.catalogue);
  const version = useBoard((state) => state.catalogueVersion);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the catalogue changes in place; its version says when
  const options = useMemo(
    () => effectOptions({ graph, catalogue }, speech),
    [graph, catalogue, version, speech],
  );
  return (
    <div className="mw-picker">
      <ProposalField
        label={t('maintenance:form.addEffect')}
        placeholder={t('maintenance:form.addEffectHelp')}
        propose={(text) => proposed(options, text, taken).map(({ match, name }) => ({ id: match, name }))}
        none={() => t('maintenance:form.noEffect')}
        onPick={onPick}
      />
    </div>
  );
}
