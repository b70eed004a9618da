import { describe, expect, it } from 'vitest';
import { fitsHash, hashSecret } from '../../../../electron/secrets/password-hash';

/** From the reference implementation's own tests (phc-winner-argon2, src/test.c). */
const REFERENCE = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';

describe('what is kept of a password', () => {
  it('is read as the reference implementation writes it', async () => {
    expect(await fitsHash('password', REFERENCE)).toBe(true);
    expect(await fitsHash('Password', REFERENCE)).toBe(false);
  }, 20_000);

  it('differs each time, fits the password only, and holds the cost that OWASP asks for', async () => {
    const [one, two] = [await hashSecret('blåbærsyltetøy'), await hashSecret('blåbærsyltetøy')];
    expect(one).not.toBe(two);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    // The same letters, typed as letter and ring.
    expect(await fitsHash('blåbærsyltetøy'.normalize('NFD'), one)).toBe(true);
    expect(await fitsHash('blåbærsyltetøy ', two)).toBe(false);
  }, 20_000);

  it.each([
    '',
    'blåbær',
    '$argon2i$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
    '$argon2id$v=19$m=9999999,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
    '$argon2id$v=19$m=19456,t=999,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
    '$argon2id$v=19$m=1,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
  ])('is never %j, which fits nothing and takes no time', async (phc) => {
    const from = performance.now();
    expect(await fitsHash('', phc)).toBe(false);
    expect(performance.now() - from).toBeLessThan(100);
  });
});
