import { X509Certificate } from 'node:crypto';
import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';

/** Finds the trusted certificate that issued another; null where none did. */
export type Anchors = (certificate: X509Certificate) => X509Certificate | null;

const AUTHORITIES_KEPT = 100;

/** What is made of each authority, once: reading certificates anew for every run would cost more than the run. */
export class TrustCache {
  readonly #contexts = new Map<string | null, SecureContext>();
  readonly #anchors = new Map<string | null, Anchors>();

  /** The context that trusts `ca` (PEM), or with null the system's authorities. Throws when `ca` is not PEM. */
  context(ca: string | null): SecureContext {
    const known = this.#contexts.get(ca);
    if (known) return known;
    if (ca !== null) mustBeCertificate(ca);
    const context = createSecureContext(ca === null ? {} : { ca });
    if (this.#contexts.size >= AUTHORITIES_KEPT) this.#contexts.clear();
    this.#contexts.set(ca, context);
    return context;
  }

  /** The certificates that are trusted outright with `ca` (PEM), or with null the system's. */
  anchors(ca: string | null): Anchors {
    const known = this.#anchors.get(ca);
    if (known) return known;
    const made = readAnchors(ca === null ? rootCertificates : (ca.match(PEM_BLOCK) ?? []));
    if (this.#anchors.size >= AUTHORITIES_KEPT) this.#anchors.clear();
    this.#anchors.set(ca, made);
    return made;
  }
}

const PEM_BLOCK = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

function readAnchors(pems: readonly string[]): Anchors {
  const bySubject = new Map<string, X509Certificate[]>();
  for (const pem of pems) {
    try {
      const certificate = new X509Certificate(pem);
      const same = bySubject.get(certificate.subject);
      if (same) same.push(certificate);
      else bySubject.set(certificate.subject, [certificate]);
    } catch {
      // One that cannot be read vouches for nobody; the TLS context leaves it out too.
    }
  }
  return (certificate) =>
    bySubject
      .get(certificate.issuer)
      ?.find((anchor) => certificate.checkIssued(anchor) && certificate.verify(anchor.publicKey)) ?? null;
}

/** A TLS context silently leaves out what it cannot read: then every peer would look untrusted. */
function mustBeCertificate(pem: string): void {
  try {
    new X509Certificate(pem);
  } catch {
    throw new TypeError('sertifikatutstederen (ca) er ikke et PEM-sertifikat');
  }
}
