import type { LinkState } from '../../shared/contract/ipc';
import { LAST_KNOWN_MS, LINK_SILENCE_MS } from '../../shared/rules/freshness';

/**
 * What a window may claim about what it shows. `live`: it holds now. `last-known`: it held at `knownAt`.
 * `stale`: it held so long ago that nothing should be built on it. `connecting`: nothing is known yet, wait.
 * `empty`: nothing is known and no hub answers.
 */
export type LinkPhase = 'live' | 'last-known' | 'stale' | 'connecting' | 'empty';

/** Why it is not live. `silent`: this window noticed by itself that main has stopped talking. */
export type LinkTrouble = 'connecting' | 'lost' | 'silent' | 'refused' | 'diverged';

export interface LinkView {
  readonly phase: LinkPhase;
  readonly trouble: LinkTrouble | null;
  /** Since when it is so: the hub's last word where there is one, else when we began to wait. Hub time, ms UTC. */
  readonly since: number;
  /** For how long nothing on the screen has been vouched for, ms. While live: since the last heartbeat. */
  readonly silentForMs: number;
  /** When what is shown was last vouched for, hub time, ms UTC. */
  readonly knownAt: number | null;
  /** The hub's time now, as this window knows it, whole ms UTC: what is done now is logged with it. */
  readonly hubNow: number;
  /** Commands reach the hub at once. */
  readonly reachable: boolean;
}

/**
 * What the window may claim, from the last link state that main gave it. It does not take main's word for being
 * live: a window whose main process hangs notices the silence itself.
 *
 * @param link what main last said; null before the first snapshot
 * @param sinceBeatMs the window's own monotonic time since it last saw a new heartbeat, ms
 * @param now this machine's wall clock, ms UTC
 */
export function linkView(link: LinkState | null, sinceBeatMs: number, now: number): LinkView {
  if (link === null) {
    const phase = sinceBeatMs >= LINK_SILENCE_MS ? 'empty' : 'connecting';
    const since = now - sinceBeatMs;
    return view(phase, 'connecting', since, sinceBeatMs, null, now);
  }
  const hubNow = now + link.offsetMs;
  const { knownAt } = link;
  if (link.phase === 'live') {
    const since = knownAt ?? hubNow - sinceBeatMs;
    if (sinceBeatMs < LINK_SILENCE_MS) return view('live', null, since, sinceBeatMs, knownAt, hubNow);
    return view(aged(sinceBeatMs), 'silent', since, sinceBeatMs, knownAt, hubNow);
  }
  const trouble = link.phase;
  if (knownAt === null) {
    const since = link.since + link.offsetMs;
    const waited = Math.max(0, hubNow - since);
    const phase = trouble === 'connecting' && waited < LINK_SILENCE_MS ? 'connecting' : 'empty';
    return view(phase, trouble, since, waited, null, hubNow);
  }
  // The wall clock may have been set back since: never younger than what the monotonic clock has seen pass.
  const silentFor = Math.max(hubNow - knownAt, sinceBeatMs);
  return view(aged(silentFor), trouble, knownAt, silentFor, knownAt, hubNow);
}

function aged(silentForMs: number): LinkPhase {
  return silentForMs < LAST_KNOWN_MS ? 'last-known' : 'stale';
}

function view(
  phase: LinkPhase,
  trouble: LinkTrouble | null,
  since: number,
  silentForMs: number,
  knownAt: number | null,
  hubNow: number,
): LinkView {
  return {
    phase,
    trouble,
    since,
    silentForMs,
    knownAt,
    hubNow: Math.round(hubNow),
    reachable: phase === 'live',
  };
}
