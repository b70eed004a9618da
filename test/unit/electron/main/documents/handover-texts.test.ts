import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DocFile } from '../../../../../electron/main/documents/doc-file';
import { HandoverTexts } from '../../../../../electron/main/documents/handover-texts';
import type { Question } from '../../../../../shared/contract/wire';
import type { LogEvent } from '../../../../../shared/model/events';
import type { Handover, SignedText } from '../../../../../shared/model/handover';
import type { WatchEntity } from '../../../../../shared/model/watch';
import { failure, success } from '../../../../../shared/util/result';
import { tempFolder } from '../../../../fixtures/temp-folder';
import { until } from '../../../../fixtures/until';

const folder = tempFolder('texts');
const text = (handover: string): SignedText => ({
  handover,
  severity: 'green',
  summary: 'Rolig natt.',
  lines: [],
  readBack: null,
});
const accepted = (id: string, acceptedAt: number | null): Handover => ({ id, acceptedAt }) as Handover;
const all = { from: 0, to: 1_000, limit: 10 };
let file: DocFile;
let watch: Map<string, WatchEntity>;
let away: boolean;
let asked: unknown[];
let texts: HandoverTexts;
let count = 0;

beforeEach(() => {
  count += 1;
  file = new DocFile({
    file: join(folder.path, `docs-${count}.db`),
    now: () => 0,
    onMovedAside: () => undefined,
  });
  watch = new Map();
  away = false;
  asked = [];
  texts = new HandoverTexts({
    file: () => file,
    state: { watch },
    ask: async (asking) => {
      const question = asking as Question;
      asked.push(question);
      if (away) return failure('offline', 'no contact with the hub');
      const answer =
        question.ask === 'handovers'
          ? { handovers: [{ handover: accepted('b', 20), text: text('b') }], complete: true }
          : { text: text(question.ask === 'handover-text' ? question.handover : '') };
      return success(answer) as never;
    },
  });
});
afterEach(() => file.close());

const put = (handover: Handover): void =>
  void watch.set(`handover:${handover.id}`, { kind: 'handover', value: handover });

describe('handovers of the past at a console', () => {
  it('come from the hub, and their texts are kept', async () => {
    expect(await texts.list(all)).toMatchObject({ value: { source: 'hub', complete: true } });
    expect(asked).toEqual([{ ask: 'handovers', ...all }]);
    away = true;
    expect(await texts.text('b')).toEqual(success({ text: text('b'), source: 'cache' }));
    expect(await texts.text('c')).toEqual(success({ text: null, source: 'cache' }));
  });

  it('are those of the room’s state without the hub, newest first, within the time, and no more than asked', async () => {
    await texts.list(all);
    away = true;
    for (const one of [
      accepted('a', 10),
      accepted('b', 20),
      accepted('c', 30),
      accepted('d', 2_000),
      accepted('e', null),
    ])
      put(one);
    const found = await texts.list({ ...all, limit: 2 });
    expect(found).toMatchObject({ value: { source: 'cache', complete: false } });
    expect(
      found.ok && found.value.handovers.map(({ handover, text }) => [handover.id, text?.summary]),
    ).toEqual([
      ['c', undefined],
      ['b', 'Rolig natt.'],
    ]);
    expect(await texts.list(all)).toMatchObject({ value: { complete: true } });
  });

  it('are fetched when they are signed, before anybody asks', async () => {
    texts.heard([
      { body: { type: 'handover.moved', what: 'accepted', handover: accepted('x', 1) } } as LogEvent,
    ]);
    texts.heard([
      { body: { type: 'handover.moved', what: 'walked', handover: accepted('y', 1) } } as LogEvent,
    ]);
    await until('it is kept', () => file.text('x'));
    expect(asked).toEqual([{ ask: 'handover-text', handover: 'x' }]);
  });
});
