import { type ReactNode, useEffect, useMemo, useRef } from 'react';
import type { Incident } from '../../../shared/model/incidents';
import { incidentsIn } from '../../../shared/rules/incidents/read-incidents';
import { useT } from '../../i18n/react';
import { KeyButton } from '../../parts/key-cap';
import { Notice } from '../../parts/notice';
import { useLinkView } from '../../stores/board-react';
import { useDesk, useDeskStore } from '../desk-context';
import { useKeys } from '../keys/use-keys';
import { groupIncidents, type IncidentGroup } from './incident-model';
import { IncidentPreview } from './incident-preview';
import { IncidentRow } from './incident-row';
import { useHubSeconds, useIncidents } from './use-incidents';

/** The incidents of the room: open ones first, the gravest on top. */
export function IncidentsPage(): ReactNode {
  const { t } = useT();
  const desk = useDeskStore();
  const room = useIncidents();
  const now = useHubSeconds();
  const live = useLinkView(1_000).phase === 'live';
  const focused = useDesk((state) => state.incident);
  const list = useRef<HTMLDivElement>(null);
  const groups = useMemo(() => groupIncidents(incidentsIn(room.incidents)), [room]);
  const lines = useMemo(() => groups.flatMap((group) => group.incidents), [groups]);
  const active = Math.max(
    0,
    lines.findIndex(({ id, aliases }) => focused !== null && (id === focused || aliases.includes(focused))),
  );
  const current = lines[active];
  useEffect(() => list.current?.focus({ preventScroll: true }), []);
  const move = (index: number): void => {
    const line = lines[Math.max(0, Math.min(lines.length - 1, index))];
    if (!line) return;
    desk.setState({ incident: line.id });
    document.getElementById(domIdOf(line))?.scrollIntoView?.({ block: 'nearest' });
  };
  const open = (incident: Incident | undefined): void => {
    if (!incident) return;
    desk.setState({ incident: incident.id });
    desk.open({ view: 'incident', incident: incident.id });
  };
  const begin = (): void => desk.show({ kind: 'open-incident', node: null });
  useKeys({
    up: () => move(active - 1),
    down: () => move(active + 1),
    first: () => move(0),
    last: () => move(lines.length - 1),
    open: () => open(current),
    new: begin,
    openIncident: begin,
    writeLog: () => {
      if (!current) return false;
      desk.show({ kind: 'log-entry', links: [{ kind: 'incident', id: current.id }] });
      return true;
    },
    wall: () => {
      if (!current) return false;
      desk.show({ kind: 'to-wall', node: current.cause });
      return true;
    },
  });
  const count = lines.filter(({ state }) => state === 'open').length;
  return (
    <div className="inc-view">
      <section className="inc-side" aria-label={t('incidents:title')}>
        <div className="list-head">
          <p className="list-total">
            <strong>{t('incidents:count', { count })}</strong>
          </p>
          <KeyButton cap="n" label={t('incidents:new')} waits={!live} onPress={begin} />
        </div>
        {lines.length === 0 ? (
          <Notice title={t('incidents:empty')} text={t('incidents:emptyText')} />
        ) : (
          <div
            ref={list}
            className="inc-list"
            role="listbox"
            tabIndex={0}
            aria-label={t('incidents:title')}
            aria-activedescendant={current && domIdOf(current)}
          >
            {groups.map(({ group, incidents }) => (
              <Group key={group} group={group} count={incidents.length}>
                {incidents.map((incident) => (
                  <IncidentRow
                    key={incident.id}
                    domId={domIdOf(incident)}
                    incident={incident}
                    active={incident === current}
                    unconfirmed={room.waiting.has(`incident:${incident.id}`)}
                    now={now}
                    onPress={() => desk.setState({ incident: incident.id })}
                    onOpen={() => open(incident)}
                  />
                ))}
              </Group>
            ))}
          </div>
        )}
      </section>
      <aside className="inc-main" aria-label={t('incidents:preview')}>
        {current && <IncidentPreview incident={current} room={room} now={now} onOpen={() => open(current)} />}
      </aside>
    </div>
  );
}

function Group(props: {
  readonly group: IncidentGroup;
  readonly count: number;
  readonly children: ReactNode;
}): ReactNode {
  const { group, count, children } = props;
  const { t } = useT();
  const head = `inc-group-${group}`;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of options is no <fieldset>
    <div role="group" aria-labelledby={head} className="inc-group" data-group={group}>
      <div id={head} role="presentation" className="inc-group-head">
        {t(`incidents:group.${group}`)} <strong>{count}</strong>
      </div>
      {children}
    </div>
  );
}

const domIdOf = ({ id }: Incident): string => `incident-${id}`;
