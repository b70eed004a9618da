import { type ReactNode, useMemo } from 'react';
import type { Alarm } from '../../../shared/model/alarms';
import { formatSince } from '../../../shared/time/format';
import { formatCount } from '../../i18n/number';
import { useT } from '../../i18n/react';
import { KeyButton, KeyCap } from '../../parts/key-cap';
import { useBoardStore, useLinkView } from '../../stores/board-react';
import { nameOf } from '../alarms/alarm-words';
import type { Names } from '../alarms/use-alarm-words';
import { useAlarmsPulse } from '../alarms/use-alarms';

/** What the watches have called bad alarms, for whoever mends them by day: newest first. */
export function BadAlarms(props: {
  readonly names: Names;
  readonly onShow: (node: string) => void;
  readonly onBad: (node: string) => void;
}): ReactNode {
  const { names, onShow, onBad } = props;
  const { t, lang } = useT();
  const { hubNow } = useLinkView(60_000);
  const bad = useBadAlarms();
  return (
    <section className="panel">
      <h2 className="panel-title">
        <span>
          {t('figures:bad.title')} <strong>{formatCount(bad.length, lang)}</strong>
        </span>
        <span className="quiet">
          <KeyCap cap="d" /> {t('figures:bad.hint')}
        </span>
      </h2>
      {bad.length === 0 ? (
        <p className="quiet">{t('figures:bad.none')}</p>
      ) : (
        <ol className="figure-alarms bad-alarms">
          {bad.map((alarm) => (
            <li key={alarm.node} data-node={alarm.node}>
              <time>{formatSince(alarm.bad?.at ?? 0, hubNow)}</time>
              <span>{nameOf(alarm.bad?.by ?? '', names)}</span>
              <span>
                <button type="button" className="link-button figure-link" onClick={() => onShow(alarm.node)}>
                  {alarm.id} {names.name(alarm.node)}
                </button>
                {alarm.bad?.note != null && ` «${alarm.bad.note}»`}
              </span>
              <KeyButton cap="d" label={t('figures:bad.off')} onPress={() => onBad(alarm.node)} />
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

function useBadAlarms(): readonly Alarm[] {
  const store = useBoardStore();
  const pulse = useAlarmsPulse();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the map changes in place; the pulse says when
  return useMemo(
    () =>
      [...store.getState().alarms.values()]
        .flatMap((entity) => (entity.kind === 'alarm' && entity.value.bad !== null ? [entity.value] : []))
        .sort((a, b) => (b.bad?.at ?? 0) - (a.bad?.at ?? 0)),
    [store, pulse],
  );
}
