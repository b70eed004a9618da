import { type ReactNode, useRef, useState } from 'react';
import type { AlarmFiguresAnswer } from '../../../shared/contract/wire';
import { formatSince } from '../../../shared/time/format';
import { useT } from '../../i18n/react';
import { KeyButton, KeyCap } from '../../parts/key-cap';
import { Notice } from '../../parts/notice';
import { ScrollRegion } from '../../parts/scroll-region';
import { useLinkView } from '../../stores/board-react';
import { useNames } from '../alarms/use-alarm-words';
import { useActs, useDeskStore } from '../desk-context';
import { useKeys } from '../keys/use-keys';
import { AdvicePanel } from './advice-panel';
import { BadAlarms } from './bad-alarms';
import { FigureAlarms } from './figure-alarms';
import { FigureTable } from './figure-table';
import { PeriodBars } from './period-bars';
import { SourceTable } from './source-table';
import { useBadToggle } from './use-bad';
import { type Figures, PERIODS, type Period, useFigures } from './use-figures';
import { useShowAlarm } from './use-show-alarm';

/** The figures of the alarm system (ISA-18.2), by watch position and period, each with the alarms behind it. */
export function FiguresPage(): ReactNode {
  const { t } = useT();
  const desk = useDeskStore();
  const acts = useActs();
  const [period, setPeriod] = useState<Period>('24h');
  const [position, setPosition] = useState<string | null>(null);
  const figures = useFigures(period, position);
  const { answer } = figures;
  const [chosen, setChosen] = useState(0);
  const names = useNames(t('alarms:vantage'));
  const show = useShowAlarm();
  const toggleBad = useBadToggle(acts, desk);
  const behind = useRef<HTMLDivElement>(null);
  const count = answer?.figures.length ?? 0;
  const positions: readonly (string | null)[] = [null, ...(answer?.positions ?? []).map(({ id }) => id)];
  const step = (by: 1 | -1): boolean => {
    if (inList(by)) return true;
    setChosen((at) => Math.max(0, Math.min(count - 1, at + by)));
    return true;
  };
  useKeys({
    up: () => step(-1),
    down: () => step(1),
    open: () => behind.current?.querySelector<HTMLElement>('button')?.focus(),
    range: () => setPeriod(PERIODS[(PERIODS.indexOf(period) + 1) % PERIODS.length] ?? '24h'),
    fold: (event) => {
      const by = event.key === 'ArrowRight' ? 1 : -1;
      const at = positions.indexOf(position) + by + positions.length;
      setPosition(positions[at % positions.length] ?? null);
    },
    bad: () => {
      const node = document.activeElement?.closest<HTMLElement>('[data-node]')?.dataset.node;
      if (node === undefined) desk.setState({ notice: t('figures:bad.where') });
      else toggleBad(node);
    },
    back: () => {
      if (!(document.activeElement instanceof HTMLElement) || !isInList(document.activeElement)) return false;
      document.activeElement.blur();
      return true;
    },
  });
  const figure = answer?.figures[chosen];
  return (
    <section className="figures" aria-label={t('figures:title')}>
      <FiguresHead
        figures={figures}
        period={period}
        onPeriod={setPeriod}
        position={position}
        onPosition={setPosition}
      />
      {answer === null ? (
        <Unknown figures={figures} />
      ) : (
        <div className="figures-body">
          <ScrollRegion className="figures-left" aria-label={t('figures:table')}>
            <Bounds answer={answer} />
            <AdvicePanel advice={answer.advice} name={names.name} />
            <PeriodBars answer={answer} />
            <FigureTable figures={answer.figures} chosen={chosen} onChoose={setChosen} />
          </ScrollRegion>
          <ScrollRegion className="figures-right" aria-label={t('figures:behindLabel')}>
            {figure && <FigureAlarms ref={behind} figure={figure} name={names.name} onShow={show} />}
            <SourceTable sources={answer.sources} name={names.name} onShow={show} onBad={toggleBad} />
            <BadAlarms names={names} onShow={show} onBad={toggleBad} />
          </ScrollRegion>
        </div>
      )}
    </section>
  );
}

/** Whether a button of one of the lists has the focus: there the arrows move between alarms. */
function isInList(element: Element): boolean {
  return element.closest('[data-node]') !== null;
}

/** Moves to the next button of the lists; false: the focus is in none. */
function inList(by: 1 | -1): boolean {
  const { activeElement } = document;
  if (activeElement === null || !isInList(activeElement)) return false;
  const buttons = [...document.querySelectorAll<HTMLElement>('.figures-right .figure-link')];
  const row = activeElement.closest('[data-node]');
  const at = buttons.findIndex((button) => button.closest('[data-node]') === row);
  buttons[Math.max(0, Math.min(buttons.length - 1, at + by))]?.focus();
  return true;
}

function FiguresHead(props: {
  readonly figures: Figures;
  readonly period: Period;
  readonly onPeriod: (period: Period) => void;
  readonly position: string | null;
  readonly onPosition: (position: string | null) => void;
}): ReactNode {
  const { figures, period, onPeriod, position, onPosition } = props;
  const { t } = useT();
  const desk = useDeskStore();
  const { hubNow } = useLinkView(1_000);
  const { answer, phase, reason } = figures;
  return (
    <div className="figures-head">
      <h1>{t('figures:title')}</h1>
      <fieldset className="figures-choice">
        <legend className="visually-hidden">{t('figures:period')}</legend>
        <KeyCap cap="z" />
        {PERIODS.map((id) => (
          <Choice key={id} name="period" on={id === period} onChoose={() => onPeriod(id)}>
            {t(`figures:periods.${id}`)}
          </Choice>
        ))}
      </fieldset>
      <fieldset className="figures-choice">
        <legend className="visually-hidden">{t('figures:position')}</legend>
        <KeyCap cap="← →" />
        <Choice name="position" on={position === null} onChoose={() => onPosition(null)}>
          {t('figures:room')}
        </Choice>
        {(answer?.positions ?? []).map(({ id, name }) => (
          <Choice key={id} name="position" on={id === position} onChoose={() => onPosition(id)}>
            {name}
          </Choice>
        ))}
      </fieldset>
      <p className="figures-state" role="status">
        {answer && (phase === 'known' || phase === 'asking')
          ? t('figures:span', {
              from: formatSince(answer.from, hubNow),
              to: formatSince(answer.to, hubNow),
            })
          : answer &&
            t(phase === 'offline' ? 'figures:lastKnown' : 'figures:failed', { reason: reason ?? '' })}
      </p>
      <KeyButton cap="Esc" label={t('desk:service.back')} onPress={() => desk.back()} />
    </div>
  );
}

function Choice(props: {
  readonly name: string;
  readonly on: boolean;
  readonly onChoose: () => void;
  readonly children: ReactNode;
}): ReactNode {
  const { name, on, onChoose, children } = props;
  return (
    <label data-on={on ? '' : undefined}>
      <input type="radio" className="visually-hidden" name={name} checked={on} onChange={onChoose} />
      {children}
    </label>
  );
}

/** There are no figures yet, or none can be had: said, and why. */
function Unknown({ figures }: { readonly figures: Figures }): ReactNode {
  const { t } = useT();
  switch (figures.phase) {
    case 'offline':
      return <Notice whole title={t('figures:offline')} text={t('figures:offlineText')} />;
    case 'failed':
      return <Notice whole title={t('figures:failed', { reason: figures.reason ?? '' })} />;
    default:
      return <Notice whole title={t('figures:asking')} />;
  }
}

/** Where the record begins later than the period, a low figure is no quiet night. */
function Bounds({ answer }: { readonly answer: AlarmFiguresAnswer }): ReactNode {
  const { t } = useT();
  const { hubNow } = useLinkView(60_000);
  if (answer.knownFrom === null) return null;
  return (
    <p className="figures-bounds">
      {t('figures:knownFrom', { time: formatSince(answer.knownFrom, hubNow) })}
    </p>
  );
}
