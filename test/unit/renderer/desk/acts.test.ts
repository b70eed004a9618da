import { describe, expect, it } from 'vitest';
import { createActs } from '../../../../renderer/desk/acts';
import { createDeskStore } from '../../../../renderer/desk/desk-store';
import type { CommandKind } from '../../../../shared/contract/commands';
import type { Gift, OutboxEntry } from '../../../../shared/contract/ipc';
import { failure, type Result, success } from '../../../../shared/util/result';

const recheck = (subject: string): Gift<CommandKind> => ({ kind: 'check.recheck', subject, payload: null });
const entry = (subject: string): OutboxEntry => ({
  id: subject,
  kind: 'check.recheck',
  subject,
  actor: 'dag1',
  actedAt: 0,
  expiresAt: 0,
  fate: 'queued',
  reason: null,
  settledAt: null,
});

/** A desk whose main answers by `judge`, and remembers what it was given. */
function bench(judge: (gift: Gift<CommandKind>) => string | null) {
  const desk = createDeskStore();
  const given: Gift<CommandKind>[] = [];
  const give = async (gift: Gift<CommandKind>): Promise<Result<OutboxEntry>> => {
    given.push(gift);
    const code = judge(gift);
    return code === null ? success(entry(gift.subject)) : failure(code, `nei: ${code}`);
  };
  const acts = createActs({ give: give as never }, desk);
  const soon = async (): Promise<void> => {
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
  };
  return { desk, acts, given, soon };
}

describe('an act', () => {
  it('that nobody signed in for asks who it is, and goes on', async () => {
    let signedIn = false;
    const { desk, acts, given, soon } = bench(() => (signedIn ? null : 'signed-out'));
    const answer = acts.give(recheck('a'));
    await soon();
    expect(desk.getState().dialog).toEqual({ kind: 'sign-in' });
    expect(desk.getState().pending).toMatchObject({ kind: 'check.recheck', subject: 'a', why: 'signed-out' });
    signedIn = true;
    desk.getState().pending?.go();
    expect(await answer).toMatchObject({ ok: true });
    expect(given).toHaveLength(2);
    expect(desk.getState()).toMatchObject({ dialog: null, pending: null });
  });

  it('at a locked desk carries the PIN, and asks again after a wrong one', async () => {
    const { desk, acts, given, soon } = bench(({ pin }) =>
      pin === undefined ? 'locked' : pin === '2468' ? null : 'pin',
    );
    const answer = acts.give(recheck('a'));
    await soon();
    expect(desk.getState().dialog).toEqual({ kind: 'pin' });
    desk.getState().pending?.go('1111');
    await soon();
    expect(desk.getState().pending).toMatchObject({ why: 'wrong-pin', message: 'nei: pin' });
    desk.getState().pending?.go('2468');
    expect(await answer).toMatchObject({ ok: true });
    expect(given.map(({ pin }) => pin)).toEqual([undefined, '1111', '2468']);
  });

  it('is not done when the dialog is closed, and says why', async () => {
    const { desk, acts, soon } = bench(() => 'signed-out');
    const answer = acts.give(recheck('a'));
    await soon();
    desk.close();
    expect(await answer).toEqual(failure('signed-out', 'nei: signed-out'));
    expect(desk.getState()).toMatchObject({ dialog: null, pending: null });
  });

  it('that is refused for another reason asks nobody', async () => {
    const { desk, acts } = bench(() => 'malformed');
    expect(await acts.give(recheck('a'))).toMatchObject({ ok: false });
    expect(desk.getState().dialog).toBeNull();
  });
});

describe('many acts', () => {
  it('ask once, and use the same PIN for all of them', async () => {
    const { desk, acts, given, soon } = bench(({ pin }) => (pin === undefined ? 'locked' : null));
    const answers = acts.giveAll(['a', 'b', 'c'].map(recheck));
    await soon();
    desk.getState().pending?.go('2468');
    expect((await answers).map(({ ok }) => ok)).toEqual([true, true, true]);
    expect(given.map(({ subject, pin }) => `${subject} ${pin ?? ''}`)).toEqual([
      'a ',
      'a 2468',
      'b 2468',
      'c 2468',
    ]);
  });

  it('go on past one that is refused', async () => {
    const { acts } = bench(({ subject }) => (subject === 'b' ? 'malformed' : null));
    const answers = await acts.giveAll(['a', 'b', 'c'].map(recheck));
    expect(answers.map(({ ok }) => ok)).toEqual([true, false, true]);
  });

  it('are all let be when the person thinks better of the first', async () => {
    const { desk, acts, given, soon } = bench(() => 'locked');
    const answers = acts.giveAll(['a', 'b'].map(recheck));
    await soon();
    desk.getState().pending?.drop();
    expect(await answers).toHaveLength(1);
    expect(given).toHaveLength(1);
  });

  it('given at the same time share one question', async () => {
    const { desk, acts, soon } = bench(({ pin }) => (pin === undefined ? 'locked' : null));
    const both = [acts.give(recheck('a')), acts.give(recheck('b'))];
    await soon();
    desk.getState().pending?.go('2468');
    expect((await Promise.all(both)).map(({ ok }) => ok)).toEqual([true, true]);
  });
});
