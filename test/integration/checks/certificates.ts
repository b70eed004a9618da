import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** A certificate authority and what it signed, all made for this test alone. */
export interface TestAuthority {
  readonly ca: string;
  /** For localhost and 127.0.0.1. */
  readonly good: Certificate;
  readonly expired: Certificate;
  readonly otherName: Certificate;
  readonly selfSigned: Certificate;
  /** Good for ten days, signed by an intermediate that is good for three. */
  readonly underShortIntermediate: {
    readonly leafOnly: Certificate;
    readonly fullChain: Certificate;
    readonly issuerName: string;
  };
}

/** Makes certificates with openssl in `folder`. Throws, with what to do, where there is none. */
export function makeAuthority(folder: string): TestAuthority {
  const run = (...args: string[]): void => {
    const done = spawnSync('openssl', args, { cwd: folder, encoding: 'utf8' });
    if (done.error) {
      throw new Error(`these tests need openssl: apt-get install -y openssl (${done.error.message})`);
    }
    if (done.status !== 0) throw new Error(`openssl ${args.join(' ')}: ${done.stderr}`);
  };
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  run(
    'req',
    '-x509',
    ...newKey,
    '-keyout',
    'ca.key',
    '-out',
    'ca.crt',
    '-days',
    '30',
    '-subj',
    '/CN=Test CA',
  );

  const sign = (name: string, altNames: string, days: readonly string[]): Certificate => {
    run('req', ...newKey, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`);
    writeFileSync(join(folder, `${name}.ext`), `subjectAltName=${altNames}\n`);
    const signer = ['-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', `${name}.ext`];
    run('x509', '-req', '-in', `${name}.csr`, ...signer, '-out', `${name}.crt`, ...days);
    return { cert: read(`${name}.crt`), key: read(`${name}.key`) };
  };
  const intermediate = (): TestAuthority['underShortIntermediate'] => {
    run('req', ...newKey, '-keyout', 'mid.key', '-out', 'mid.csr', '-subj', '/CN=Test mellom');
    writeFileSync(join(folder, 'mid.ext'), 'basicConstraints=critical,CA:TRUE\nkeyUsage=keyCertSign\n');
    const byRoot = ['-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', 'mid.ext'];
    run('x509', '-req', '-in', 'mid.csr', ...byRoot, '-out', 'mid.crt', '-days', '3');
    run('req', ...newKey, '-keyout', 'leaf.key', '-out', 'leaf.csr', '-subj', '/CN=leaf');
    writeFileSync(join(folder, 'leaf.ext'), 'subjectAltName=DNS:localhost,IP:127.0.0.1\n');
    const byMid = ['-CA', 'mid.crt', '-CAkey', 'mid.key', '-CAcreateserial', '-extfile', 'leaf.ext'];
    run('x509', '-req', '-in', 'leaf.csr', ...byMid, '-out', 'leaf.crt', '-days', '10');
    const leaf = { cert: read('leaf.crt'), key: read('leaf.key') };
    return {
      leafOnly: leaf,
      fullChain: { cert: `${leaf.cert}${read('mid.crt')}`, key: leaf.key },
      issuerName: 'Test mellom',
    };
  };
  const selfSigned = (): Certificate => {
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
    run('req', '-x509', ...newKey, '-keyout', 'self.key', '-out', 'self.crt', '-days', '10', ...subject);
    return { cert: read('self.crt'), key: read('self.key') };
  };
  return {
    selfSigned: selfSigned(),
    underShortIntermediate: intermediate(),
    good: sign('good', 'DNS:localhost,IP:127.0.0.1', ['-days', '10']),
    // A negative lifetime ends before it began: expired whatever the day is.
    expired: sign('expired', 'DNS:localhost,IP:127.0.0.1', ['-days', '-1']),
    otherName: sign('other', 'DNS:pacs.hospital.test', ['-days', '10']),
    ca: read('ca.crt'),
  };
}
