import { writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { readEndpoint } from '../../electron/hub/store/data-folder';
import { startConsole } from '../../electron/main/board/console';
import type { Alarm } from '../../shared/model/alarms';
import { systemClock } from '../../shared/time/clock';

/** What the desk says, one JSON object a line, each written before the next thing is done. */
export type DeskWord =
  /** The desk has said yes to the person: the act is on its disk. */
  | { readonly is: 'given'; readonly id: string; readonly node: string }
  /** So many acts of its outbox are settled. */
  | { readonly is: 'settled'; readonly count: number }
  /** All are, and a hub has just proved that the state here is its own. */
  | { readonly is: 'done' };

/** How often the hub's endpoint file is looked at, ms. */
const LOOK_MS = 50;
/** Acts between two turns of the event loop: a person is slower, a script over many alarms is not. */
const IN_A_ROW = 5;

/**
 * A desk as the app runs it, without its windows: finds the hub of a data folder again and again, and acknowledges, one
 * after the other, each alarm that stands unacknowledged and that it has not acknowledged yet.
 */
export async function runDesk(folder: string, hubFolder: string, alarms: number): Promise<void> {
  const say = (word: DeskWord): void => void writeSync(1, `${JSON.stringify(word)}\n`);
  const desk = startConsole({
    clock: systemClock(),
    dataFolder: folder,
    hubUrl: null,
    log: (level, message, detail) => {
      if (level !== 'info') writeSync(2, `${message} ${JSON.stringify(detail ?? {})}\n`);
    },
  });
  let ending = false;
  process.once('SIGTERM', () => {
    ending = true;
  });
  const outbox = () => desk.snapshot().outbox;
  desk.onOutbox((entries) => {
    const count = entries.filter(({ fate }) => fate !== 'queued' && fate !== 'sent').length;
    say({ is: 'settled', count });
  });
  const look = async (): Promise<void> => {
    const endpoint = await readEndpoint(hubFolder);
    if (endpoint.ok && endpoint.value) desk.setHub(endpoint.value.url, undefined, endpoint.value.machine);
  };
  const acted = new Set(outbox().map(({ subject }) => subject));
  let said = false;
  while (!ending) {
    await look();
    let inARow = 0;
    for (const alarm of acted.size < alarms ? unacknowledged(desk.snapshot().patch.alarms.put) : []) {
      if (acted.has(alarm.node) || ending) continue;
      const payload = { alarm: alarm.id, condition: alarm.condition, note: null, own: true };
      const given = await desk.give({ kind: 'alarm.acknowledge', subject: alarm.node, payload });
      // Signed out: the machine's own sign-in is on its way.
      if (!given.ok) break;
      say({ is: 'given', id: given.value.id, node: alarm.node });
      acted.add(alarm.node);
      inARow += 1;
      if (inARow % IN_A_ROW === 0) await pause(0);
    }
    const { link, patch } = desk.snapshot();
    const open = outbox().some(({ fate }) => fate === 'queued' || fate === 'sent');
    if (
      !said &&
      acted.size === alarms &&
      !open &&
      link.phase === 'live' &&
      unacknowledged(patch.alarms.put).length === 0
    ) {
      say({ is: 'done' });
      said = true;
    }
    await pause(LOOK_MS);
  }
  await desk.stop();
}

function unacknowledged(
  put: readonly (readonly [string, { kind: string; value: unknown }])[],
): readonly Alarm[] {
  return put.flatMap(([, entity]) => {
    if (entity.kind !== 'alarm') return [];
    const alarm = entity.value as Alarm;
    return alarm.state === 'unacknowledged' ? [alarm] : [];
  });
}
