// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { reportOf } from '../../../../../renderer/desk/incidents/report/report-model';
import { writeReport } from '../../../../../renderer/desk/incidents/report/report-sections';
import { translator } from '../../../../../renderer/i18n';
import type { LogEvent } from '../../../../../shared/model/events';
import { type IncidentEntity, incidentsKey, type OutMessage } from '../../../../../shared/model/incidents';
import { htmlOf } from '../../../../../shared/paper/paper-html';
import { markdownOf } from '../../../../../shared/paper/paper-markdown';
import { EMPTY_GRAPH } from '../../../../../shared/rules/graph';
import { aLine, anIncident } from './an-incident';

const incident = anIncident({
  aliases: ['hendelse-2'],
  cause: 'core1',
  alarm: 'A-18',
  consequence: 'Ingen journal <script>alert(1)</script>',
});
const task = {
  id: 'oppgave-1',
  incident: incident.id,
  text: 'Bytt strømforsyning | i rad 2',
  owner: null,
  source: 'person' as const,
  order: 1,
  at: 1,
  by: 'dag1',
  done: null,
};
const message: OutMessage = {
  id: 'melding-1',
  number: 'D-7',
  series: 'melding-1',
  part: 1,
  kind: 'first',
  state: 'approved',
  incident: 'hendelse-2',
  node: null,
  subject: 'Journal utilgjengelig',
  body: 'Linje 1\nLinje 2',
  channels: ['epost'],
  nextAt: null,
  version: 2,
  at: 5,
  by: 'dag1',
  approved: { at: 6, by: 'leder' },
  deliveries: [{ channel: 'epost', state: 'unknown', attempts: 1, at: 7, detail: 'forbindelsen brøt' }],
};
const entities = (...all: IncidentEntity[]) => new Map(all.map((entity) => [incidentsKey(entity), entity]));
const speech = { t: translator('nb'), lang: 'nb' as const };
const names = { graph: EMPTY_GRAPH, catalogue: new Map() };
const source = {
  incident,
  alarms: new Map(),
  events: [] as readonly LogEvent[],
  incidents: entities(
    { kind: 'incident', value: incident },
    { kind: 'entry', value: aLine({ text: '# ikke en overskrift', at: 20 }) },
    { kind: 'entry', value: aLine({ incident: 'hendelse-2', text: 'fra den andre', at: 10 }) },
    { kind: 'entry', value: aLine({ incident: 'en-annen-1', text: 'ikke vår' }) },
    { kind: 'task', value: task },
    { kind: 'message', value: message },
    { kind: 'message', value: { ...message, id: 'melding-2', state: 'draft', subject: 'Aldri sendt' } },
  ),
};
const written = (change: Partial<Parameters<typeof reportOf>[0]> = {}) =>
  writeReport(reportOf({ ...source, ...change }), names, speech, 2_000_000);

describe('an incident’s report', () => {
  it('has the timeline of all that it has been called, oldest first, and nobody else’s', () => {
    const { timeline } = reportOf(source);
    expect(timeline.map(({ text }) => text)).toEqual(['fra den andre', '# ikke en overskrift']);
  });

  it('has messages that were approved, with what is not known of their way', () => {
    const text = markdownOf(written());
    expect(text).toContain('D-7 (1)');
    expect(text).toContain('epost: ukjent om den kom fram');
    expect(text).toContain('forbindelsen brøt');
    expect(text).not.toContain('Aldri sendt');
  });

  it('finds in the log what the state has let go, and believes the state where both know', () => {
    const gone = aLine({ id: 'linje-borte', text: 'for lenge siden', at: 1 });
    const events: LogEvent[] = [
      {
        origin: 'hub',
        epoch: 1,
        seq: 4,
        at: 1,
        body: {
          type: 'incident.moved',
          incident: incident.id,
          what: 'incident.note',
          put: [
            { kind: 'entry', value: gone },
            { kind: 'task', value: { ...task, text: 'slik den het før' } },
          ],
          drop: [],
          actor: 'dag1',
          actedAt: 1,
        },
      },
    ];
    const report = reportOf({ ...source, events });
    expect(report.timeline[0]?.text).toBe('for lenge siden');
    expect(report.tasks.map(({ text }) => text)).toEqual([task.text]);
  });

  it('names each alarm once: the cause’s, and those that the timeline tells of', () => {
    const raised = aLine({
      kind: 'alarm',
      at: 3,
      facts: { node: 'core1', alarm: 'A-18', condition: 'down' },
    });
    const other = aLine({ kind: 'alarm', at: 9, facts: { node: 'san1', alarm: 'A-19', condition: 'down' } });
    const back = aLine({ kind: 'recovered', at: 15, facts: { node: 'san1', alarm: 'A-19' } });
    const incidents = entities(
      { kind: 'entry', value: raised },
      { kind: 'entry', value: other },
      { kind: 'entry', value: back },
    );
    expect(reportOf({ ...source, incidents }).alarms).toEqual([
      { node: 'core1', alarm: 'A-18', from: 3, to: null, symptoms: 0, checks: 0 },
      { node: 'san1', alarm: 'A-19', from: 9, to: 15, symptoms: 0, checks: 0 },
    ]);
  });

  it('lists what nobody has done as what is to follow', () => {
    const { sections } = written();
    expect(sections.at(-1)?.blocks[0]).toEqual({
      kind: 'list',
      items: ['Bytt strømforsyning | i rad 2 (ingen har den ennå)'],
    });
  });
});

describe('what people wrote', () => {
  it('is never markup in Markdown', () => {
    const text = markdownOf(written());
    expect(text).toContain('\\# ikke en overskrift');
    expect(text).toContain('Bytt strømforsyning \\| i rad 2');
    expect(text).toContain('\\<script\\>');
    expect(text.split('\n').filter((line) => line.startsWith('# '))).toHaveLength(1);
    expect(text).toContain('> Linje 1  \n> Linje 2');
  });

  it('is never markup in HTML, which fetches nothing', () => {
    const html = htmlOf(written(), 'nb');
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html).not.toMatch(/<script|<img|<link|<iframe|src=|href=|url\(/i);
    expect(html).toContain('lang="nb"');
    const page = new DOMParser().parseFromString(html, 'text/html');
    expect(page.querySelectorAll('h2')).toHaveLength(7);
    expect(page.body.textContent).toContain('Ingen journal <script>alert(1)</script>');
  });
});
