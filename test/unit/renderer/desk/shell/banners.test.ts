import { expect, it } from 'vitest';
import { bannersFor } from '../../../../../renderer/desk/shell/banners';
import { translator } from '../../../../../renderer/i18n';
import { linkView } from '../../../../../renderer/stores/link-view';
import type { MaintenanceStatus } from '../../../../../shared/model/maintenance';
import type { RoomStatus } from '../../../../../shared/model/room';

/** 23 November 2026, 04:00 in Oslo. */
const NOW = Date.UTC(2026, 10, 23, 3, 0);
const HOUR = 3_600_000;

it('a hub that was put back from a backup says so for a watch, and from when the backup was', () => {
  const room = (agoMs: number): RoomStatus => ({
    id: 'room',
    name: '',
    demo: false,
    vantageLostSince: null,
    hubVersion: '',
    hubStartedAt: 0,
    blind: null,
    rejected: null,
    hours: [],
    restored: { at: NOW - agoMs, backupAt: NOW - 30 * HOUR },
    alarmCount: 0,
    incidentCount: 0,
    knownErrorCount: 0,
    messageCount: 0,
    entryCount: 0,
    handoverCount: 0,
    followUpCount: 0,
    routineCount: 0,
    flood: null,
  });
  const said = (agoMs: number): readonly string[] =>
    bannersFor(linkView(null, 0, NOW), null, room(agoMs), { t: translator('nb'), lang: 'nb' }).map(
      (banner) => `${banner.title}. ${banner.text}`,
    );
  expect(said(HOUR)).toEqual([
    expect.stringMatching(/sikkerhetskopi fra 21\.11\. 22:00\. Det som ble gjort fra da til 03:00, mangler/),
  ]);
  expect(said(9 * HOUR)).toEqual([]);
});

it('work over its time is told wherever one is, the first by name', () => {
  const overrun = (id: string): MaintenanceStatus => ({
    window: {
      id,
      title: `Bytte ${id}`,
      description: null,
      ticket: null,
      owner: null,
      origin: 'desk',
      effects: [{ match: 'a', worst: 'down' }],
      start: '2026-11-23T01:00',
      durationMs: HOUR,
      rrule: null,
    },
    run: { start: NOW - 3 * HOUR, end: NOW - 2 * HOUR, phase: 'overrun', since: NOW - 2 * HOUR, covers: [] },
    next: null,
    last: null,
  });
  const speech = { t: translator('nb'), lang: 'nb' } as const;
  const [banner, ...rest] = bannersFor(linkView(null, 0, NOW), null, null, speech, [
    overrun('x'),
    overrun('y'),
  ]);
  expect(rest).toEqual([]);
  expect(banner).toMatchObject({
    mark: 'overrun',
    title: 'Vedlikehold over tiden: Bytte x skulle vært ferdig 02:00',
    text: expect.stringMatching(/^Og 1 til\. .*Tast 9/),
  });
});
