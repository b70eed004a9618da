import { describe, expect, it } from 'vitest';
import { noKeyring, type SafeStorage, systemKeyring } from '../../../../../electron/main/identity/keyring';

const storage = (more: Partial<SafeStorage> = {}): SafeStorage => ({
  isAsyncEncryptionAvailable: async () => true,
  getSelectedStorageBackend: () => 'gnome_libsecret',
  encryptStringAsync: async (text) => Buffer.from(`sealed ${text}`),
  decryptStringAsync: async (sealed) => ({ result: sealed.toString().replace('sealed ', '') }),
  ...more,
});

describe('the system’s keyring', () => {
  it('seals and opens where there is one', async () => {
    const keyring = await systemKeyring(storage(), 'linux');
    expect(keyring).toMatchObject({ safe: true, detail: 'gnome_libsecret' });
    expect(await keyring.open(await keyring.seal('ø'))).toBe('ø');
  });

  it.each(['basic_text', 'unknown'])('counts %s on Linux as none', async (backend) => {
    const keyring = await systemKeyring(storage({ getSelectedStorageBackend: () => backend }), 'linux');
    expect(keyring.safe).toBe(false);
    expect(keyring.detail).toContain(backend);
    await expect(keyring.seal('x')).rejects.toThrow();
  });

  it('does not ask for Linux’s backend elsewhere, where there is no such question', async () => {
    const asks = storage({
      getSelectedStorageBackend: () => {
        throw new Error('not here');
      },
    });
    expect(await systemKeyring(asks, 'win32')).toMatchObject({ safe: true, detail: 'win32' });
  });

  it('is none where it does not answer or fails, and says so', async () => {
    const silent = storage({ isAsyncEncryptionAvailable: async () => false });
    expect(await systemKeyring(silent, 'darwin')).toMatchObject({ safe: false });
    const broken = storage({ isAsyncEncryptionAvailable: () => Promise.reject(new Error('no bus')) });
    expect(await systemKeyring(broken, 'linux')).toMatchObject({ safe: false, detail: 'no bus' });
    await expect(noKeyring('why').open(new Uint8Array())).rejects.toThrow('why');
  });
});
