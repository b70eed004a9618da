import { type AnyRecord, Resolver } from 'node:dns';
import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import type { Clock } from '../../../shared/time/clock';
import type { CheckTarget } from '../catalogue/loaded';
import { type Attempt, runBounded, timedRun, type Work } from './bounded-run';
import type { CheckRunner, RunLimits } from './check-run';
import { notRun } from './faults';
import { cleanText, cut } from './output-text';
import { quote } from './quote';

type DnsTarget = Extract<CheckTarget, { kind: 'dns' }>;

/** A second question after a third of the time; the resolver doubles its patience for it, so both fit. */
const TRIES = 2;
const SHOWN_ANSWERS = 6;

/**
 * Asks a name server, or the system's, for a name's records; with `expect` all of these must be among the answers.
 * A resolver of its own each run: nothing is answered from a cache of the hub's.
 */
export function createDnsCheck(clock: Clock): CheckRunner<DnsTarget> {
  return (target, limits, signal) =>
    runBounded(clock, limits, signal, (attempt) => begin(target, limits, attempt));
}

function begin(target: DnsTarget, limits: RunLimits, attempt: Attempt): Work {
  const resolver = new Resolver({ timeout: Math.max(1, Math.floor(limits.timeoutMs / 3)), tries: TRIES });
  const { server } = target;
  if (server) {
    const address = isIP(server.address) === 6 ? `[${server.address}]` : server.address;
    resolver.setServers([`${address}:${server.port}`]);
  }
  const done = (error: NodeJS.ErrnoException | null, answers: readonly string[]): void => {
    if (attempt.over()) return;
    if (error) {
      attempt.finish({ ...faultFor(error, target), ms: null });
      return;
    }
    try {
      judge(target, answers, limits, attempt);
    } catch (unreadable) {
      attempt.fail(unreadable);
    }
  };
  ask(resolver, target, done);
  return {
    end: () => resolver.cancel(),
    waitedFor: () => `${serverName(target)} svarte ikke på ${target.type} for ${shownName(target)}`,
  };
}

type Done = (error: NodeJS.ErrnoException | null, answers: readonly string[]) => void;

function ask(resolver: Resolver, target: DnsTarget, done: Done): void {
  const { query, type } = target;
  if (type === 'PTR' && isIP(query) !== 0) {
    resolver.reverse(query, (error, names) => done(error, names ?? []));
    return;
  }
  const name = domainToASCII(query) || query;
  resolver.resolve(name, type, (error, records) => done(error, error ? [] : textsOf(type, records)));
}

/** Records as people write them in a zone. */
function textsOf(type: DnsTarget['type'], records: unknown): string[] {
  const list = (Array.isArray(records) ? records : [records]) as (string | string[] | AnyRecord)[];
  return list.map((record) => {
    if (typeof record === 'string') return record;
    // The pieces that one TXT record is cut into on the wire.
    if (Array.isArray(record)) return record.join('');
    const fields = record as unknown as Readonly<Record<string, string | number>>;
    switch (type) {
      case 'MX':
        return `${fields.priority} ${fields.exchange}`;
      case 'SRV':
        return `${fields.priority} ${fields.weight} ${fields.port} ${fields.name}`;
      case 'SOA':
        return `${fields.nsname} ${fields.hostmaster} ${fields.serial} ${fields.refresh} ${fields.retry} ${fields.expire} ${fields.minttl}`;
      default:
        return Object.values(fields).join(' ');
    }
  });
}

function judge(target: DnsTarget, answers: readonly string[], limits: RunLimits, attempt: Attempt): void {
  const ms = attempt.elapsed();
  if (answers.length === 0) {
    // An alias (CNAME) that leads nowhere is a good answer to a resolver, and no address to anybody.
    attempt.finish({ result: 'critical', output: noRecord(target), ms });
    return;
  }
  const found = new Set(answers.flatMap((answer) => formsOf(target.type, answer)));
  const missing = target.expect.filter((wanted) => !found.has(normalised(target.type, wanted)));
  const shown = answers.slice(0, SHOWN_ANSWERS).map((answer) => cut(cleanText(answer), 80));
  const more = answers.length > SHOWN_ANSWERS ? ` og ${answers.length - SHOWN_ANSWERS} til` : '';
  const seen = `${target.type} ${shown.join(', ')}${more}`;
  attempt.finish(
    missing.length > 0
      ? { result: 'critical', output: `${seen}, ventet ${missing.slice(0, SHOWN_ANSWERS).join(', ')}`, ms }
      : timedRun(seen, ms, limits),
  );
}

/** The texts that an answer may be expected as: a mail or service record also by its host alone. */
function formsOf(type: DnsTarget['type'], answer: string): string[] {
  const whole = normalised(type, answer);
  const words = whole.split(' ');
  const host = words.at(-1) ?? '';
  if (type === 'MX') return [whole, host];
  if (type === 'SRV') return [whole, host, `${host}:${words[2] ?? ''}`];
  return [whole];
}

/** Names and addresses in one spelling; text as it is. */
function normalised(type: DnsTarget['type'], text: string): string {
  if (type === 'TXT') return text;
  if (type === 'AAAA' && isIP(text) === 6) return new URL(`http://[${text}]`).hostname;
  return text.trim().toLowerCase().replace(/\.$/, '');
}

const SERVER_FAULTS: Readonly<Record<string, string>> = {
  ESERVFAIL: 'svarte med feil (SERVFAIL)',
  EREFUSED: 'nektet å svare (REFUSED)',
  EFORMERR: 'forsto ikke spørsmålet (FORMERR)',
  ENOTIMP: 'kan ikke svare på slikt (NOTIMP)',
  EBADRESP: 'ga et svar som ikke kan leses',
  ECONNREFUSED: 'er ikke der: forbindelsen ble avvist',
  ETIMEOUT: 'svarte ikke',
  EOF: 'brøt forbindelsen',
};

function faultFor(
  error: NodeJS.ErrnoException,
  target: DnsTarget,
): { readonly result: 'critical' | 'unknown'; readonly output: string } {
  const code = error.code ?? '';
  const name = shownName(target);
  if (code === 'ENOTFOUND') return { result: 'critical', output: `navnet ${name} finnes ikke (NXDOMAIN)` };
  if (code === 'ENODATA') {
    return { result: 'critical', output: noRecord(target) };
  }
  const fault = SERVER_FAULTS[code];
  if (fault !== undefined) return { result: 'critical', output: `${serverName(target)} ${fault}` };
  if (code === 'EBADNAME' || code === 'EBADQUERY') return notRun(`${name} er ikke et navn`);
  return notRun(code === '' ? cleanText(error.message) : code);
}

function noRecord(target: DnsTarget): string {
  return `navnet ${shownName(target)} finnes, men har ingen ${target.type}-oppføring`;
}

function serverName({ server }: DnsTarget): string {
  return server ? `navnetjeneren ${server.address}` : 'systemets navnetjener';
}

function shownName({ query }: DnsTarget): string {
  return quote(query);
}
