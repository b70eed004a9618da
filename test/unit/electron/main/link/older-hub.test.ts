import { beforeAll, describe, expect, it } from 'vitest';
import { inOlderWords, isKnownToOlderHub } from '../../../../../electron/main/link/older-hub';
import { commandKind } from '../../../../../shared/contract/commands';
import { type Question, question, searchKind } from '../../../../../shared/contract/wire';
import { type OldCode, oldCode } from '../../../../fixtures/schema-4/open';

/** What a hub of protocol 4 is asked and told, judged by that protocol's own schemas. */

let old: OldCode;
beforeAll(async () => {
  old = await oldCode();
});

describe('a hub of protocol 4', () => {
  it('is told just the commands that it knows', () => {
    const rest = { id: 'en-kommando', subject: 'x', actor: 'kari', actedAt: 1, expiresAt: 2 };
    for (const kind of commandKind.options) {
      const taken = old.wire.WIRE_SCHEMAS.command?.safeParse({ ...rest, kind }).success;
      expect([kind, isKnownToOlderHub(kind)]).toEqual([kind, taken]);
    }
  });

  it('is asked just the questions that it knows', () => {
    for (const { shape } of question.options) {
      const [ask] = shape.ask.values;
      const issues = old.wire.WIRE_SCHEMAS.question?.safeParse({ ask }).error?.issues ?? [];
      const isNew = issues.some(({ path }) => path.length === 1 && path[0] === 'ask');
      expect([ask, isKnownToOlderHub(ask as Question['ask'])]).toEqual([ask, !isNew]);
    }
  });

  it('is searched for the kinds that it has, and not at all for those that it cannot have', () => {
    const search = { ask: 'search', text: 'x', from: null, to: null, before: null, limit: 10 } as const;
    const asked = inOlderWords({ ...search, kinds: [...searchKind.options] });
    expect(old.wire.WIRE_SCHEMAS.question?.safeParse(asked).success).toBe(true);
    // All that it has is more than its list takes: then it is asked for everything.
    expect(asked).toMatchObject({ kinds: null });
    for (const kind of searchKind.options) {
      const taken = old.wire.WIRE_SCHEMAS.question?.safeParse({ ...search, kinds: [kind] }).success;
      expect([kind, inOlderWords({ ...search, kinds: [kind] }) !== null]).toEqual([kind, taken]);
    }
    expect(inOlderWords({ ...search, kinds: ['shift-log', 'handover'] })).toBeNull();
    expect(inOlderWords({ ...search, kinds: null })).toEqual({ ...search, kinds: null });
    expect(inOlderWords({ ask: 'time' })).toEqual({ ask: 'time' });
  });
});
