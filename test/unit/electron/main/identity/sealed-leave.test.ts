import { describe, expect, it } from 'vitest';
import {
  type Leave,
  openLeave,
  type SealedLeave,
  sealedLeave,
  sealLeave,
} from '../../../../../electron/main/identity/sealed-leave';

const CHEAP = { m: 64, t: 1, p: 1 };
const leave: Leave = {
  id: 'leave-1',
  person: 'kari',
  until: 5_000,
  secret: 'ab'.repeat(32),
  pin: '$argon2id$x',
};
const seal = (): Promise<SealedLeave> => sealLeave(leave, 'et godt passord', 'console-1', CHEAP);

describe('a sealed leave', () => {
  it('opens with the password it was sealed by, and shows nothing of what is in it before', async () => {
    const sealed = await seal();
    expect(JSON.stringify(sealed)).not.toContain(leave.secret.slice(0, 8));
    expect(JSON.stringify(sealed)).not.toContain('argon2id$x');
    expect(sealedLeave.parse(JSON.parse(JSON.stringify(sealed)))).toEqual(sealed);
    expect(await openLeave(sealed, 'et godt passord', 'console-1')).toEqual(leave);
  });

  it('opens with the same letters typed on another keyboard', async () => {
    const sealed = await sealLeave(leave, 'Tromsø på 69°', 'console-1', CHEAP);
    expect(await openLeave(sealed, 'Tromsø på 69°'.normalize('NFD'), 'console-1')).toEqual(leave);
  });

  it('is sealed differently each time', async () => {
    const [one, two] = [await seal(), await seal()];
    expect(one.box).not.toBe(two.box);
    expect(one.salt).not.toBe(two.salt);
  });

  it('does not open with another password, on another console, or when a word of it was altered', async () => {
    const sealed = await seal();
    const flip = (text: string): string => (text.startsWith('A') ? 'B' : 'A') + text.slice(1);
    const altered: SealedLeave[] = [
      { ...sealed, person: 'sjef' },
      { ...sealed, until: sealed.until + 1 },
      { ...sealed, id: 'leave-2' },
      { ...sealed, box: flip(sealed.box) },
      { ...sealed, nonce: flip(sealed.nonce) },
      { ...sealed, salt: flip(sealed.salt) },
      { ...sealed, cost: { m: 65, t: 1, p: 1 } },
      { ...sealed, box: '' },
    ];
    for (const one of altered) expect(await openLeave(one, 'et godt passord', 'console-1')).toBeNull();
    expect(await openLeave(sealed, 'et annet passord', 'console-1')).toBeNull();
    expect(await openLeave(sealed, 'et godt passord', 'console-2')).toBeNull();
  });

  it('refuses a file that asks for more work than this console can bear', () => {
    const asks = { id: 'x', person: 'y', until: 1, salt: '', nonce: '', box: '' };
    for (const cost of [
      { m: 4_000_000, t: 1, p: 1 },
      { m: 64, t: 1_000, p: 1 },
      { m: 64, t: 1, p: 64 },
      { m: 0, t: 1, p: 1 },
    ]) {
      expect(sealedLeave.safeParse({ ...asks, cost }).success).toBe(false);
    }
  });
});
