import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { DraftLine } from '../../../shared/model/handover';
import {
  addLine,
  editOf,
  putDrawn,
  readDocument,
  SUMMARY_TEXT,
  setSeverity,
  strikeLine,
} from '../../../shared/rules/handover/document';
import { type DeskSide, DOC, DocumentWorld, settled, summaryOf } from '../../fixtures/document-world';

/** Several people write in one document, some without the hub: nobody's words are lost, and all end alike. */

const DESKS = ['dag-1', 'dag-2', 'natt-1'] as const;

type Step =
  | {
      readonly do: 'type' | 'delete' | 'edit' | 'line' | 'strike' | 'severity';
      readonly desk: number;
      readonly at: number;
    }
  | { readonly do: 'deliver'; readonly desk: number; readonly at: number; readonly twice: boolean }
  | { readonly do: 'cut' | 'mend' | 'kill' | 'window'; readonly desk: number }
  | { readonly do: 'draw'; readonly at: number }
  | { readonly do: 'kill-hub' };

const desk = fc.integer({ min: 0, max: DESKS.length - 1 });
const at = fc.nat(1_000);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant('type' as const), desk, at }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('delete' as const), desk, at }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('edit' as const), desk, at }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('line' as const, 'strike' as const, 'severity' as const),
      desk,
      at,
    }),
  },
  {
    weight: 12,
    arbitrary: fc.record({ do: fc.constant('deliver' as const), desk, at, twice: fc.boolean() }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('cut' as const), desk }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('mend' as const), desk }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('kill' as const), desk }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('window' as const), desk }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('draw' as const), at }) },
  { weight: 1, arbitrary: fc.constant({ do: 'kill-hub' as const }) },
);

const drawn = (n: number): DraftLine => ({
  key: `now/${n % 3}`,
  section: 'now',
  order: n % 3,
  text: `A-41${n % 3} er nede siden 02:1${n % 10}.`,
  lead: 0,
  sources: [],
  node: null,
  critical: n % 2 === 0,
  at: n,
});

/** What the test knows: words that are on some disk, those that somebody took away, and what the hub drew last. */
interface Known {
  readonly kept: Set<string>;
  readonly taken: Set<string>;
  lines: readonly DraftLine[];
  count: number;
}

async function perform(world: DocumentWorld, known: Known, one: Step): Promise<void> {
  if (one.do === 'kill-hub') return world.killHub();
  if (one.do === 'draw') {
    known.lines = [drawn(one.at), drawn(one.at + 1)];
    expect(world.hub.change(DOC, (doc) => void putDrawn(doc, known.lines))).toBe(true);
    return;
  }
  const side = world.desks[one.desk] as DeskSide;
  switch (one.do) {
    case 'cut':
      return side.cut();
    case 'mend':
      return side.connect();
    case 'kill': {
      side.kill();
      // Without a word from the hub: what was written here is here, with what it was written between.
      const doc = side.windows.get(side.openWindow()) as Y.Doc;
      expectWords(known, summaryOf(doc), side.name);
      return;
    }
    case 'window':
      for (const window of [...side.windows.keys()].slice(0, 1)) side.closeWindow(window);
      return void side.openWindow();
    case 'deliver':
      return void (await side.deliver(one.at, one.twice));
    default:
      return write(side, known, one);
  }
}

async function write(
  side: DeskSide,
  known: Known,
  { do: what, at }: Step & { readonly at: number },
): Promise<void> {
  const window = [...side.windows.keys()][0] ?? side.openWindow();
  const doc = side.windows.get(window) as Y.Doc;
  const by = { by: side.name, at };
  const word = `[${side.name}.${known.count++}]`;
  const others = wordsIn(summaryOf(doc));
  const kept = await side.write(window, () => {
    const text = doc.getText(SUMMARY_TEXT);
    if (what === 'type') text.insert(at % (text.length + 1), word);
    // Whole words, so that what is missing in the end was taken away by somebody.
    if (what === 'delete') {
      const victim = others[at % Math.max(1, others.length)];
      if (victim !== undefined) {
        known.taken.add(victim);
        text.delete(text.toString().indexOf(victim), victim.length);
      }
    }
    if (what === 'edit') {
      const [line] = readDocument(doc).auto;
      if (line) editOf(doc, line, side.name, at).insert(0, word);
    }
    if (what === 'line') addLine(doc, word, { section: 'if', order: at, critical: false, ...by });
    if (what === 'strike') strikeLine(doc, `now/${at % 3}`, 'det er rettet', by);
    if (what === 'severity') setSeverity(doc, 'yellow', by);
  });
  expect(kept).toBe(true);
  if (what === 'type') known.kept.add(word);
}

/** What people wrote stands there: of one desk, or (empty) of all; what somebody took away does not count. */
function expectWords(known: Known, summary: string, desk: string): void {
  for (const word of known.kept) {
    if (known.taken.has(word) || !word.startsWith(`[${desk}`)) continue;
    expect(standsIn(word, summary), `${word} in ${summary}`).toBe(true);
  }
}

/** A word may have been written into the middle of another: its letters are then there, but not together. */
function wordsIn(text: string): readonly string[] {
  return text.match(/\[[^[\]]+\]/g) ?? [];
}

/** Whether the letters of a word stand in a text in their order, whatever was written between them. */
function standsIn(word: string, text: string): boolean {
  let from = 0;
  for (const letter of word) {
    from = text.indexOf(letter, from) + 1;
    if (from === 0) return false;
  }
  return true;
}

describe('documents that several write in', () => {
  it('lose nobody’s words and end alike, through cuts, duplicates, disorder and kills', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 70 }), async (steps) => {
        const world = new DocumentWorld(DESKS);
        try {
          const known: Known = { kept: new Set(), taken: new Set(), lines: [], count: 0 };
          for (const one of steps) {
            await perform(world, known, one);
            await settled();
          }
          for (const side of world.desks) if (side.windows.size === 0) side.openWindow();
          await world.settle();
          const truth = world.hub.read(DOC);
          for (const side of world.desks) {
            for (const doc of side.windows.values()) {
              if (truth) expect(readDocument(doc)).toEqual(truth);
              else expect(summaryOf(doc)).toBe('');
            }
            const again = side.documents.open(DOC, 999);
            expect(again.ok && again.value.live).toBe(true);
          }
          expectWords(known, truth?.summary ?? '', '');
          for (const word of known.taken) expect(truth?.summary.includes(word)).toBe(false);
          expect(new Set(truth?.auto.map(({ key, text }) => `${key} ${text}`) ?? [])).toEqual(
            new Set(known.lines.map(({ key, text }) => `${key} ${text}`)),
          );
        } finally {
          world.remove();
        }
      }),
      { numRuns: 100 },
    );
  });

  it('give the same text whichever way updates arrive', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(desk, at), { maxLength: 30 }),
        fc.infiniteStream(fc.nat(1_000)),
        (typed, picks) => {
          const writers = DESKS.map(() => new Y.Doc());
          const updates: Uint8Array[] = [];
          for (const writer of writers)
            writer.on('update', (update: Uint8Array) => void updates.push(update));
          typed.forEach(([who, where], n) => {
            const text = (writers[who] as Y.Doc).getText(SUMMARY_TEXT);
            text.insert(where % (text.length + 1), `[${n}]`);
          });
          const results = [0, 1].map(() => {
            const reader = new Y.Doc();
            const bag = [...updates, ...updates];
            while (bag.length > 0) {
              const [pick = 0] = picks.take(1);
              const [update] = bag.splice(pick % bag.length, 1);
              if (update) Y.applyUpdate(reader, update);
            }
            return summaryOf(reader);
          });
          expect(results[0]).toBe(results[1]);
          const missing = typed.filter((_one, n) => !standsIn(`[${n}]`, results[0] ?? ''));
          expect(missing).toEqual([]);
        },
      ),
      { numRuns: 100 },
    );
  });
});
