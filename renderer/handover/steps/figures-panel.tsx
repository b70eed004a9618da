import { type ReactNode, useEffect, useState } from 'react';
import type { AlarmFiguresAnswer } from '../../../shared/contract/wire';
import { formatAge, formatClock } from '../../../shared/time/format';
import { useBridge } from '../../desk/desk-context';
import { useEventNames } from '../../desk/events/use-event-names';
import { nodeName } from '../../desk/model/row';
import { useBoardStore, useClock } from '../../stores/board-react';
import { useHandoverWindow } from '../model/handover-context';
import { useWords } from '../model/use-words';

/** The figures of a watch are asked for again so often, ms. */
const AGAIN_MS = 60_000;

/** The watch in four figures (ISA-18.2): how much sounded, in how many floods, how soon it was taken, and from where. */
export function FiguresPanel(): ReactNode {
  const { handover } = useHandoverWindow();
  const { t, lang } = useWords();
  const names = useEventNames();
  const from = handover.from?.start ?? handover.beganAt;
  const until = handover.acceptedAt;
  const { answer, refused } = useShiftFigures(from, until);
  const value = (id: AlarmFiguresAnswer['figures'][number]['id']): number | null =>
    answer?.figures.find((figure) => figure.id === id)?.value ?? null;
  const worst = answer?.sources[0];
  const perHour = value('per-hour');
  const acknowledged = value('time-to-acknowledge');
  const share = worst === undefined ? '' : String(Math.round(worst.share * 100));
  const decimal = (figure: number): string =>
    figure.toLocaleString(lang === 'nb' ? 'nb-NO' : 'en-GB', { maximumFractionDigits: 1 });
  return (
    <section className="panel figures-panel" aria-label={t('handover:figures.title')}>
      <div className="panel-title">
        <h3>{t('handover:figures.title')}</h3>
        <span className="panel-fact">
          {t('handover:figures.span', {
            from: formatClock(from),
            to: formatClock(until ?? handover.from?.end ?? from),
          })}
        </span>
      </div>
      {answer === null ? (
        <p className="quiet">{refused ? t('handover:figures.away') : t('handover:figures.reading')}</p>
      ) : (
        <ul className="shift-figures">
          <li>
            <strong>{value('annunciated') ?? 0}</strong>
            <span>
              {perHour === null
                ? t('handover:figures.annunciated')
                : t('handover:figures.annunciatedPerHour', { rate: decimal(perHour) })}
            </span>
          </li>
          <li>
            <strong>{value('periods-over-10') ?? 0}</strong>
            <span>{t('handover:figures.floods')}</span>
          </li>
          <li>
            <strong>{acknowledged === null ? '–' : formatAge(acknowledged, lang)}</strong>
            <span>{t('handover:figures.acknowledge')}</span>
          </li>
          <li>
            <strong>{worst?.count ?? 0}</strong>
            <span>
              {worst === undefined
                ? t('handover:figures.noSource')
                : t('handover:figures.source', { name: nodeName(names, worst.node), share })}
            </span>
          </li>
        </ul>
      )}
    </section>
  );
}

function useShiftFigures(
  from: number,
  until: number | null,
): { readonly answer: AlarmFiguresAnswer | null; readonly refused: boolean } {
  const bridge = useBridge();
  const store = useBoardStore();
  const clock = useClock();
  const [read, setRead] = useState<{ readonly answer: AlarmFiguresAnswer | null; readonly refused: boolean }>(
    {
      answer: null,
      refused: false,
    },
  );
  useEffect(() => {
    let alive = true;
    let cancel = (): void => {};
    const ask = (): void => {
      const to = until ?? Math.floor(store.linkView().hubNow);
      void bridge.figures({ from, to: Math.max(to, from + 1), position: null }).then((answer) => {
        if (!alive) return;
        setRead((before) =>
          answer.ok ? { answer: answer.value, refused: false } : { answer: before.answer, refused: true },
        );
        cancel = clock.after(AGAIN_MS, ask);
      });
    };
    ask();
    return () => {
      alive = false;
      cancel();
    };
  }, [bridge, store, clock, from, until]);
  return read;
}
