import type { X509Certificate } from 'node:crypto';
import { checkServerIdentity, type TLSSocket } from 'node:tls';
import { dayKey } from '../../../shared/time/format';
import { cleanText, cut } from './output-text';
import type { Anchors } from './trust';

/** One certificate of a chain. */
export interface Link {
  /** Its subject's common name, else its whole subject; clean and short. */
  readonly name: string;
  readonly issuer: string;
  readonly beginsAt: number;
  /** ms UTC. */
  readonly endsAt: number;
}

/** A chain as the peer showed it, as far up as an authority that is trusted. */
export interface ChainView {
  /** From the server's own certificate upwards; never empty. */
  readonly links: readonly [Link, ...Link[]];
  /** The one that ends first. */
  readonly first: Link;
  readonly certificate: X509Certificate;
}

/** A chain is a handful of certificates; a hostile one could be any length. */
const LENGTH_LIMIT = 12;
const NAME_LIMIT = 60;

/** Reads the chain of a connection; null where the peer showed none. Throws on a certificate that cannot be read. */
export function viewChain(socket: TLSSocket, anchors: Anchors): ChainView | null {
  const leaf = socket.getPeerX509Certificate();
  if (!leaf) return null;
  const certificates = [leaf];
  for (let at = leaf; certificates.length < LENGTH_LIMIT; ) {
    // What a trusted authority signed needs nothing further up: a peer may also send an old cross-signature, long
    // expired, that no verification looks at.
    const anchor = anchors(at);
    const next = anchor ?? at.issuerCertificate;
    if (!next || next.fingerprint256 === at.fingerprint256) break;
    certificates.push(next);
    if (anchor) break;
    at = next;
  }
  const [own, ...others] = certificates.map(linkOf);
  if (!own) return null;
  const links: [Link, ...Link[]] = [own, ...others];
  return { links, first: links.reduce((a, b) => (b.endsAt < a.endsAt ? b : a)), certificate: leaf };
}

/**
 * What is wrong with a chain, in words, the gravest first; empty when all is well. `code` is OpenSSL's verdict on the
 * chain; null: it was verified.
 */
export function chainFaults(view: ChainView, code: string | null, serverName: string, now: number): string[] {
  const faults: string[] = [];
  const [own] = view.links;
  for (const link of view.links) {
    const who = link === own ? 'sertifikatet' : `utstederen «${link.name}»`;
    if (link.endsAt <= now) faults.push(`${who} utløp ${showDay(link.endsAt)}`);
    else if (link.beginsAt > now) faults.push(`${who} gjelder først fra ${showDay(link.beginsAt)}`);
  }
  const identity = checkServerIdentity(serverName, view.certificate.toLegacyObject());
  if (identity) {
    const names = cut(cleanText(view.certificate.subjectAltName ?? own.name), 2 * NAME_LIMIT);
    faults.push(`sertifikatet gjelder et annet navn enn ${serverName}: ${names}`);
  }
  const untrusted = code === null ? null : trustFault(view, code);
  if (untrusted !== null && (faults.length === 0 || !TIME_CODES.has(code ?? ''))) faults.push(untrusted);
  return faults;
}

/** Verdicts that the dates have told already. */
const TIME_CODES: ReadonlySet<string> = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']);

function trustFault(view: ChainView, code: string): string | null {
  const [own, ...others] = view.links;
  const top = others.at(-1) ?? own;
  switch (code) {
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
      return 'sertifikatet er selvsignert og ikke klarert';
    case 'SELF_SIGNED_CERT_IN_CHAIN':
      return `kjeden ender i «${top.name}», som ikke er klarert`;
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
      return others.length === 0
        ? `mellomsertifikat mangler: tjeneren viste bare sitt eget, utstedt av «${own.issuer}», som ikke er klarert`
        : `kjeden er ufullstendig: utstederen «${top.issuer}» mangler eller er ikke klarert`;
    case 'CERT_HAS_EXPIRED':
      return 'et sertifikat i kjeden er utløpt';
    case 'CERT_NOT_YET_VALID':
      return 'et sertifikat i kjeden gjelder ikke ennå';
    default:
      return `kjeden kan ikke verifiseres (${cut(cleanText(code), NAME_LIMIT)})`;
  }
}

function linkOf(certificate: X509Certificate): Link {
  return {
    name: commonName(certificate.subject),
    issuer: commonName(certificate.issuer),
    beginsAt: Date.parse(certificate.validFrom),
    endsAt: Date.parse(certificate.validTo),
  };
}

/** Names come from strangers: cleaned and cut. */
function commonName(subject: string | undefined): string {
  const name = /^CN=(.*)$/m.exec(subject ?? '')?.[1] ?? subject ?? '';
  return cut(cleanText(name), NAME_LIMIT);
}

/** A day as people write it: `23.11.2026`, in Europe/Oslo. */
export function showDay(at: number): string {
  return dayKey(at).split('-').reverse().join('.');
}
