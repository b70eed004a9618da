import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SourceGarbled } from '../../../../../electron/hub/sources/foreign-source';
import { readObjects } from '../../../../../electron/hub/sources/json-objects';
import { systemClock } from '../../../../../shared/time/clock';

async function* inPieces(text: string, cuts: readonly number[] = []): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  for (let index = 1; index < places.length; index++) yield bytes.subarray(places[index - 1], places[index]);
}

async function read(text: string, cuts?: readonly number[]): Promise<unknown[]> {
  const found: unknown[] = [];
  await readObjects(inPieces(text, cuts), systemClock(), (object) => found.push(object));
  return found;
}

describe('an array of objects that arrives in pieces', () => {
  it('is read as JSON.parse reads it, wherever it is cut', async () => {
    const object = fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 4 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(object, { maxLength: 5 }),
        fc.array(fc.nat(), { maxLength: 12 }),
        fc.constantFrom(undefined, 2),
        async (objects, cuts, indent) => {
          const text = JSON.stringify(objects, null, indent);
          expect(await read(text, cuts)).toEqual(JSON.parse(text));
        },
      ),
      { numRuns: 300 },
    );
  });

  it.each([
    ['', /slutter midt i/, ''],
    ['[', /slutter midt i/, '['],
    ['[{"a":1}', /slutter midt i/, '[{"a":1}'],
    ['[{"a":', /slutter midt i/, '[{"a":'],
    ['{"a":1}', /JSON-liste/, '{"a":1}'],
    ['<html>', /JSON-liste/, '<html>'],
    ['[1]', /JSON-liste/, '1]'],
    ['[{}{}]', /JSON-liste/, '{}]'],
    ['[{},]', /JSON-liste/, ']'],
    ['[{}] x', /JSON-liste/, 'x'],
    ['[{"a":1]}]', /gyldig JSON/, '{"a":1]'],
    ['[{nei}]', /gyldig JSON/, '{nei}'],
  ])('is refused: %s', async (text, reason, piece) => {
    const error = await read(text).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SourceGarbled);
    expect((error as SourceGarbled).message).toMatch(reason);
    expect((error as SourceGarbled).piece).toBe(piece);
  });

  it('is refused when one object has no end', async () => {
    await expect(read(`[{"a":"${'x'.repeat(300_000)}"}]`)).rejects.toThrow(/større enn 262 kB/);
  });

  it('lets others have their turn while it is read', async () => {
    const text = JSON.stringify(
      Array.from({ length: 30_000 }, (_, index) => ({ index, text: 'x'.repeat(200) })),
    );
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 1);
    await read(text);
    clearInterval(timer);
    expect(turns).toBeGreaterThan(1);
  });
});
