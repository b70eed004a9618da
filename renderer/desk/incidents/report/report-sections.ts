import type { Block, Section, WrittenReport } from '../../../../shared/paper/written-report';
import { dayKey, formatAge, formatDate, formatSeconds } from '../../../../shared/time/format';
import type { Speech } from '../../../i18n/react';
import { type EventNames, personName, subjectName } from '../../events/command-words';
import { channelName, messageWords } from '../heard-words';
import { codeWords, entryWords, incidentNumber, serviceName, siteName } from '../incident-words';
import type { Report } from './report-model';

/** Says a report. `now`: the hub's time, ms UTC. */
export function writeReport(report: Report, names: EventNames, speech: Speech, now: number): WrittenReport {
  const { t, lang } = speech;
  const { incident } = report;
  const at = (ms: number): string => `${formatDate(ms, lang)} ${formatSeconds(ms)}`;
  return {
    title: `${incidentNumber(incident, speech)} ${incident.title}`,
    subtitle: t('incidents:report.made', {
      room: t(`incidents:severity.${incident.severity}`),
      state: t(`incidents:state.${incident.state}`),
      time: at(now),
    }),
    sections: [
      summary(report, names, speech, at),
      times(report, speech, at),
      hit(report, names, speech),
      alarms(report, names, speech, at),
      messages(report, names, speech, at),
      timeline(report, names, speech),
      actions(report, names, speech, at),
    ],
  };
}

type At = (ms: number) => string;
const joined = (parts: readonly string[], none: string): string =>
  parts.length === 0 ? none : parts.join(', ');

function summary({ incident }: Report, names: EventNames, speech: Speech, at: At): Section {
  const { t } = speech;
  const { closed } = incident;
  return {
    title: t('incidents:report.summary'),
    blocks: [
      {
        kind: 'facts',
        rows: [
          [t('incidents:field.severity'), t(`incidents:severity.${incident.severity}`)],
          [
            t('incidents:field.commander'),
            incident.commander === null
              ? t('incidents:noCommander')
              : personName(names.people, incident.commander),
          ],
          [
            t('incidents:report.opened'),
            t('incidents:report.by', {
              time: at(incident.openedAt),
              name: personName(names.people, incident.openedBy),
            }),
          ],
          ...(closed === null
            ? []
            : [
                [
                  t('incidents:report.closed'),
                  t('incidents:report.by', {
                    time: at(closed.at),
                    name: personName(names.people, closed.by),
                  }),
                ] as const,
                [t('incidents:form.code'), codeWords(closed.code, speech)] as const,
              ]),
          [
            t('incidents:field.cause'),
            incident.cause === null ? t('incidents:noCause') : subjectName(names, incident.cause, speech),
          ],
          [t('incidents:field.ticket'), incident.ticket ?? t('incidents:none')],
        ],
      },
    ],
  };
}

function times({ times: rows, spans }: Report, speech: Speech, at: At): Section {
  const { t, lang } = speech;
  const known = spans.flatMap(({ id, ms }) =>
    ms === null ? [] : [[t(`incidents:span.${id}`), formatAge(ms, lang)] as const],
  );
  return {
    title: t('incidents:report.times'),
    blocks: [
      {
        kind: 'table',
        head: [t('incidents:report.step'), t('incidents:report.when')],
        rows: rows.map(({ which, at: ms }) => [
          t(`incidents:time.${which}`),
          ms === null ? t('incidents:notKnown') : at(ms),
        ]),
      },
      ...(known.length === 0 ? [] : [{ kind: 'facts' as const, rows: known }]),
    ],
  };
}

function hit({ incident, callers, alarms: raised }: Report, names: EventNames, speech: Speech): Section {
  const { t } = speech;
  const symptoms = Math.max(0, ...raised.map((alarm) => alarm.symptoms));
  const checks = Math.max(0, ...raised.map((alarm) => alarm.checks));
  const routines = incident.routines.map(
    ({ site, state, note }) =>
      `${siteName(names.catalogue, site)}: ${t(`incidents:routine.${state}`)}${note === null ? '' : ` «${note}»`}`,
  );
  return {
    title: t('incidents:report.hit'),
    blocks: [
      { kind: 'text', text: incident.consequence ?? t('incidents:noConsequence') },
      {
        kind: 'facts',
        rows: [
          [
            t('incidents:field.services'),
            joined(
              incident.services.map((id) => serviceName(names.catalogue, id)),
              t('incidents:noServices'),
            ),
          ],
          [
            t('incidents:field.sites'),
            joined(
              incident.sites.map((id) => siteName(names.catalogue, id)),
              t('incidents:noSites'),
            ),
          ],
          [t('incidents:report.most'), t('incidents:report.mostOf', { symptoms, checks })],
          [
            t('incidents:report.callers'),
            joined(
              callers.map(({ node, count }) => `${subjectName(names, node, speech)}: ${count}`),
              t('incidents:none'),
            ),
          ],
        ],
      },
      ...(routines.length === 0
        ? []
        : [
            { kind: 'text' as const, text: t('incidents:routine.title') },
            { kind: 'list' as const, items: routines },
          ]),
    ],
  };
}

function alarms({ alarms: raised }: Report, names: EventNames, speech: Speech, at: At): Section {
  const { t } = speech;
  return {
    title: t('incidents:report.alarms'),
    blocks: [
      raised.length === 0
        ? { kind: 'text', text: t('incidents:report.noAlarms') }
        : {
            kind: 'table',
            head: [
              t('incidents:report.alarm'),
              t('incidents:report.where'),
              t('incidents:report.from'),
              t('incidents:report.to'),
            ],
            rows: raised.map(({ node, alarm, from, to }) => [
              alarm,
              subjectName(names, node, speech),
              from === null ? t('incidents:notKnown') : at(from),
              to === null ? t('incidents:report.notBack') : at(to),
            ]),
          },
    ],
  };
}

function messages({ messages: sent }: Report, names: EventNames, speech: Speech, at: At): Section {
  const { t } = speech;
  if (sent.length === 0)
    return {
      title: t('incidents:report.messages'),
      blocks: [{ kind: 'text', text: t('incidents:report.noMessages') }],
    };
  return {
    title: t('incidents:report.messages'),
    blocks: sent.flatMap((message): Block[] => [
      {
        kind: 'quote',
        title: `${message.number} (${message.part}), ${at(message.approved?.at ?? message.at)}: ${message.subject}`,
        text: message.body,
      },
      {
        kind: 'list',
        items: message.deliveries.map(
          ({ channel, state, at: ms, detail }) =>
            `${channelName(names.catalogue, channel)}: ${messageWords(state, speech)} ${at(ms)}${detail === null ? '' : ` (${detail})`}`,
        ),
      },
    ]),
  };
}

function timeline({ timeline: entries }: Report, names: EventNames, speech: Speech): Section {
  const { t, lang } = speech;
  const rows: (readonly string[])[] = [];
  let day = '';
  for (const entry of entries) {
    const own = dayKey(entry.at);
    rows.push([
      own === day ? formatSeconds(entry.at) : `${formatDate(entry.at, lang)} ${formatSeconds(entry.at)}`,
      entryWords(entry, names, speech, entry.at),
      entry.by === null ? '' : personName(names.people, entry.by),
    ]);
    day = own;
  }
  return {
    title: t('incidents:timeline.title'),
    blocks: [
      {
        kind: 'table',
        head: [t('incidents:report.when'), t('incidents:report.what'), t('incidents:report.who')],
        rows,
      },
    ],
  };
}

function actions({ tasks }: Report, names: EventNames, speech: Speech, at: At): Section {
  const { t } = speech;
  const line = (text: string, owner: string | null): string =>
    `${text} (${owner === null ? t('incidents:nobodyYet') : personName(names.people, owner)})`;
  const open = tasks.filter(({ done }) => done === null);
  const ticked = tasks.flatMap((task) =>
    task.done === null
      ? []
      : [`${task.text} (${at(task.done.at)} ${personName(names.people, task.done.by)})`],
  );
  return {
    title: t('incidents:report.actions'),
    blocks: [
      open.length === 0
        ? { kind: 'text', text: t('incidents:report.noActions') }
        : { kind: 'list', items: open.map(({ text, owner }) => line(text, owner)) },
      ...(ticked.length === 0
        ? []
        : [
            { kind: 'text' as const, text: t('incidents:report.done') },
            { kind: 'list' as const, items: ticked },
          ]),
    ],
  };
}
