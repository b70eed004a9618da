import { describe, expect, it } from 'vitest';
import { hashOfWords } from '../../../../../electron/hub/log/erasable';
import type { CommandKind, CommandPayload } from '../../../../../shared/contract/commands';
import type { LogEntry } from '../../../../../shared/model/shift-log';
import { bodyOf, hashOfPart } from '../../../../../shared/rules/watch/bodies';
import { provisionalLog } from '../../../../../shared/rules/watch/provisional-log';

const SALT = 'salt-salt-salt-salt';
const ID = '00000000-0000-4000-8000-000000000001';
const written: LogEntry = {
  id: ID,
  number: 'L-88',
  at: 100,
  by: 'natt',
  writtenAt: 110,
  body: bodyOf('montør 09:00', SALT),
  links: [],
  attachments: [{ hash: 'a'.repeat(64), name: 'kurve.png', type: 'image/png', bytes: 10, erased: false }],
  handover: true,
  corrections: [],
  erasures: [],
};
const known = new Map([[ID, written]]);
const command = <K extends CommandKind>(kind: K, payload: CommandPayload<K>, id = ID, actedAt = 200) => ({
  id: `${kind}-${actedAt}`,
  kind,
  subject: `entry/${id}`,
  payload,
  actor: 'dag1',
  actedAt,
});
const write = (id: string, text: string) =>
  command('log.write', { id, at: 190, text, salt: SALT, links: [], attachments: [], handover: false }, id);

describe('the shift log while acts wait in the outbox', () => {
  it('has what was written here, without a number, and says that it waits', () => {
    const id = '00000000-0000-4000-8000-000000000002';
    const { entries, waiting } = provisionalLog(known, [write(id, 'Mistet huben.')]);
    expect(entries.get(id)).toMatchObject({ number: '', by: 'dag1', at: 190, writtenAt: 200 });
    expect(entries.get(id)?.body.said?.text).toBe('Mistet huben.');
    expect([...waiting]).toEqual([id]);
    expect(entries.get(ID)).toBe(written);
  });

  it('shows what the hub wrote, where the outbox has not heard of it yet', () => {
    const { entries, waiting } = provisionalLog(known, [write(ID, 'det samme')]);
    expect(entries.get(ID)).toBe(written);
    expect(waiting.size).toBe(0);
  });

  it('lays a correction over the original, which stays', () => {
    const correct = command('log.correct', { id: 'rettelse-01', text: 'montør 10:00', salt: SALT });
    const { entries, waiting } = provisionalLog(known, [correct]);
    const entry = entries.get(ID);
    expect(entry?.body).toEqual(written.body);
    expect(entry?.corrections).toEqual([
      { id: 'rettelse-01', at: 200, by: 'dag1', body: bodyOf('montør 10:00', SALT) },
    ]);
    expect(waiting.has(ID)).toBe(true);
  });

  it('takes the words away at once where they are to be erased, and keeps their hash', () => {
    const erase = command('log.erase', { part: 'text', why: 'pasientopplysninger' });
    const entry = provisionalLog(known, [erase]).entries.get(ID);
    expect(entry?.body).toEqual({ hash: written.body.hash, said: null });
    expect(entry?.erasures).toEqual([
      { at: 200, by: 'dag1', part: 'text', why: 'pasientopplysninger', hash: written.body.hash },
    ]);
    expect(JSON.stringify(entry)).not.toContain('montør');
  });

  it('does in order what was done in order to an entry that was written here', () => {
    const id = '00000000-0000-4000-8000-000000000003';
    const acts = [
      write(id, 'Ola'),
      command('log.correct', { id: 'rettelse-02', text: 'noen', salt: SALT }, id, 210),
      command('log.erase', { part: 'text', why: 'navn' }, id, 220),
    ];
    const entry = provisionalLog(new Map(), acts).entries.get(id);
    expect(entry?.body.said).toBeNull();
    expect(entry?.corrections[0]?.body.said?.text).toBe('noen');
  });

  it('leaves alone what it does not know or cannot read', () => {
    const acts = [
      command('log.correct', { id: 'rettelse-03', text: 'x', salt: SALT }, 'ukjent-entry'),
      command('log.erase', { part: 'f'.repeat(64), why: 'fil' }),
      { ...write(ID, 'x'), payload: { id: 7 } },
    ];
    const { entries, waiting } = provisionalLog(known, acts);
    expect([...entries]).toEqual([...known]);
    expect(waiting.size).toBe(0);
  });

  it('hashes words as the hub does', () => {
    const body = bodyOf('æøå “x”', SALT);
    expect(body.hash).toBe(hashOfWords({ text: 'æøå “x”', salt: SALT }));
    expect(hashOfPart({ ...written, body }, 'text')).toBe(body.hash);
    expect(hashOfPart(written, 'a'.repeat(64))).toBe('a'.repeat(64));
    expect(hashOfPart(written, 'noe annet')).toBeNull();
  });
});
