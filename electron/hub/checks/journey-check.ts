// Cookies as browsers keep them (RFC 6265bis): domains, paths, expiry and public suffixes are easily got wrong.
import { CookieJar } from 'tough-cookie';
import type { Metric } from '../../../shared/rules/decide';
import type { Clock } from '../../../shared/time/clock';
import { formatResponse } from '../../../shared/time/format';
import type { CheckTarget, HttpExpectations, JourneyTargetStep } from '../catalogue/loaded';
import { type Attempt, runBounded, timedRun, type Work } from './bounded-run';
import type { CheckRun, CheckRunner, RunLimits } from './check-run';
import { ConnectionPool } from './connection-pool';
import { faultOf } from './faults';
import { basicAuth, Exchange } from './http-exchange';
import { bodyWanted, faultIn, JSON_LIMIT, type ReadAnswer, TEXT_LIMIT } from './http-expectations';
import { extract } from './journey-extract';
import { fillText, inForm, inJson, plain, Redaction, UnknownName } from './journey-text';
import { type Asked, Hops, leaveOrigin, turnOf } from './redirects';
import { TrustCache } from './trust';

type JourneyTarget = Extract<CheckTarget, { kind: 'journey' }>;

/** More than any journey needs, redirects and repeats included: a script that goes round in a ring ends here. */
const REQUEST_LIMIT = 200;

/** Why a journey did not go on. */
class StepFault extends Error {
  constructor(
    message: string,
    readonly result: 'critical' | 'unknown' = 'critical',
  ) {
    super(message);
  }
}

/**
 * Walks through a service as a user would: HTTP steps one after the other, with cookies, with values that one answer
 * gives and a later step sends, each step held to its expectations and its expected time. Connections are the run's
 * own, through the site's proxy where there is one. Metrics `step/ID` (ms) for each step that was begun; the response
 * time is that of the whole journey.
 */
export function createJourneyCheck(clock: Clock): CheckRunner<JourneyTarget> {
  const trust = new TrustCache();
  return (target, limits, signal) =>
    runBounded(clock, limits, signal, (attempt) => new JourneyRun(clock, target, limits, attempt, trust));
}

class JourneyRun implements Work {
  readonly #clock: Clock;
  readonly #target: JourneyTarget;
  readonly #limits: RunLimits;
  readonly #attempt: Attempt;
  readonly #pool: ConnectionPool;
  // A test hospital's names (.test, .local, localhost) are as good as any.
  readonly #cookies = new CookieJar(undefined, { rejectPublicSuffixes: false, allowSpecialUseDomain: true });
  readonly #values: Map<string, string>;
  readonly #redaction: Redaction;
  readonly #metrics: Metric[] = [];
  readonly #slow: string[] = [];
  #step = 0;
  #stepSince = 0;
  #requests = 0;
  #exchange: Exchange | null = null;
  #pause: (() => void) | null = null;
  /** What the present step waits for, when it is not an answer. */
  #repeating: string | null = null;

  constructor(clock: Clock, target: JourneyTarget, limits: RunLimits, attempt: Attempt, trust: TrustCache) {
    this.#clock = clock;
    this.#target = target;
    this.#limits = limits;
    this.#attempt = attempt;
    this.#values = new Map(Object.entries(target.variables));
    this.#redaction = new Redaction(target.variables);
    const proxy = target.proxy === null ? null : new URL(target.proxy);
    this.#pool = new ConnectionPool({ trust, ca: target.ca, proxy, timeoutMs: limits.timeoutMs });
    void this.#run();
  }

  end(): void {
    this.#pause?.();
    this.#exchange?.end();
    this.#pool.end();
  }

  waitedFor(): string {
    const waited =
      this.#repeating ?? this.#pool.waitedFor() ?? this.#exchange?.waitedFor() ?? 'ingen forbindelse';
    return this.#redaction.whole(`${this.#stepName()}: ${waited}`);
  }

  measured(): readonly Metric[] {
    const step = this.#target.steps[this.#step];
    return step ? [...this.#metrics, this.#metricOf(step)] : this.#metrics;
  }

  async #run(): Promise<void> {
    try {
      for (const step of this.#target.steps) {
        this.#stepSince = this.#clock.mono();
        await this.#walk(step);
        if (this.#attempt.over()) return;
        const metric = this.#metricOf(step);
        if (step.expectedMs !== null && metric.value > step.expectedMs) {
          const took = formatResponse(metric.value, 'nb');
          this.#slow.push(
            `${this.#stepName()} brukte ${took}, ventet ${formatResponse(step.expectedMs, 'nb')}`,
          );
        }
        this.#metrics.push(metric);
        this.#step += 1;
      }
      this.#attempt.finish(this.#arrived());
    } catch (error) {
      this.#attempt.finish(this.#stopped(error));
    }
  }

  #arrived(): CheckRun {
    const ms = this.#attempt.elapsed();
    const count = this.#target.steps.length;
    const run = timedRun(`${count} steg`, ms, this.#limits, this.#metrics);
    if (this.#slow.length === 0) {
      return run.result === 'ok' ? { ...run, output: `${count} steg på ${formatResponse(ms, 'nb')}` } : run;
    }
    const slow = this.#slow.join('; ');
    return run.result === 'ok'
      ? { ...run, result: 'warning', output: slow }
      : { ...run, output: `${run.output}; ${slow}` };
  }

  #stopped(error: unknown): CheckRun {
    const fault =
      error instanceof StepFault ? { result: error.result, output: error.message } : faultOf(error);
    return {
      result: fault.result,
      output: this.#redaction.whole(`${this.#stepName()}: ${fault.output}`),
      ms: this.#attempt.elapsed(),
      metrics: this.measured(),
    };
  }

  /** One step: asked until it is as expected, as often as it may be. */
  async #walk(step: JourneyTargetStep): Promise<void> {
    const { repeat } = step;
    for (let tries = 1; ; tries += 1) {
      const expect = this.#filledExpectations(step.expect);
      const answer = await this.#answerOf(step, keptFor(step, expect));
      if (this.#attempt.over()) return;
      const fault = faultIn(answer, expect, (text) => this.#redact(text));
      if (fault === null) {
        this.#repeating = null;
        this.#extract(step, answer);
        return;
      }
      if (!repeat) throw new StepFault(fault);
      if (tries >= repeat.atMost) throw new StepFault(`ikke som ventet etter ${tries} forsøk: ${fault}`);
      this.#repeating = `ikke som ventet etter ${tries} forsøk (${fault})`;
      await this.#wait(repeat.everyMs);
      if (this.#attempt.over()) return;
    }
  }

  #extract(step: JourneyTargetStep, answer: ReadAnswer): void {
    for (const wanted of step.extract) {
      const found = extract(answer, wanted, (text) => this.#redact(text));
      if (!found.ok) throw new StepFault(`HTTP ${answer.status}, men ${found.reason}`);
      this.#values.set(wanted.as, found.value);
      this.#redaction.extracted(wanted.as, found.value);
    }
  }

  /** Asks what the step asks, and follows its redirects. */
  async #answerOf(step: JourneyTargetStep, keep: number): Promise<ReadAnswer> {
    const url = this.#filledUrl(step.url);
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(step.headers)) headers[name.toLowerCase()] = this.#fill(value);
    let body: string | null = null;
    if (step.body) {
      const isForm = step.body.type.startsWith('application/x-www-form-urlencoded');
      body = fillText(step.body.text, this.#values, isForm ? inForm : inJson);
      headers['content-type'] ??= step.body.type;
    }
    let asked: Asked = { url, method: step.method, body: body !== null };
    const hops = new Hops(step.redirects, asked);
    for (;;) {
      const answer = await this.#exchangeOnce(asked, headers, body, keep);
      if (this.#attempt.over() || step.redirects === 0) return answer;
      const turn = turnOf(asked, answer);
      if (turn.kind === 'answer') return answer;
      if (turn.kind === 'fault') throw new StepFault(this.#redact(turn.reason));
      // With cookies the same address may answer otherwise the second time: only the count is certain.
      const fault = hops.next(turn.asked, false);
      if (fault !== null) throw new StepFault(this.#redact(fault));
      if (!turn.sameOrigin) leaveOrigin(headers);
      asked = turn.asked;
      if (!asked.body) delete headers['content-type'];
    }
  }

  async #exchangeOnce(
    asked: Asked,
    own: Readonly<Record<string, string>>,
    body: string | null,
    keep: number,
  ): Promise<ReadAnswer> {
    const { url } = asked;
    const passage = this.#pool.passage(url);
    const auth = basicAuth(url);
    const cookie = this.#cookies.getCookieStringSync(url.href);
    const sent = asked.body ? (body ?? '') : null;
    const headers = {
      host: url.host,
      'user-agent': 'vaktrom',
      accept: '*/*',
      'accept-encoding': 'identity',
      ...(auth === null ? {} : { authorization: auth }),
      ...(cookie === '' ? {} : { cookie }),
      ...(sent === null ? {} : { 'content-length': String(Buffer.byteLength(sent)) }),
      ...passage.headers,
      ...own,
    };
    const request = { method: asked.method, path: passage.path, headers, body: sent, keep };
    for (let again = false; ; again = true) {
      this.#requests += 1;
      if (this.#requests > REQUEST_LIMIT) {
        throw new StepFault(`mer enn ${REQUEST_LIMIT} forespørsler i én kjøring: skriptet går i ring`);
      }
      try {
        const answer = await new Promise<ReadAnswer>((answered, failed) => {
          this.#exchange = new Exchange(this.#clock, request, passage.way, { answered, failed });
        });
        this.#keepCookies(answer, url);
        return answer;
      } catch (error) {
        // A server may close an idle connection just as it is used again: then nothing was handled, and browsers ask
        // anew on a fresh one.
        const stale = this.#exchange?.reused === true && isReset(error) && !this.#exchange.answering;
        if (again || !stale || this.#attempt.over()) throw error;
      }
    }
  }

  #keepCookies(answer: ReadAnswer, url: URL): void {
    for (const text of answer.headers['set-cookie'] ?? []) {
      // A cookie that does not belong here is not kept, as in a browser.
      this.#cookies.setCookieSync(text, url.href, { ignoreError: true });
    }
  }

  #filledUrl(text: string): URL {
    const filled = this.#fill(text);
    if (!/^https?:\/\//i.test(filled) || !URL.canParse(filled)) {
      throw new StepFault('adressen er ikke en http-adresse når verdiene er satt inn', 'unknown');
    }
    return new URL(filled);
  }

  #filledExpectations(expect: HttpExpectations): HttpExpectations {
    const fill = (text: string | null): string | null => (text === null ? null : this.#fill(text));
    return {
      ...expect,
      contains: fill(expect.contains),
      containsNot: fill(expect.containsNot),
      header: Object.fromEntries(
        Object.entries(expect.header).map(([name, text]) => [name, this.#fill(text)]),
      ),
      json: expect.json.map((condition) => ({
        ...condition,
        ...(typeof condition.equals === 'string' ? { equals: this.#fill(condition.equals) } : {}),
        ...(condition.contains === undefined ? {} : { contains: this.#fill(condition.contains) }),
      })),
    };
  }

  #fill(text: string): string {
    try {
      return fillText(text, this.#values, plain);
    } catch (error) {
      if (error instanceof UnknownName) throw new StepFault(error.message, 'unknown');
      throw error;
    }
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#clock.after(ms, resolve);
      this.#pause = () => {
        cancel();
        resolve();
      };
    });
  }

  #metricOf(step: JourneyTargetStep): Metric {
    return { label: `step/${step.id}`, value: this.#clock.mono() - this.#stepSince, unit: 'ms' };
  }

  #stepName(): string {
    const { steps } = this.#target;
    const at = Math.min(this.#step, steps.length - 1);
    return `steg ${at + 1}/${steps.length} «${steps[at]?.name ?? ''}»`;
  }

  /** Takes the journey's own values out of what a stranger said. */
  #redact(text: string): string {
    return this.#redaction.foreign(text);
  }
}

/** How much of a step's answer is needed. */
function keptFor(step: JourneyTargetStep, expect: HttpExpectations): number {
  const wanted = bodyWanted(expect);
  if (step.extract.some(({ json }) => json !== undefined)) return JSON_LIMIT;
  if (step.extract.some(({ between }) => between !== undefined)) return Math.max(wanted, TEXT_LIMIT);
  return wanted;
}

function isReset(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  return code === 'ECONNRESET' || code === 'EPIPE';
}
