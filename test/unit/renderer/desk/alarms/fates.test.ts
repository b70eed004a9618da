import { describe, expect, it } from 'vitest';
import { DONE_SHOWN_MS, fatesByNode, unreadOn } from '../../../../../renderer/desk/alarms/fates';
import type { OutboxEntry } from '../../../../../shared/contract/ipc';

const entry = (id: string, change: Partial<OutboxEntry> = {}): OutboxEntry => ({
  id,
  kind: 'alarm.acknowledge',
  subject: 'core1',
  actor: 'dag1',
  actedAt: 0,
  expiresAt: 0,
  fate: 'queued',
  reason: null,
  settledAt: null,
  ...change,
});
const none = new Set<string>();
const fate = (outbox: readonly OutboxEntry[], seen: ReadonlySet<string> = none, now = 1_000) =>
  fatesByNode(outbox, seen, now).get('core1');

describe('the fate on a row', () => {
  it('is a refusal before anything else, until somebody has read it', () => {
    const refused = entry('a', { fate: 'refused', reason: 'Den er nå Nede.' });
    const waits = entry('b', { actedAt: 10 });
    expect(fate([refused, waits])).toMatchObject({ id: 'a', reason: 'Den er nå Nede.' });
    expect(fate([refused, waits], new Set(['a']))).toMatchObject({ id: 'b', fate: 'queued' });
  });

  it('is the newest of what waits', () => {
    expect(fate([entry('b', { actedAt: 10 }), entry('a', { actedAt: 5 })])?.id).toBe('b');
    expect(fate([entry('a', { actedAt: 5 }), entry('b', { actedAt: 10 })])?.id).toBe('b');
  });

  it('says that it was done, and then no more', () => {
    const done = entry('a', { fate: 'confirmed', settledAt: 1_000 });
    expect(fate([done], none, 1_000 + DONE_SHOWN_MS - 1)?.fate).toBe('confirmed');
    expect(fate([done], none, 1_000 + DONE_SHOWN_MS)).toBeUndefined();
  });

  it('is of acts on alarms alone', () => {
    expect(fate([entry('a', { kind: 'maintenance.set' })])).toBeUndefined();
    expect(fate([entry('a', { kind: 'check.recheck' })])?.id).toBe('a');
  });
});

it('what nobody has read on a node is its refusals and what came too late', () => {
  const outbox = [
    entry('a', { fate: 'refused' }),
    entry('b', { fate: 'expired' }),
    entry('c', { fate: 'refused', subject: 'core2' }),
    entry('d'),
  ];
  expect(unreadOn(outbox, 'core1', none)).toEqual(['a', 'b']);
  expect(unreadOn(outbox, 'core1', new Set(['a']))).toEqual(['b']);
});
