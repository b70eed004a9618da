import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringifyInSlices } from '../../../../../electron/hub/log/stringify-in-slices';

const same = async (value: Record<string, unknown>): Promise<void> => {
  const { text, sha256 } = await stringifyInSlices(value);
  expect(text).toBe(JSON.stringify(value));
  expect(sha256).toEqual(createHash('sha256').update(text).digest());
};

test('it is the text that is made at once, whatever is in it', async () => {
  const field = fc.oneof(fc.jsonValue(), fc.constant(undefined), fc.array(fc.jsonValue(), { maxLength: 20 }));
  await fc.assert(
    fc.asyncProperty(fc.dictionary(fc.string(), fc.oneof(field, fc.dictionary(fc.string(), field))), same),
  );
});

test('long lists are made in slices, and others are served between them', async () => {
  const put = Array.from({ length: 4_321 }, (_, n) => [
    `k${n}`,
    { kind: 'check', value: { id: `å“${n}`, at: null } },
  ]);
  let turns = 0;
  let running = true;
  const count = (): void => {
    turns += 1;
    if (running) setImmediate(count);
  };
  setImmediate(count);
  await same({ status: { put, drop: [] }, people: { put: put.slice(0, 500), drop: ['x'] }, room: undefined });
  running = false;
  expect(turns).toBeGreaterThan(5);
});
