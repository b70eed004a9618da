import { describe, expect, it } from 'vitest';
import { Board } from '../../../../../electron/main/board/board';
import type { BoardPatch } from '../../../../../shared/contract/ipc';
import { Projection } from '../../../../../shared/rules/projection';
import { ManualClock } from '../../../../../shared/time/clock';
import { aService, catalogueChanged, entities, eventWriter, hard } from '../../../../fixtures/room';

function started() {
  const clock = new ManualClock();
  const state = new Projection();
  const write = eventWriter();
  state.apply(write(catalogueChanged(entities([aService('a'), aService('b')]))));
  const board = new Board(state, clock);
  const patches: BoardPatch[] = [];
  board.onPatch((patch) => patches.push(patch));
  const change = (node: string, result: 'ok' | 'critical'): void =>
    board.changed(state.apply(write(hard(node, result, 1_000))));
  return { clock, board, patches, change };
}

describe('the board', () => {
  it('sends the first change at once, and joins what follows within a frame', () => {
    const { clock, patches, change } = started();
    change('a', 'critical');
    expect(patches).toHaveLength(1);
    change('b', 'critical');
    change('b', 'ok');
    expect(patches).toHaveLength(1);
    clock.advance(10);
    expect(patches).toHaveLength(2);
    expect(patches[1]?.base).toBe(patches[0]?.revision);
    const keys = patches[1]?.patch.status?.put.map(([key]) => key);
    expect(keys).toEqual(['check:b/c', 'node:b']);
  });

  it('hands out a snapshot that holds what was not sent yet, at the revision that follows', () => {
    const { clock, board, patches, change } = started();
    change('a', 'critical');
    change('b', 'critical');
    const snapshot = board.snapshot();
    expect(snapshot.revision).toBe(patches.at(-1)?.revision);
    clock.advance(100);
    change('a', 'ok');
    expect(patches.at(-1)?.base).toBe(snapshot.revision);
  });

  it('makes every window take a new snapshot when the state is another one', () => {
    const { board, patches } = started();
    const before = board.snapshot().revision;
    board.replaced();
    expect(patches.at(-1)?.base).not.toBe(before);
    expect(board.snapshot().revision).toBe(patches.at(-1)?.revision);
  });
});
