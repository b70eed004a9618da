import type { ReactNode } from 'react';
import type { Criticality } from '../../../shared/model/states';
import { formatAge, formatResponse, formatSince } from '../../../shared/time/format';
import { useT } from '../../i18n/react';
import { GridCell, GridRow } from '../../parts/grid';
import { StateShape } from '../../parts/state-shape-icon';
import { StateWord } from '../../parts/state-word';
import { useBoard, useCheckStatus, useNode } from '../../stores/board-react';
import { CallersFact } from '../callers/callers-fact';
import { useDeskStore } from '../desk-context';
import { NodeMarks } from '../model/node-marks';
import { type Row, stateOf } from '../model/row';
import { useReasons } from '../model/use-reasons';
import type { LineProps } from './service-list';

/** Priority is the shape's size and its number, never another hue (VISUAL.md). */
export const SHAPE_PX: Readonly<Record<Criticality, number>> = { 1: 22, 2: 18, 3: 15, 4: 12 };

/** A service at a site: state, criticality, what and where, why, what was measured, since when, whose. */
export function ServiceRow(
  props: LineProps & {
    readonly id: string;
    /** Undefined: the catalogue no longer has it, and the list has not been sorted since. */
    readonly row: Row | undefined;
    readonly hubNow: number;
  },
): ReactNode {
  const { id, row, hubNow, domId, index, top, active, move } = props;
  const { t, lang } = useT();
  const desk = useDeskStore();
  const status = useNode(id);
  const state = stateOf(status);
  const normal = row !== undefined && state === 'normal';
  return (
    <GridRow
      id={domId}
      className="grid-row node-row"
      aria-rowindex={index + 2}
      aria-selected={active}
      data-active={active ? '' : undefined}
      data-state={state}
      data-quiet={status?.quiet ? '' : undefined}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => move(index)}
      onDoubleClick={() => desk.open({ view: 'service', node: id })}
    >
      {row === undefined ? (
        <GridCell className="row-gone">{t('desk:row.gone', { id })}</GridCell>
      ) : (
        <>
          <GridCell className="col-state">
            <span className="shape-place">
              <StateShape
                state={state}
                size={normal ? 12 : SHAPE_PX[row.node.service.criticality]}
                quiet={status?.quiet != null}
              />
            </span>
            <strong className="criticality">{row.node.service.criticality}</strong>
            <StateWord state={state} />
          </GridCell>
          <GridCell className="col-service">
            <span className="row-name">
              <strong>{row.node.service.name}</strong>
              {row.place.site !== null && `, ${row.place.site.name}`}
            </span>
            <span className="row-second">
              <NodeMarks node={id} now={hubNow} />
              <CallersFact node={id} />
              <Why id={id} normal={normal} />
            </span>
          </GridCell>
          <Measured id={id} />
          <GridCell className="col-since">
            {status && !normal ? (
              <>
                <time>{formatSince(status.since, hubNow)}</time>
                <span className="quiet">{formatAge(hubNow - status.since, lang)}</span>
              </>
            ) : null}
          </GridCell>
          <GridCell className="col-owner">
            <span>{row.node.service.owner ?? t('desk:row.noOwner')}</span>
            <span className="quiet">{row.place.trust?.name ?? t('desk:row.central')}</span>
          </GridCell>
        </>
      )}
    </GridRow>
  );
}

/** Why it is as it is: the leading reason, and how many there are besides. */
function Why({ id, normal }: { readonly id: string; readonly normal: boolean }): ReactNode {
  const { t } = useT();
  const list = useReasons(id);
  if (normal || list.length === 0) return null;
  const more = list.length > 1 ? ` ${t('desk:reason.more', { count: list.length - 1 })}` : '';
  return (
    <span className="row-why" title={list.join('\n')}>
      {list[0]}
      {more}
    </span>
  );
}

/** The figure behind the leading reason, where it was a measurement of the node's own that had one. */
function Measured({ id }: { readonly id: string }): ReactNode {
  const { t, lang } = useT();
  const graph = useBoard((state) => state.graph);
  const lead = useNode(id)?.because[0];
  const check = lead?.kind === 'check' ? graph.checks.get(lead.id) : undefined;
  const status = useCheckStatus(check?.id ?? '');
  const limit = check?.warnMs ?? null;
  return (
    <GridCell className="col-measured">
      {status?.ms == null || status.overdue ? null : (
        <>
          <strong>{formatResponse(status.ms, lang)}</strong>
          {limit !== null && (
            <span className="quiet">{t('desk:row.limit', { limit: formatResponse(limit, lang) })}</span>
          )}
        </>
      )}
    </GridCell>
  );
}
