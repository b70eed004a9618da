import { memo, type ReactNode } from 'react';
import type { Priority } from '../../../shared/model/alarms';
import { useT } from '../../i18n/react';
import { alarmLook } from '../../parts/alarm-shape';
import { AlarmShape } from '../../parts/alarm-shape-icon';
import { GridCell, GridRow } from '../../parts/grid';
import { KeyCap } from '../../parts/key-cap';
import { StateWord } from '../../parts/state-word';
import { useAlarm } from '../../stores/board-react';
import { CallersFact } from '../callers/callers-fact';
import { NodeMarks } from '../model/node-marks';
import type { Row } from '../model/row';
import { useReasons } from '../model/use-reasons';
import { isOver } from './alarm-groups';
import { ownerWords, secondLine, whenWords } from './alarm-words';
import { NotExplained } from './causes/not-explained';
import { FateText } from './fate-text';
import type { AlarmFate } from './fates';
import { CriticalSymptoms } from './symptom-list';
import type { Names } from './use-alarm-words';

/** Priority is the shape's size and its number, never another hue (VISUAL.md). */
export const PRIORITY_PX: Readonly<Record<Priority, number>> = { 1: 22, 2: 18, 3: 15, 4: 12 };

export interface AlarmRowProps {
  readonly node: string;
  /** Null: the catalogue does not have it. */
  readonly row: Row | null;
  readonly names: Names;
  readonly fate: AlarmFate | undefined;
  readonly hubNow: number;
  readonly domId: string;
  readonly index: number;
  /** Offset inside the list, px. */
  readonly top: number;
  readonly active: boolean;
  readonly chosen: boolean;
  readonly onPress: (node: string, more: boolean) => void;
  readonly onOpen: (node: string) => void;
}

/** One alarm: priority and state, what and where, what it folds, since when, whose it is. */
export const AlarmRow = memo(function AlarmRow(props: AlarmRowProps): ReactNode {
  const { node, row, names, fate, hubNow, domId, index, top, active, chosen, onPress, onOpen } = props;
  const speech = useT();
  const { t } = speech;
  const alarm = useAlarm(node);
  const reasons = useReasons(node);
  const common = {
    id: domId,
    className: 'alarm-row',
    'aria-rowindex': index + 2,
    'aria-selected': chosen || active,
    'data-alarm': node,
    'data-active': active ? '' : undefined,
    'data-chosen': chosen ? '' : undefined,
    style: { transform: `translateY(${top}px)` },
    onClick: (event: { readonly ctrlKey: boolean; readonly metaKey: boolean }) =>
      onPress(node, event.ctrlKey || event.metaKey),
    onDoubleClick: () => onOpen(node),
  };
  if (!alarm || (alarm.state === 'normal' && !isOver(alarm, hubNow))) {
    return (
      <GridRow {...common}>
        <GridCell className="alarm-gone">{t('alarms:row.gone', { name: names.name(node) })}</GridCell>
      </GridRow>
    );
  }
  const view = { ...names, reasons, now: hubNow };
  const [when, whenMore] = whenWords(alarm, hubNow, speech);
  const owner = ownerWords(alarm, view, speech);
  const over = alarm.condition === 'normal';
  const refused = fate?.fate === 'refused' || fate?.fate === 'expired';
  const state = over ? alarm.worst : alarm.condition;
  const site = row?.place.site ?? null;
  return (
    <GridRow {...common} data-state={alarm.state} data-symptoms={alarm.symptoms}>
      <GridCell className="alarm-pri">
        <span className="shape-place">
          <AlarmShape state={state} look={alarmLook(alarm.state)} size={PRIORITY_PX[alarm.priority]} />
        </span>
        <strong>{alarm.priority}</strong>
      </GridCell>
      <GridCell className="alarm-state">
        <StateWord state={state} {...(over && { text: t(`alarms:was.${state}`) })} />
        {over && <span className="quiet">{t('alarms:row.nowNormal')}</span>}
        {!over && alarm.state === 'out-of-service' && (
          <span className="quiet">{t('alarms:state.out-of-service')}</span>
        )}
        {!over && alarm.state !== 'out-of-service' && alarm.basis !== 'measured' && (
          <span className="quiet">{t(`causes:short.${alarm.basis}`)}</span>
        )}
      </GridCell>
      <GridCell className="alarm-what">
        <span className="row-name">
          <strong>{row?.node.service.name ?? names.name(node)}</strong>
          {site !== null && `, ${site.name}`}
        </span>
        <span className="row-second">
          {refused && fate ? (
            <FateText fate={fate} full />
          ) : (
            <>
              <NodeMarks node={node} now={hubNow} />
              <span className="row-why">{secondLine(alarm, view, speech)}</span>
            </>
          )}
        </span>
        {active && !refused && (
          <CriticalSymptoms cause={node} names={names} fallback={alarm.note?.text ?? ''} />
        )}
      </GridCell>
      <GridCell className="alarm-fold">
        {alarm.symptoms > 0 ? (
          <span>
            <strong className="fold-count">{alarm.symptoms}</strong>{' '}
            <span className="fold-word">{t('alarms:row.symptoms', { count: alarm.symptoms })}</span>
          </span>
        ) : (
          alarm.state === 'unacknowledged' && <span className="quiet fold-word">{t('alarms:row.own')}</span>
        )}
        {active && alarm.symptoms > 0 ? <NotExplained /> : <CallersFact node={node} />}
      </GridCell>
      <GridCell className="alarm-when">
        <time>{when}</time>
        <span className="quiet">{whenMore}</span>
      </GridCell>
      <GridCell className="alarm-owner">
        <span className="owner-line">
          {owner.initials !== null && <span className="initials">{owner.initials}</span>}
          {fate && !refused ? (
            <FateText fate={fate} />
          ) : owner.strong ? (
            <strong>{owner.text}</strong>
          ) : (
            <>
              <span className="owner-name">{owner.text}</span>
              <span>{owner.time}</span>
            </>
          )}
          {active && alarm.state === 'unacknowledged' && fate === undefined && <KeyCap cap="k" />}
        </span>
        <span className="quiet owner-more" data-due={alarm.timer?.due ? '' : undefined}>
          {owner.more}
        </span>
      </GridCell>
    </GridRow>
  );
});
