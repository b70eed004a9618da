import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { CommandDesk, EXPIRES_MS } from '../../../../../electron/main/board/commands';
import { type Outbox, openOutbox } from '../../../../../electron/main/cache/outbox';
import { COMMAND_PAYLOADS } from '../../../../../shared/contract/commands';
import type { OutboxEntry } from '../../../../../shared/contract/ipc';
import { proofOf } from '../../../../../shared/contract/proof';
import type { Command, CommandOutcome } from '../../../../../shared/contract/wire';
import { ManualClock } from '../../../../../shared/time/clock';
import { failure, type Result, success } from '../../../../../shared/util/result';
import { until } from '../../../../fixtures/until';
import { temporaryFolders } from '../../sqlite/temp-folder';

// Every act is synced to the disk, which a busy machine takes its time with.
vi.setConfig({ testTimeout: 20_000 });

const folder = temporaryFolders();
const SECRET = 'ab'.repeat(32);
const kari = { person: 'kari', session: 'session-1', secret: SECRET };

let clock: ManualClock;
let outbox: Outbox;
let heard: (readonly OutboxEntry[])[];
let sent: Command[];
let underWay: number;
let most: number;
/** What the hub does with a command; by default it takes it a little later. */
let answer: (command: Command) => Promise<Result<CommandOutcome>>;
let desk: CommandDesk;
/** What stands in a command's way. */
let holds: (entry: OutboxEntry) => 'go' | 'wait' | { readonly refused: string };

const done = (command: Command): Result<CommandOutcome> =>
  success({ id: command.id, outcome: 'done', reason: null });
const later = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const note = (text: string) => ({
  kind: 'alarm.note' as const,
  subject: 'lab',
  payload: { alarm: 'A-1', text },
  actedAt: clock.now(),
});
const recheck = () => ({
  kind: 'check.recheck' as const,
  subject: 'lab',
  payload: null,
  actedAt: clock.now(),
});
const words = (): string[] =>
  sent.map(({ kind, payload }) => (kind === 'alarm.note' ? (payload as { text: string }).text : kind));
const fates = (): string[] => desk.entries().map(({ fate }) => fate);

beforeEach(() => {
  clock = new ManualClock();
  outbox = openOutbox({ file: join(folder(), 'outbox.db'), clock });
  heard = [];
  sent = [];
  underWay = 0;
  holds = () => 'go';
  most = 0;
  answer = async (command) => {
    await later();
    return done(command);
  };
  desk = new CommandDesk({
    outbox,
    clock,
    hubNow: () => clock.now() + 5,
    send: async (command) => {
      sent.push(command);
      underWay += 1;
      most = Math.max(most, underWay);
      try {
        return await answer(command);
      } finally {
        underWay -= 1;
      }
    },
    onChange: (entries) => heard.push(entries),
    hold: (entry) => holds(entry),
  });
});

describe('what a signature rests on', () => {
  it('waits as long for its hub as the signature does', () => {
    for (const kind of [
      'handover.begin',
      'handover.exchange',
      'handover.people',
      'handover.item',
      'handover.read-back',
      'handover.unsign',
    ] as const)
      expect(EXPIRES_MS[kind]).toBe(EXPIRES_MS['handover.sign']);
    expect(EXPIRES_MS['handover.accept']).toBe(EXPIRES_MS['handover.sign']);
  });
});

describe('what people do here', () => {
  it('carries actor, session and proof from the moment of the act', async () => {
    answer = async () => failure('offline', 'away');
    const given = desk.give(note('sjekker'), kari);
    expect(given).toMatchObject({
      ok: true,
      value: { actor: 'kari', session: 'session-1', fate: 'queued', actedAt: clock.now() },
    });
    clock.advance(3_600_000);
    answer = async (command) => done(command);
    await until('it was tried once', () => sent.length === 1);
    await later();
    sent = [];
    await desk.sendPending();
    const command = sent[0] as Command;
    expect(command.proof).toBe(proofOf(command, SECRET));
    expect(command.proof).not.toBe(proofOf({ ...command, subject: 'other' }, SECRET));
    expect(command.expiresAt - command.actedAt).toBe(EXPIRES_MS['alarm.note']);
  });

  it('says, signs and sends the same where a letter was cut in two', async () => {
    // Half of an emoji, as a limit on characters leaves it: MessagePack would take the letter after it with it.
    const given = desk.give(note('kabelen er av \uD83D igjen'), kari);
    expect(given).toMatchObject({ ok: true, value: { payload: { text: 'kabelen er av \uFFFD igjen' } } });
    await until('it is sent', () => sent.length === 1);
    const [command] = sent;
    if (!command) throw new Error('nothing was sent');
    expect(command.payload).toMatchObject({ text: 'kabelen er av \uFFFD igjen' });
    expect(proofOf(command, SECRET)).toBe(command.proof);
  });

  it('refuses at once what no hub would read: it would close the socket on it, each time anew', () => {
    const edit = (letter: string) => ({
      base: 'v1',
      change: { kind: 'service' as const, id: 'lab', yaml: letter.repeat(100_000) },
      summary: 'stort',
    });
    const give = (letter: string) =>
      desk.give({ kind: 'catalogue.edit', subject: 'lab', payload: edit(letter), actedAt: 1 }, kari);
    expect(give('€')).toMatchObject({ ok: false, error: { code: 'malformed' } });
    expect(desk.entries()).toEqual([]);
    expect(give('ø')).toMatchObject({ ok: true });
  });

  it('refuses what its kind does not take, before anybody is asked who they are', () => {
    expect(desk.fault('alarm.shelve', { alarm: 'A-1' })).toMatchObject({ error: { code: 'malformed' } });
    expect(desk.fault('alarm.unshelve', null)).toBeNull();
    expect(desk.give({ ...note(''), payload: { alarm: 'A-1', text: ' ' } }, kari)).toMatchObject({
      error: { code: 'malformed' },
    });
    expect(desk.entries()).toEqual([]);
  });

  it('knows how long each kind is meant', () => {
    expect(Object.keys(EXPIRES_MS).sort()).toEqual(Object.keys(COMMAND_PAYLOADS).sort());
    for (const [kind, ms] of Object.entries(EXPIRES_MS)) {
      expect(ms, kind).toBeGreaterThanOrEqual(60_000);
      expect(ms, kind).toBeLessThanOrEqual(7 * 24 * 3_600_000);
    }
    expect(EXPIRES_MS['run.request']).toBe(60_000);
    expect(EXPIRES_MS['call.log']).toBe(7 * 24 * 3_600_000);
  });
});

describe('what waits', () => {
  const queue = (count: number): void => {
    const before = answer;
    answer = async () => failure('offline', 'away');
    for (let n = 0; n < count; n++) desk.give(note(`${n}`), kari);
    answer = before;
  };
  /** The queue, and nothing of the try that each act began by itself. */
  const quiet = async (count: number): Promise<void> => {
    queue(count);
    for (let turn = 0; turn < 5; turn++) await later();
    sent = [];
    most = 0;
  };

  it('is sent in order, many under way at a time and no more than that', async () => {
    await quiet(150);
    await desk.sendPending();
    expect(words()).toEqual(Array.from({ length: 150 }, (_, n) => `${n}`));
    expect(most).toBeGreaterThan(32);
    expect(most).toBeLessThanOrEqual(64);
    expect(new Set(fates())).toEqual(new Set(['confirmed']));
  });

  it('stops at the first that is not answered, and begins again with it', async () => {
    await quiet(100);
    let cut = 10;
    answer = async (command) => {
      await later();
      return cut-- > 0 ? done(command) : failure('timeout', 'no answer');
    };
    await desk.sendPending();
    // What was under way when it was noticed, and nothing after.
    expect(sent.length).toBeLessThanOrEqual(10 + 64);
    expect(fates().slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 'confirmed'));
    expect(fates().slice(80)).toEqual(Array.from({ length: 20 }, () => 'queued'));
    sent = [];
    cut = Number.POSITIVE_INFINITY;
    await desk.sendPending();
    expect(words()).toEqual(Array.from({ length: 90 }, (_, n) => `${n + 10}`));
    expect(new Set(fates())).toEqual(new Set(['confirmed']));
  });

  it('lets nothing overtake an act that the hub takes its time with', async () => {
    await quiet(3);
    answer = async () => failure('offline', 'away');
    desk.give(recheck(), kari);
    desk.give(note('after'), kari);
    for (let turn = 0; turn < 5; turn++) await later();
    sent = [];
    const open: string[] = [];
    answer = async (command) => {
      open.push(`+${command.kind}`);
      await later();
      await later();
      open.push(`-${command.kind}`);
      return done(command);
    };
    await desk.sendPending();
    expect(open).toEqual([
      '+alarm.note',
      '+alarm.note',
      '+alarm.note',
      '-alarm.note',
      '-alarm.note',
      '-alarm.note',
      '+check.recheck',
      '-check.recheck',
      '+alarm.note',
      '-alarm.note',
    ]);
  });

  it('goes on past what the hub refuses to read, and says so', async () => {
    await quiet(3);
    answer = async (command) =>
      (command.payload as { text: string }).text === '1' ? failure('malformed', 'nonsense') : done(command);
    await desk.sendPending();
    expect(fates()).toEqual(['confirmed', 'refused', 'confirmed']);
    expect(desk.entries()[1]?.reason).toBe('nonsense');
  });

  it('lets others by where it waits for a file, but for what is said of the same', async () => {
    await quiet(0);
    answer = async () => failure('offline', 'away');
    const write = { ...note('skriver'), subject: 'entry/one' };
    desk.give(write, kari);
    desk.give(note('alarm'), kari);
    desk.give({ ...note('retter'), subject: 'entry/one' }, kari);
    for (let turn = 0; turn < 5; turn++) await later();
    sent = [];
    answer = async (command) => done(command);
    let upload: 'go' | 'wait' | { readonly refused: string } = 'wait';
    holds = ({ payload }) => ((payload as { text: string }).text === 'skriver' ? upload : 'go');
    await desk.sendPending();
    expect(words()).toEqual(['alarm']);
    expect(fates()).toEqual(['queued', 'confirmed', 'queued']);
    upload = { refused: 'Filtypen tas ikke imot.' };
    await desk.sendPending();
    expect(words()).toEqual(['alarm', 'retter']);
    expect(fates()).toEqual(['refused', 'confirmed', 'confirmed']);
    expect(desk.entries()[0]?.reason).toBe('Filtypen tas ikke imot.');
  });

  it('tells of hundreds of fates in few lists, the last of them whole', async () => {
    await quiet(300);
    heard = [];
    const sending = desk.sendPending();
    let sended = false;
    void sending.then(() => {
      sended = true;
    });
    while (!sended) {
      clock.advance(1);
      await later();
    }
    clock.advance(50);
    expect(heard.length).toBeLessThan(50);
    expect(new Set(heard.at(-1)?.map(({ fate }) => fate))).toEqual(new Set(['confirmed']));
  });

  it('has the fates on the disk when it ends', async () => {
    await quiet(5);
    await desk.sendPending();
    desk.stop();
    expect(outbox.pending()).toEqual([]);
  });
});
