import { describe, expect, it } from 'vitest';
import {
  readCorrelation,
  writeCorrelation,
} from '../../../../../../electron/hub/sources/alertmanager/correlation';
import {
  readAlert,
  readSilence,
  readStatus,
  readWebhook,
} from '../../../../../../electron/hub/sources/alertmanager/parse';
import { foreignAlert, silenceMatcher } from '../../../../../../shared/model/sources';

/** As Alertmanager 0.25 gave them. */
const ALERT = {
  annotations: { description: 'TCP probe failed', summary: 'hl7-mllp on adt-gw-01 does not answer' },
  endsAt: '2026-11-22T18:26:49.147Z',
  fingerprint: '507b3c2d96cd96f0',
  receivers: [{ name: 'console' }],
  startsAt: '2026-11-22T18:22:49.147Z',
  status: { inhibitedBy: [], silencedBy: ['8a7197a9-1fdc-489a-9e80-ad5498bb8fe3'], state: 'suppressed' },
  updatedAt: '2026-11-22T18:22:49.152Z',
  generatorURL: 'http://vm:19090/graph?g0.expr=probe_success+%3D%3D+0&g0.tab=1',
  labels: { alertname: 'EndpointDown', service: 'hl7-mllp', severity: 'critical', site: 'main-hospital' },
};
const SILENCE = {
  id: '8a7197a9-1fdc-489a-9e80-ad5498bb8fe3',
  status: { state: 'active' },
  updatedAt: '2026-11-22T18:23:44.896Z',
  comment: 'Planned MLLP gateway work CHG-1042',
  createdBy: 'console:dr.admin',
  endsAt: '2026-11-22T19:23:44.000Z',
  matchers: [{ isEqual: true, isRegex: false, name: 'alertname', value: 'EndpointDown' }],
  startsAt: '2026-11-22T18:23:44.896Z',
};

describe('alerts', () => {
  it('are read', () => {
    expect(readAlert(ALERT)).toEqual({
      id: '507b3c2d96cd96f0',
      name: 'EndpointDown',
      summary: 'hl7-mllp on adt-gw-01 does not answer',
      labels: ALERT.labels,
      startsAt: Date.UTC(2026, 10, 22, 18, 22, 49, 147),
      silencedBy: ['8a7197a9-1fdc-489a-9e80-ad5498bb8fe3'],
      inhibited: false,
      link: ALERT.generatorURL,
    });
  });

  it.each([
    null,
    [],
    'x',
    {},
    { ...ALERT, fingerprint: '../../etc' },
    { ...ALERT, fingerprint: 'x'.repeat(101) },
    { ...ALERT, labels: null },
    { ...ALERT, labels: { a: 1 } },
    { ...ALERT, startsAt: 'i går' },
    { ...ALERT, startsAt: 5 },
    { ...ALERT, status: 'active' },
  ])('are not: %j', (value) => expect(readAlert(value)).toBeNull());

  it('are bounded and clean, and fit the contract', () => {
    const hostile = JSON.parse('{"__proto__":"x","constructor":"y"}') as Record<string, string>;
    for (let index = 0; index < 200; index++) hostile[`l${index}`] = 'v'.repeat(2_000);
    hostile.alertname = '\u001b[31mrød\u0000\ud800 <b>';
    const alert = readAlert({ ...ALERT, labels: hostile, generatorURL: 'javascript:alert(1)' });
    expect(alert?.link).toBeNull();
    expect(Object.hasOwn(alert?.labels ?? {}, '__proto__')).toBe(false);
    expect(alert?.labels.constructor).toBe('y');
    expect(JSON.stringify(alert?.labels).length).toBeLessThan(9_000);
    const entity = { ...alert, source: 'am', severity: 'warning', nodes: [], rules: [] };
    expect(foreignAlert.safeParse(entity).success).toBe(true);
  });
});

describe('silences', () => {
  it('are read', () => {
    expect(readSilence(SILENCE)).toMatchObject({
      id: SILENCE.id,
      phase: 'active',
      author: 'console:dr.admin',
      comment: SILENCE.comment,
      correlation: null,
      matchers: SILENCE.matchers,
    });
  });

  it('of versions before 0.22 say nothing of isEqual', () => {
    const [matcher] =
      readSilence({ ...SILENCE, matchers: [{ name: 'a', value: 'b', isRegex: false }] })?.matchers ?? [];
    expect(silenceMatcher.parse(matcher).isEqual).toBe(true);
  });

  it.each([
    { ...SILENCE, status: { state: 'sleeping' } },
    { ...SILENCE, matchers: [{ name: '', value: 'b', isRegex: false }] },
    { ...SILENCE, matchers: 'all' },
    { ...SILENCE, endsAt: null },
  ])('are not: %j', (value) => expect(readSilence(value)).toBeNull());
});

describe('correlation', () => {
  it.each(['0c1e4f7a-1111-2222-3333-444455556666', 'med mellomrom ] og %', 'æøå-æøå-æøå'])('%s', (id) => {
    const sent = writeCorrelation('pult', 'bytter disk', id);
    expect(readCorrelation(sent.author, sent.comment)).toEqual({ comment: 'bytter disk', correlation: id });
  });

  it.each([
    ['nattevakt', 'x [vaktrom:0c1e4f7a-1111]'],
    ['pult (vaktrom)', 'x [vaktrom:0c1e4f7a-1111] og mer'],
    ['pult (vaktrom)', 'x [vaktrom:%E0%A4%A]'],
    ['pult (vaktrom)', 'x'],
  ])('is none: %s, %s', (author, comment) =>
    expect(readCorrelation(author, comment)).toEqual({ comment, correlation: null }),
  );
});

describe('the webhook', () => {
  const firing = { ...ALERT, status: 'firing', endsAt: '0001-01-01T00:00:00Z' };

  it('is read: firing, and resolved', () => {
    const body = { version: '4', alerts: [firing, { ...firing, fingerprint: 'aa', status: 'resolved' }] };
    const news = readWebhook(JSON.stringify(body));
    expect(news.firing).toMatchObject([{ id: '507b3c2d96cd96f0', silencedBy: [], inhibited: false }]);
    expect(news.resolved).toEqual(['aa']);
  });

  it.each([
    '',
    '[]',
    '{"version":"3","alerts":[]}',
    '{"version":"4"}',
    '{"version":"4","alerts":[{"status":"firing"}]}',
    JSON.stringify({ version: '4', alerts: [{ ...firing, status: 'odd' }] }),
  ])('is not: %s', (body) => expect(() => readWebhook(body)).toThrow(/webhooken/));
});

describe('the status', () => {
  it('has a version', () => {
    expect(readStatus({ versionInfo: { version: '0.25.0' } })).toEqual({ version: '0.25.0' });
    expect(readStatus({ cluster: {} })).toBeNull();
    expect(readStatus([])).toBeNull();
  });
});
