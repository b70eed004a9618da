import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { command, heartbeat, PROTOCOL, WIRE_SCHEMAS } from '../../../../shared/contract/wire';
import { COLLECTIONS, collectionSchemas } from '../../../../shared/model/room';

/** The hash of every wire schema, by protocol version. A change adds a line here; it never edits one. */
const PINNED: Readonly<Record<number, string>> = {
  1: 'e8ebc85e11a75bf4',
  2: 'da2eedef0b071b40',
  3: '903bf1610946ed03',
  4: 'bd12c0c8c4341b47',
  5: '6267a27c856d6e6e',
  6: '4a386ef90c008467',
};

describe('the wire', () => {
  it('has the schema that its protocol version is pinned to', () => {
    const schemas = { ...WIRE_SCHEMAS, ...collectionSchemas };
    const text = JSON.stringify(
      Object.entries(schemas).map(([name, schema]) => [
        name,
        z.toJSONSchema(schema, { unrepresentable: 'any' }),
      ]),
    );
    const hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
    expect(hash, 'a wire schema changed: raise PROTOCOL and pin the new hash').toBe(PINNED[PROTOCOL]);
  });

  it('has a parser for every collection', () => {
    expect(Object.keys(collectionSchemas).sort()).toEqual([...COLLECTIONS].sort());
  });

  it.each([null, 42, 'beat', [], {}, { at: 'now' }, { at: 1, position: { origin: 1 } }])(
    'refuses %j as a heartbeat',
    (value) => {
      expect(heartbeat.safeParse(value).success).toBe(false);
    },
  );

  it('refuses a command of a kind it does not know, and one without an id', () => {
    const good = {
      id: '12345678',
      kind: 'check.recheck',
      subject: 'a',
      actor: 'pult',
      actedAt: 1,
      expiresAt: 2,
    };
    expect(command.safeParse(good).success).toBe(true);
    expect(command.safeParse({ ...good, kind: 'host.shutdown' }).success).toBe(false);
    expect(command.safeParse({ ...good, id: '' }).success).toBe(false);
  });
});
