import { useMemo } from 'react';
import type { IncidentEntity, UserReport } from '../../../shared/model/incidents';
import { formatUntil } from '../../../shared/time/format';
import { type Speech, useT } from '../../i18n/react';
import { useBoard } from '../../stores/board-react';
import { type EventNames, subjectName } from '../events/command-words';
import { useEventNames } from '../events/use-event-names';
import type { Banner } from '../shell/banners';

/** Users' reports that ask whether they still hold, the one that ends first before the rest. */
export function askingReports(incidents: Iterable<IncidentEntity>): readonly UserReport[] {
  return [...incidents]
    .flatMap((entity) => (entity.kind === 'report' && entity.value.asked ? [entity.value] : []))
    .sort((a, b) => a.until - b.until);
}

/** The question whether a service is still down for its users, and where it is answered. `now`: ms UTC. */
export function reportBanners(
  reports: readonly UserReport[],
  names: EventNames,
  now: number,
  speech: Speech,
): readonly Banner[] {
  const { t, lang } = speech;
  const [first] = reports;
  if (first === undefined) return [];
  const more = reports.length - 1;
  const values = { name: subjectName(names, first.node, speech), time: formatUntil(first.until, now, lang) };
  return [
    {
      id: 'report-asks',
      tone: 'warning',
      title: t('callers:banner.title', values),
      text:
        more === 0 ? t('callers:banner.text', values) : t('callers:banner.more', { ...values, count: more }),
      act: { label: t('callers:banner.act'), to: { dialog: { kind: 'user-report', node: first.node } } },
    },
  ];
}

/** The same, from the board. */
export function useReportBanners(now: number): readonly Banner[] {
  const speech = useT();
  const names = useEventNames();
  const incidents = useBoard((state) => state.incidents);
  const version = useBoard((state) => state.incidentsVersion);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the map changes in place; its version says when
  const asking = useMemo(() => askingReports(incidents.values()), [incidents, version]);
  return reportBanners(asking, names, now, speech);
}
