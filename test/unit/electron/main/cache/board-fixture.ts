import type { CatalogueEntity } from '../../../../../shared/model/catalogue';
import type { LogEvent, Position } from '../../../../../shared/model/events';
import type { CheckStatus, Patch, RoomStatus, StatusEntity } from '../../../../../shared/model/room';

export const at = (seq: number, epoch = 1, origin = 'hub'): Position => ({ origin, epoch, seq });

export const checkEntity = (id: string): CatalogueEntity => ({
  kind: 'check',
  value: {
    id,
    node: `${id.split('/')[0]}`,
    name: `Check ${id}`,
    kind: 'http',
    target: 'https://127.0.0.1:8443/health',
    intervalMs: 30_000,
    retryMs: 5_000,
    timeoutMs: 10_000,
    attempts: 3,
    freshnessMs: 90_000,
    impact: 'down',
    warnMs: 500,
    criticalMs: 2_000,
    steps: [],
    source: null,
  },
});

export const checkStatus = (id: string, change: Partial<CheckStatus> = {}): StatusEntity => ({
  kind: 'check',
  value: {
    id,
    result: 'ok',
    hard: true,
    attempt: 1,
    confirmed: 'ok',
    since: 1_763_870_400_000,
    resultSince: 1_763_870_400_000,
    observedAt: 1_763_870_400_000,
    beforeAt: null,
    overdue: false,
    output: 'HTTP 200 på 84 ms',
    ms: 84,
    flappingSince: null,
    silenced: false,
    ...change,
  },
});

export const roomStatus = (name: string): RoomStatus => ({
  id: 'room',
  name,
  demo: false,
  vantageLostSince: null,
  hubVersion: '0.1.0',
  hubStartedAt: 1_763_870_400_000,
  blind: null,
  rejected: null,
  hours: [],
  restored: null,
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

/** A whole board with so many checks, a node for every fourth. */
export function wholeBoard(checks: number): Required<Patch> {
  const ids = [...Array(checks).keys()].map((n) => `service-${Math.floor(n / 4)}/check-${n}`);
  const nodes = [...Array(Math.ceil(checks / 4)).keys()].map((n): [string, StatusEntity] => [
    `node:service-${n}`,
    {
      kind: 'node',
      value: {
        id: `service-${n}`,
        state: 'normal',
        since: 1,
        own: 'normal',
        hard: 'normal',
        because: [],
        quiet: null,
        flapping: false,
      },
    },
  ]);
  return {
    catalogue: { put: ids.map((id) => [`check:${id}`, checkEntity(id)] as const), drop: [] },
    status: { put: [...ids.map((id) => [`check:${id}`, checkStatus(id)] as const), ...nodes], drop: [] },
    room: { put: [['room', roomStatus('Room')]], drop: [] },
    maintenance: { put: [], drop: [] },
    sources: { put: [], drop: [] },
    alarms: { put: [], drop: [] },
    people: { put: [], drop: [] },
    incidents: { put: [], drop: [] },
    watch: { put: [], drop: [] },
    wall: { put: [], drop: [] },
  };
}

/** A change of one check's response time. */
export const change = (id: string, ms: number): Patch => ({
  status: { put: [[`check:${id}`, checkStatus(id, { ms })]], drop: [] },
});

export const event = (seq: number, check: string, epoch = 1, origin = 'hub'): LogEvent => ({
  origin,
  epoch,
  seq,
  at: 1_763_870_400_000 + seq,
  body: { type: 'check.overdue', check, lastObservedAt: null },
});

/** A patch as plain maps, to compare by content. */
export function contents(patch: Patch | undefined): Record<string, Record<string, unknown>> {
  return {
    catalogue: Object.fromEntries(patch?.catalogue?.put ?? []),
    status: Object.fromEntries(patch?.status?.put ?? []),
    room: Object.fromEntries(patch?.room?.put ?? []),
  };
}
