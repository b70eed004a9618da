import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { IdentityFile } from '../../../../../electron/main/identity/identity-file';
import { noKeyring } from '../../../../../electron/main/identity/keyring';
import type { SealedLeave } from '../../../../../electron/main/identity/sealed-leave';
import { temporaryFolders } from '../../sqlite/temp-folder';
import { aKeyring, aSession } from './identity-fixture';

const folder = temporaryFolders();
let file: string;
let faults: (string | null)[];

const open = (): IdentityFile =>
  new IdentityFile({ file, now: () => 1_000, onFault: (detail) => faults.push(detail) });
const leave = (person: string, id = `leave-${person}`): SealedLeave => ({
  id,
  person,
  until: 9,
  cost: { m: 64, t: 1, p: 1 },
  salt: 'AAAA',
  nonce: 'AAAA',
  box: 'AAAA',
});

beforeEach(() => {
  file = join(folder(), 'room', 'identity.json');
  faults = [];
});

describe('the file of who acts here', () => {
  it('is there after a restart, readable by its user alone', () => {
    const first = open();
    first.setFailures({ kari: 3 });
    first.used(77);
    first.putLeave(leave('kari'));
    first.putLeave(leave('ola'));
    first.putLeave(leave('kari', 'newer'));
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const second = open();
    expect(second.failures).toEqual({ kari: 3 });
    expect(second.usedAt).toBe(77);
    expect(second.leaves.map(({ id }) => id)).toEqual(['leave-ola', 'newer']);
    second.dropLeaves(({ person }) => person === 'ola');
    expect(open().leaves.map(({ id }) => id)).toEqual(['newer']);
    expect(faults).toEqual([]);
  });

  it('never goes back to an earlier time of use', () => {
    const one = open();
    one.used(100);
    one.used(50);
    expect(open().usedAt).toBe(100);
  });

  it.each([
    ['is torn', '{"version":1,"failures":'],
    ['is of another kind', '[]'],
    ['has a field that is none', '{"version":1,"failures":{"kari":-4},"usedAt":0,"leaves":[],"kept":null}'],
    ['is far too large', ' '.repeat(1_000_001)],
  ])('is moved aside, loudly, when it %s', (_how, text) => {
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, text);
    const opened = open();
    expect(opened.leaves).toEqual([]);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain('moved to');
    const aside = readdirSync(join(file, '..')).filter((name) => name.includes('.corrupt-'));
    expect(aside).toHaveLength(1);
    expect(readFileSync(join(file, '..', aside[0] ?? ''), 'utf8')).toBe(text);
    opened.setFailures({ ola: 1 });
    expect(open().failures).toEqual({ ola: 1 });
  });

  it('holds in memory what the disk refuses, says so, and says when it serves again', () => {
    const opened = open();
    mkdirSync(join(file, '..'), { recursive: true });
    // A folder in the draft's place: root could write into one that is only read-only.
    mkdirSync(`${file}.new`);
    chmodSync(`${file}.new`, 0o700);
    opened.setFailures({ ola: 2 });
    expect(opened.failures).toEqual({ ola: 2 });
    expect(faults).toHaveLength(1);
    rmSync(`${file}.new`, { recursive: true });
    opened.setFailures({ ola: 3 });
    expect(faults.at(-1)).toBeNull();
    expect(open().failures).toEqual({ ola: 3 });
  });

  it('keeps secrets in the keyring, and for this run only where there is none', async () => {
    const first = open();
    first.keep({ credential: 'hemmelig' });
    expect(await first.takeKeyring(aKeyring('one'))).toEqual({ credential: null, sessions: [] });
    await first.settled();
    first.keep({ sessions: [aSession('kari')] });
    await first.settled();
    expect(readFileSync(file, 'utf8')).not.toContain('hemmelig');
    const second = open();
    expect(second.kept.credential).toBeNull();
    expect(await second.takeKeyring(aKeyring('one'))).toEqual({
      credential: 'hemmelig',
      sessions: [aSession('kari')],
    });
    const third = open();
    expect(await third.takeKeyring(noKeyring('none'))).toEqual({ credential: null, sessions: [] });
    third.keep({ credential: 'annen' });
    await third.settled();
    expect(third.kept.credential).toBe('annen');
    expect((await open().takeKeyring(aKeyring('one'))).credential).toBe('hemmelig');
  });

  it('says when another keyring cannot open what was kept, and goes on', async () => {
    const first = open();
    await first.takeKeyring(aKeyring('one'));
    first.keep({ credential: 'hemmelig' });
    await first.settled();
    const second = open();
    expect((await second.takeKeyring(aKeyring('two'))).credential).toBeNull();
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain('keyring');
  });

  it('says nothing of what was kept when it opens to something else', async () => {
    const first = open();
    await first.takeKeyring(aKeyring('one'));
    first.keep({ credential: 'hemmelig' });
    await first.settled();
    const second = open();
    const torn = { ...aKeyring('one'), open: async () => 'hemmelig' };
    expect((await second.takeKeyring(torn)).credential).toBeNull();
    expect(faults).toHaveLength(1);
    expect(faults[0]).not.toContain('hemm');
  });

  it('lets what this run has said stand over what was kept', async () => {
    const first = open();
    await first.takeKeyring(aKeyring('one'));
    first.keep({ credential: 'gammel', sessions: [aSession('kari', 'old'), aSession('ola', 'old')] });
    await first.settled();
    const second = open();
    second.keep({ sessions: [aSession('kari', 'new')] });
    await second.takeKeyring(aKeyring('one'));
    await second.settled();
    expect(second.kept).toEqual({
      credential: 'gammel',
      sessions: [aSession('kari', 'new'), aSession('ola', 'old')],
    });
    expect((await open().takeKeyring(aKeyring('one'))).sessions.map(({ id }) => id)).toEqual(['new', 'old']);
  });
});
