import type { Incident } from '../../../shared/model/incidents';
import type { Speech } from '../../i18n/react';
import { type EventNames, personName } from '../events/command-words';
import type { Banner } from '../shell/banners';
import { openMajor } from './incident-model';
import { incidentNumber, isUpdateDue, updateWords } from './incident-words';

/** Open major incidents, told on every page: who leads, and when the next word is due. `now`: the hub's time, ms UTC. */
export function majorBanners(
  incidents: Iterable<Incident>,
  names: EventNames,
  now: number,
  speech: Speech,
): readonly Banner[] {
  const { t } = speech;
  return openMajor(incidents).map((incident) => ({
    id: `major-${incident.id}`,
    tone: 'major' as const,
    mark: 'major' as const,
    title: t('incidents:banner.title', { number: incidentNumber(incident, speech), title: incident.title }),
    text: [
      incident.commander === null
        ? t('incidents:banner.nobody')
        : t('incidents:banner.leads', { name: personName(names.people, incident.commander) }),
      `${t('incidents:update.label')} ${updateWords(incident, now, speech)}`,
    ].join('. '),
    loud: isUpdateDue(incident, now),
    act: { label: t('incidents:banner.open'), to: { page: { view: 'incident', incident: incident.id } } },
  }));
}
