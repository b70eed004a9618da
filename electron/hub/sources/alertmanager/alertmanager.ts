import type { Clock } from '../../../../shared/time/clock';
import type { SourceTarget } from '../../catalogue/loaded';
import { type Answer, ask, beginningOf, expectJson, textOf } from '../bounded-http';
import {
  type ForeignSource,
  type Picture,
  type RawAlert,
  type RawSilence,
  SourceGarbled,
  SourceRefused,
  SourceSilent,
} from '../foreign-source';
import { readObjects } from '../json-objects';
import { prometheusFault } from '../prometheus/pulse';
import { bounded, fieldsOf, pieceOf } from '../text';
import { writeCorrelation } from './correlation';
import { readAlert, readSilence, readStatus, readWebhook } from './parse';

/** Ten thousand alerts are some 8 MB. */
const MAX_LIST_BYTES = 48 * 1024 * 1024;
const MAX_SMALL_BYTES = 1024 * 1024;
/** More than this are counted and not shown. */
const MAX_ALERTS = 20_000;
const MAX_SILENCES = 5_000;
/** Unreadable entries that are quoted; the others are counted. */
const MAX_UNREAD = 20;

type Unread = Picture['unread'][number];

/** An Alertmanager, by its API v2, and the Prometheus that feeds it. */
export function createAlertmanager(target: SourceTarget, clock: Clock): ForeignSource {
  const call = (
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    signal: AbortSignal,
    maxBytes: number,
    body?: string,
  ): Promise<Answer> =>
    ask(
      {
        url: `${target.url}/api/v2/${path}`,
        method,
        headers: target.headers,
        ca: target.ca,
        maxBytes,
        ...(body !== undefined && { body }),
      },
      signal,
    );

  const status = async (
    signal: AbortSignal,
  ): Promise<{ readonly version: string; readonly skewMs: number | null }> => {
    const before = clock.now();
    const answer = await call('GET', 'status', signal, MAX_SMALL_BYTES);
    const skewMs = skewOf(answer, (before + clock.now()) / 2);
    await expectJson(answer);
    const read = readStatus(parse(await textOf(answer)));
    if (!read) throw new SourceGarbled('svarer, men er ikke en Alertmanager', '/api/v2/status');
    return { ...read, skewMs };
  };

  const list = async <T>(
    path: string,
    signal: AbortSignal,
    limit: number,
    what: string,
    read: (value: unknown) => T | null,
    unread: Unread[],
  ): Promise<T[]> => {
    const answer = await call('GET', path, signal, MAX_LIST_BYTES);
    await expectJson(answer);
    const items: T[] = [];
    let beyond = 0;
    await readObjects(answer.body, clock, (value) => {
      const item = read(value);
      if (item === null) {
        if (unread.length < MAX_UNREAD)
          unread.push({ reason: `${what} kan ikke leses`, piece: pieceOf(value) });
      } else if (items.length < limit) items.push(item);
      else beyond += 1;
    });
    if (beyond > 0) unread.push({ reason: `flere enn ${limit}: ${beyond} er ikke med`, piece: what });
    return items;
  };

  return {
    look: async (signal) => {
      const unread: Unread[] = [];
      const [{ version, skewMs }, alerts, silences, starved] = await allOf([
        status(signal),
        list<RawAlert>('alerts', signal, MAX_ALERTS, 'et varsel', readAlert, unread),
        list<RawSilence>('silences', signal, MAX_SILENCES, 'en demping', readSilence, unread),
        target.prometheus === null ? null : prometheusFault(target, signal),
      ]);
      return { version, skewMs, alerts, silences, unread, starved };
    },
    readPush: readWebhook,
    setSilence: async (order, signal) => {
      const { author, comment } = writeCorrelation(order.actor, order.comment, order.correlation);
      const body = JSON.stringify({
        matchers: order.matchers,
        startsAt: new Date(order.startsAt).toISOString(),
        endsAt: new Date(order.endsAt).toISOString(),
        createdBy: author,
        comment,
      });
      const answer = await call('POST', 'silences', signal, MAX_SMALL_BYTES, body);
      await settle(answer);
    },
    endSilence: async (idThere, signal) => {
      const answer = await call('DELETE', `silence/${encodeURIComponent(idThere)}`, signal, MAX_SMALL_BYTES);
      // Gone already: the next look tells.
      if (answer.status === 404) return answer.drop();
      await settle(answer);
    },
  };
}

/** Waits for all of them, so that none goes on behind a failure; rejects with the first that failed. */
async function allOf<T extends readonly unknown[]>(
  work: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  const settled = await Promise.allSettled(work);
  for (const result of settled) if (result.status === 'rejected') throw result.reason;
  return settled.map((result) => (result as PromiseFulfilledResult<unknown>).value) as {
    -readonly [K in keyof T]: Awaited<T[K]>;
  };
}

/** What became of a write: 2xx is yes, other 4xx and a redirect are no, all else is unknown. */
async function settle(answer: Answer): Promise<void> {
  const { status } = answer;
  if (status >= 200 && status < 300) return answer.drop();
  if (status >= 500) throw new SourceSilent(`svarer HTTP ${status}: ${await beginningOf(answer)}`);
  if (status >= 300 && status < 400) {
    answer.drop();
    throw new SourceRefused(`sender videre til ${bounded(answer.headers.location, 100)} (HTTP ${status})`);
  }
  throw new SourceRefused(refusalOf(await beginningOf(answer)) || `HTTP ${status}`);
}

/** The reason of a refusal: plain text, a JSON string, or a JSON object's `message` (validation errors). */
function refusalOf(text: string): string {
  try {
    const parsed: unknown = JSON.parse(text);
    return bounded(typeof parsed === 'string' ? parsed : fieldsOf(parsed)?.message, 300) || text;
  } catch {
    return text;
  }
}

/** The Date header has whole seconds: half a second more is what it means on average. */
function skewOf(answer: Answer, hubTime: number): number | null {
  const at = Date.parse(answer.headers.date ?? '');
  return Number.isFinite(at) ? at + 500 - hubTime : null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new SourceGarbled('svaret er ikke gyldig JSON', pieceOf(text));
  }
}
