import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';
import type { ServerCertificate } from './http-talk';

/**
 * A small certificate authority. Node can read X.509 certificates and cannot make any; this writes the few fields
 * that a TLS client looks at, by RFC 5280 in DER (ITU-T X.690), so that the estate needs no tool beside Node.
 */
export interface Authority {
  /** Its own certificate, PEM: what a check trusts. */
  readonly certificate: string;
  /** A certificate for `names` (host names and IPv4 addresses), good from yesterday until `notAfter` (ms UTC). */
  issue(names: readonly string[], notAfter: number): ServerCertificate;
}

const DAY_MS = 86_400_000;
const YEARS_MS = 10 * 365 * DAY_MS;

const OID = {
  commonName: '2.5.4.3',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  keyUsage: '2.5.29.15',
  extendedKeyUsage: '2.5.29.37',
  serverAuth: '1.3.6.1.5.5.7.3.1',
} as const;

/** Makes an authority that exists only as long as the estate. `now`: ms UTC. */
export function createAuthority(name: string, now: number): Authority {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const issuer = distinguishedName(name);
  const from = now - DAY_MS;
  // One key for all servers: making a pair for each would cost the start its time.
  const server = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const serverKey = server.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const make = (subject: Buffer, key: KeyObject, notAfter: number, extensions: readonly Buffer[]): string =>
    certificate(
      issuer,
      subject,
      key,
      Math.min(from, notAfter - DAY_MS),
      notAfter,
      extensions,
      pair.privateKey,
    );
  return {
    certificate: make(issuer, pair.publicKey, now + YEARS_MS, [
      extension(OID.basicConstraints, true, sequence(boolean(true))),
      // Bits 5 and 6: it may sign certificates and lists of revoked ones.
      extension(OID.keyUsage, true, bitString(Buffer.from([0x06]), 1)),
    ]),
    issue: (names, notAfter) => ({
      key: serverKey,
      cert: make(distinguishedName(names[0] ?? name), server.publicKey, notAfter, [
        extension(OID.basicConstraints, true, sequence()),
        extension(OID.extendedKeyUsage, false, sequence(objectId(OID.serverAuth))),
        extension(OID.subjectAltName, false, sequence(...names.map(alternativeName))),
      ]),
    }),
  };
}

function certificate(
  issuer: Buffer,
  subject: Buffer,
  key: KeyObject,
  notBefore: number,
  notAfter: number,
  extensions: readonly Buffer[],
  signingKey: KeyObject,
): string {
  const algorithm = sequence(objectId(OID.ecdsaWithSha256));
  const body = sequence(
    // Version 3 is written as 2.
    tagged(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    issuer,
    sequence(time(notBefore), time(notAfter)),
    subject,
    key.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(...extensions)),
  );
  const der = sequence(body, algorithm, bitString(sign('sha256', body, signingKey)));
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

function tagged(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), content]);
  const bytes = length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...bytes]), content]);
}

const sequence = (...parts: readonly Buffer[]): Buffer => tagged(0x30, ...parts);
const integer = (bytes: Buffer): Buffer => tagged(0x02, bytes);
const boolean = (value: boolean): Buffer => tagged(0x01, Buffer.from([value ? 0xff : 0]));
const bitString = (bytes: Buffer, unused = 0): Buffer => tagged(0x03, Buffer.from([unused]), bytes);

function objectId(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const part of rest) {
    const groups = [part & 0x7f];
    for (let left = part >> 7; left > 0; left >>= 7) groups.unshift((left & 0x7f) | 0x80);
    bytes.push(...groups);
  }
  return tagged(0x06, Buffer.from(bytes));
}

/** GeneralizedTime from 2050 on, UTCTime before, as RFC 5280 wants it. */
function time(at: number): Buffer {
  const text = `${new Date(at).toISOString().replace(/[-:T]|\.\d+/g, '')}`;
  return Number(text.slice(0, 4)) >= 2050
    ? tagged(0x18, Buffer.from(text))
    : tagged(0x17, Buffer.from(text.slice(2)));
}

function distinguishedName(name: string): Buffer {
  return sequence(tagged(0x31, sequence(objectId(OID.commonName), tagged(0x0c, Buffer.from(name)))));
}

function extension(id: string, critical: boolean, value: Buffer): Buffer {
  return sequence(objectId(id), ...(critical ? [boolean(true)] : []), tagged(0x04, value));
}

function alternativeName(name: string): Buffer {
  if (isIP(name) === 4) return tagged(0x87, Buffer.from(name.split('.').map(Number)));
  return tagged(0x82, Buffer.from(name));
}
