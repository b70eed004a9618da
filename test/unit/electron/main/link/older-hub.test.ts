import { beforeAll, describe, expect, it } from 'vitest';
import { isKnownToOlderHub } from '../../../../../electron/main/link/older-hub';
import { commandKind } from '../../../../../shared/contract/commands';
import { type Question, question } from '../../../../../shared/contract/wire';
import { type OldCode, oldCode } from '../../../../fixtures/schema-5/open';

/** What a hub of protocol 5 is asked and told, judged by that protocol's own schemas. */

let old: OldCode;
beforeAll(async () => {
  old = await oldCode();
});

describe('a hub of protocol 5', () => {
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
});
