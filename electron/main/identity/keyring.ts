/** Where secrets rest between runs: the system's own keyring, where there is one that is worth the name. */
export interface Keyring {
  /** False: nothing that must stay secret is written to the disk. */
  readonly safe: boolean;
  /** Which one it is, or why there is none; for people. */
  readonly detail: string;
  /** Rejects with what the system says. */
  seal(text: string): Promise<Uint8Array>;
  /** Rejects when it was sealed by another keyring, or altered. */
  open(sealed: Uint8Array): Promise<string>;
}

/** Electron's `safeStorage`, as far as it is used here. */
export interface SafeStorage {
  isAsyncEncryptionAvailable(): Promise<boolean>;
  getSelectedStorageBackend(): string;
  encryptStringAsync(text: string): Promise<Uint8Array>;
  decryptStringAsync(sealed: Buffer): Promise<{ readonly result: string }>;
}

/** No keyring: secrets live as long as this process. `detail`: why. */
export function noKeyring(detail: string): Keyring {
  const refuse = (): Promise<never> => Promise.reject(new Error(detail));
  return { safe: false, detail, seal: refuse, open: refuse };
}

/**
 * The system's keyring. It may ask a person to unlock it, so that it is never waited for by anything that must go on.
 * On Linux `basic_text` is Chromium's fallback where neither the Secret Service nor KWallet answers: it encrypts with
 * a password that is written in Chromium's source, so it counts as none, and so does `unknown`. Never rejects.
 */
export async function systemKeyring(storage: SafeStorage, platform: NodeJS.Platform): Promise<Keyring> {
  try {
    const backend = platform === 'linux' ? storage.getSelectedStorageBackend() : platform;
    if (backend === 'basic_text' || backend === 'unknown') return noKeyring(backend);
    if (!(await storage.isAsyncEncryptionAvailable()))
      return noKeyring(`the system’s keyring does not answer (${backend})`);
    return {
      safe: true,
      detail: backend,
      seal: (text) => storage.encryptStringAsync(text),
      open: async (sealed) => (await storage.decryptStringAsync(Buffer.from(sealed))).result,
    };
  } catch (error) {
    return noKeyring(error instanceof Error ? error.message : String(error));
  }
}
