import type { CheckResult } from '../../../shared/model/states';
import { cleanText } from './output-text';

/** What an error means for the check: the service's fault (critical), or the check could not be run (unknown). */
export interface Fault {
  readonly result: Extract<CheckResult, 'critical' | 'unknown'>;
  readonly output: string;
}

/** Why the peer, or the way to it, failed: by the error codes of Node and OpenSSL. */
const PEER_FAULTS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'tilkoblingen ble avvist',
  ECONNRESET: 'motparten brøt forbindelsen',
  ECONNABORTED: 'forbindelsen ble brutt',
  EPIPE: 'motparten lukket forbindelsen',
  ETIMEDOUT: 'tilkoblingen fikk ikke svar',
  EHOSTUNREACH: 'verten kan ikke nås',
  EHOSTDOWN: 'verten er nede',
  ENETUNREACH: 'nettet kan ikke nås',
  ENETDOWN: 'nettet er nede',
  ENOTFOUND: 'navnet finnes ikke i DNS',
  ENODATA: 'navnet har ingen adresse i DNS',
  EAI_AGAIN: 'DNS svarer ikke',
  EAI_FAIL: 'DNS svarte med feil',
  CERT_HAS_EXPIRED: 'sertifikatet er utløpt',
  CERT_NOT_YET_VALID: 'sertifikatet gjelder ikke ennå',
  CERT_REVOKED: 'sertifikatet er trukket tilbake',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'sertifikatet er selvsignert og ikke klarert',
  SELF_SIGNED_CERT_IN_CHAIN: 'sertifikatkjeden ender i en utsteder som ikke er klarert',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'sertifikatets utsteder er ikke klarert',
  UNABLE_TO_GET_ISSUER_CERT: 'sertifikatets utsteder er ikke klarert',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'sertifikatets utsteder er ikke klarert',
  ERR_TLS_CERT_ALTNAME_INVALID: 'sertifikatet gjelder et annet navn',
  EPROTO: 'TLS-forhandlingen feilet',
};

/** What the hub's own machine lacked, or the check's definition got wrong: this says nothing of the service. */
const OWN_FAULTS: Readonly<Record<string, string>> = {
  EMFILE: 'huben har brukt opp sine åpne filer',
  ENFILE: 'maskinen har brukt opp sine åpne filer',
  ENOMEM: 'huben har ikke nok minne',
  ENOBUFS: 'huben har ikke nok nettbuffere',
  EAI_MEMORY: 'huben har ikke nok minne',
  EADDRNOTAVAIL: 'huben har ingen ledig lokal adresse',
  EAGAIN: 'huben kan ikke starte flere prosesser',
  EACCES: 'huben har ikke lov',
  EPERM: 'huben har ikke lov',
  E2BIG: 'argumentene er for lange',
  ENOEXEC: 'filen er ikke et program',
};

/** Sorts an error from a socket, a request or a child process. Never throws. */
export function faultOf(error: unknown): Fault {
  const code = codeOf(error);
  const peer = PEER_FAULTS[code];
  if (peer !== undefined) return { result: 'critical', output: `${peer} (${code})` };
  const own = OWN_FAULTS[code];
  if (own !== undefined) return notRun(`${own} (${code})`);
  if (code.startsWith('HPE_')) return { result: 'critical', output: `svaret er ikke gyldig HTTP (${code})` };
  const text = cleanText(error instanceof Error ? error.message : String(error));
  if (code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_') || code.startsWith('CERT_')) {
    return { result: 'critical', output: `TLS-forhandlingen feilet (${code})` };
  }
  // Argument errors of Node itself: the check's definition cannot be carried out.
  if (code.startsWith('ERR_') || error instanceof TypeError || error instanceof RangeError)
    return notRun(text);
  return { result: 'critical', output: code === '' || text.includes(code) ? text : `${text} (${code})` };
}

/** A check that could not be run at all: unknown, with the reason. */
export function notRun(reason: string): Fault {
  return { result: 'unknown', output: `sjekken kunne ikke kjøres: ${reason}` };
}

/** The error's code. Several addresses tried: that of the first failure that is the peer's. */
function codeOf(error: unknown): string {
  if (error instanceof AggregateError) {
    const codes = error.errors.map((one) => codeOf(one)).filter((code) => code !== '');
    const first = codes.find((code) => OWN_FAULTS[code] === undefined) ?? codes[0];
    if (first !== undefined) return first;
  }
  const code = (error as { readonly code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' ? code : '';
}
