import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { type DocumentBridge, SharedDocument } from '../../../renderer/handover/document/shared-document';
import { changeBetween } from '../../../renderer/handover/document/text-diff';
import {
  drawnTarget,
  editTarget,
  newLineTarget,
  SUMMARY_TARGET,
  Writing,
} from '../../../renderer/handover/document/text-target';
import type { News } from '../../../shared/contract/ipc';
import type { DraftLine } from '../../../shared/model/handover';
import { putDrawn, readDocument } from '../../../shared/rules/handover/document';
import { ManualClock } from '../../../shared/time/clock';
import { failure, success } from '../../../shared/util/result';

const LINE: DraftLine = {
  key: 'now/A-1',
  section: 'now',
  order: 1,
  text: 'DIPS Arena redusert, Mo',
  lead: 0,
  sources: [],
  node: null,
  critical: true,
  at: 0,
};

/** Text with letters that take two units, so that a change can fall in the middle of one. */
const text = fc
  .array(fc.constantFrom('a', 'b', 'å', ' ', '😀', '👍', '🙂'), { maxLength: 12 })
  .map((all) => all.join(''));

describe('a change of a field', () => {
  it('makes the same words of the text, wherever the cursor stands, and cuts no letter in two', () => {
    fc.assert(
      fc.property(text, text, fc.nat(24), (before, after, caret) => {
        const change = changeBetween(before, after, Math.min(caret, after.length));
        const doc = new Y.Doc();
        const shared = doc.getText('t');
        shared.insert(0, before);
        if (change) {
          if (change.taken > 0) shared.delete(change.at, change.taken);
          if (change.put !== '') shared.insert(change.at, change.put);
        }
        expect(shared.toString()).toBe(after);
      }),
      { numRuns: 400 },
    );
  });
});

/** Main, of which each window has a door of its own: it can fail, and news of others can be held back. */
class Main {
  readonly doc = new Y.Doc();
  readonly #doors = new Set<Door>();

  constructor() {
    putDrawn(this.doc, [LINE]);
  }

  door(): Door {
    const door = new Door(this);
    this.#doors.add(door);
    return door;
  }

  take(update: Uint8Array, from: Door): void {
    Y.applyUpdate(this.doc, update);
    for (const door of this.#doors) if (door !== from) door.news.push(update);
  }
}

class Door implements DocumentBridge {
  readonly #main: Main;
  readonly news: Uint8Array[] = [];
  fails = false;
  #listen: (news: News['doc:changed']) => void = () => {};

  constructor(main: Main) {
    this.#main = main;
  }

  openDoc: DocumentBridge['openDoc'] = async () =>
    success({ update: Y.encodeStateAsUpdate(this.#main.doc), present: [], live: true });
  updateDoc: DocumentBridge['updateDoc'] = async ({ update }) => {
    if (this.fails) return failure('disk', 'disken er full');
    this.#main.take(update, this);
    return success(null);
  };
  presentInDoc: DocumentBridge['presentInDoc'] = async () => success(null);
  closeDoc: DocumentBridge['closeDoc'] = async () => success(null);
  onDoc: DocumentBridge['onDoc'] = (listen) => {
    this.#listen = listen;
    return () => {};
  };

  deliver(): void {
    for (const update of this.news.splice(0)) this.#listen({ doc: 'H', update, present: [], live: true });
  }
}

const settled = async (): Promise<void> => {
  for (let round = 0; round < 6; round += 1) await Promise.resolve();
};

type Step =
  | {
      readonly do: 'type';
      readonly who: number;
      readonly where: number;
      readonly at: number;
      readonly letter: string;
    }
  | { readonly do: 'deliver' | 'leave' | 'undo' | 'fail' | 'heal'; readonly who: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('type' as const),
      who: fc.nat(1),
      where: fc.nat(2),
      at: fc.nat(40),
      letter: fc.constantFrom('x', 'y', '😀'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'deliver' as const,
        'leave' as const,
        'undo' as const,
        'fail' as const,
        'heal' as const,
      ),
      who: fc.nat(1),
    }),
  },
);

describe('two windows over one document', () => {
  it('end alike with every word of both, whatever main refused on the way, and undo takes back only one’s own', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const main = new Main();
        const clock = new ManualClock();
        const doors = [main.door(), main.door()];
        const shared = doors.map((door) => new SharedDocument(door, 'H', clock));
        for (const one of shared) one.start();
        await settled();
        const writings = new Map<string, Writing>();
        const letters = [0, 0];
        const undone = [false, false];
        const targets = [
          (who: number) => {
            const [edit] = readDocument((shared[who] as SharedDocument).doc).edits.get(LINE.key) ?? [];
            return edit ? editTarget(LINE, edit.text) : drawnTarget(LINE);
          },
          () => SUMMARY_TARGET,
          (who: number) => newLineTarget(`linje-${who}`, 'if'),
        ];
        for (const one of steps) {
          const mine = shared[one.who] as SharedDocument;
          const door = doors[one.who] as Door;
          if (one.do === 'type') {
            const name = `${one.who}/${one.where}`;
            const writer = { by: `p${one.who}`, at: () => clock.now() };
            const writing =
              writings.get(name) ??
              new Writing(mine, (targets[one.where] as (typeof targets)[number])(one.who), writer);
            writings.set(name, writing);
            // Between letters, as a cursor stands.
            const all = [...writing.words];
            const at = Math.min(one.at, all.length);
            const next = [...all.slice(0, at), one.letter, ...all.slice(at)].join('');
            writing.type(next, [...all.slice(0, at), one.letter].join('').length);
            letters[one.who] = (letters[one.who] ?? 0) + 1;
          } else if (one.do === 'deliver') door.deliver();
          else if (one.do === 'leave') {
            for (const [name, writing] of writings) {
              if (!name.startsWith(`${one.who}/`)) continue;
              writing.end();
              writings.delete(name);
            }
          } else if (one.do === 'undo') {
            undone[one.who] = true;
            mine.undo();
          } else door.fails = one.do === 'fail';
          await settled();
        }
        for (const door of doors) door.fails = false;
        for (let round = 0; round < 4; round += 1) {
          clock.advance(6_000);
          await settled();
          for (const door of doors) door.deliver();
        }
        const ends = [main.doc, ...shared.map(({ doc }) => doc)].map((doc) => {
          const { edits, own, summary } = readDocument(doc);
          return JSON.stringify([[...edits], own, summary]);
        });
        expect(new Set(ends).size).toBe(1);
        for (const one of shared) expect(one.getState().saved).toBe(true);
        const { edits, own, summary } = readDocument(main.doc);
        const written = [
          summary,
          ...own.map(({ words }) => words),
          ...[...edits.values()].flat().map(({ words }) => words.replace(LINE.text, '')),
        ].join('');
        const count = [...written].filter((letter) => 'xy😀'.includes(letter)).length;
        // A line's first words are nobody's act: they stand, whole, whatever was taken back.
        for (const edit of [...edits.values()].flat()) {
          const left = [...edit.words]
            .filter((letter) => letter !== '😀' && letter !== 'x' && letter !== 'y')
            .join('');
          expect(left.length).toBeGreaterThanOrEqual(LINE.text.replaceAll(/[xy]/g, '').length);
        }
        if (!undone[0] && !undone[1]) expect(count).toBe((letters[0] ?? 0) + (letters[1] ?? 0));
      }),
      { numRuns: 60 },
    );
  });
});
