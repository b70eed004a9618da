import type { ReactNode } from 'react';
import type { OutboxEntry } from '../../../shared/contract/ipc';
import { formatAge, formatSeconds } from '../../../shared/time/format';
import { type Speech, useT } from '../../i18n/react';
import { KeyButton } from '../../parts/key-cap';
import { StateShape } from '../../parts/state-shape-icon';
import { useBoard, useLinkView } from '../../stores/board-react';
import { useActions, useDesk, useDeskStore } from '../desk-context';
import { useEventNames } from '../events/use-event-names';
import { useKeyRunner } from '../keys/use-keys';
import { SoundFact } from '../sound/sound-fact';
import { isUnmet, outboxWords } from './outbox-words';
import { PersonFacts } from './person-facts';

/** A clock that is off by more than this is worth saying loudly, ms. */
const LOUD_OFFSET_MS = 1_000;
/** What became of a command stays in the status bar for so long, ms. */
const RECENT_MS = 60_000;
/** Acts within this of one another were given by one key, ms. */
const TOGETHER_MS = 2_000;

/** How well this console is connected, what waits, and the keys that always work. */
export function StatusBar(): ReactNode {
  const { t, lang } = useT();
  const desk = useDeskStore();
  const actions = useActions();
  const run = useKeyRunner();
  const notice = useDesk((state) => state.notice);
  const { theme } = useBoard((state) => state.settings);
  return (
    <footer className="status-bar">
      <ul className="status-facts">
        <LinkFacts />
        <OutboxFact />
        <ClockFacts />
        <SoundFact />
      </ul>
      <span className="status-notice" role="alert">
        {notice}
      </span>
      <PersonFacts />
      <KeyButton
        cap="F7"
        label={t(theme === 'night' ? 'desk:status.toDay' : 'desk:status.toNight')}
        onPress={() => actions.set({ theme: theme === 'night' ? 'day' : 'night' })}
      />
      <KeyButton
        cap="F8"
        label={t('desk:status.toOtherLanguage')}
        onPress={() => actions.set({ lang: lang === 'nb' ? 'en' : 'nb' })}
      />
      <KeyButton cap="w" label={t('desk:status.wall')} onPress={() => run('wall')} />
      <KeyButton cap="?" label={t('desk:status.allKeys')} onPress={() => desk.show({ kind: 'keys' })} />
    </footer>
  );
}

function LinkFacts(): ReactNode {
  const { t, lang } = useT();
  const view = useLinkView(250);
  const link = useBoard((state) => state.link);
  const heard = formatAge(view.silentForMs, lang);
  if (view.phase !== 'live') {
    return (
      <li className="status-trouble">
        <StateShape state="unknown" size={14} />
        {view.knownAt === null ? t('desk:status.noHub') : t('desk:status.hubGone', { age: heard })}
      </li>
    );
  }
  return (
    <li>
      <StateShape state="normal" size={12} />
      {t('desk:status.hub')}{' '}
      <strong>{link?.roundTripMs == null ? '–' : `${Math.round(link.roundTripMs)} ms`}</strong>{' '}
      <span className="status-minor">{t('desk:status.heard', { age: heard })}</span>
    </li>
  );
}

function ClockFacts(): ReactNode {
  const { t, lang } = useT();
  const view = useLinkView(1_000);
  const link = useBoard((state) => state.link);
  if (!link) return null;
  const loud = Math.abs(link.offsetMs) >= LOUD_OFFSET_MS;
  return (
    <>
      <li className={loud ? 'status-loud' : 'status-minor'}>
        {loud && <StateShape state="warning" size={14} />}
        {t('desk:status.clock')} <strong>{formatOffset(link.offsetMs, lang)}</strong>
      </li>
      <li className={view.phase === 'live' ? 'status-minor' : 'status-copy'}>
        {t('desk:status.copy')}{' '}
        <strong>{view.knownAt === null ? t('desk:status.none') : formatSeconds(view.knownAt)}</strong>
      </li>
      {link.rejectedMessages > 0 && (
        <li className="status-loud">
          <StateShape state="warning" size={14} />
          {t('desk:status.rejected', { count: link.rejectedMessages })}
        </li>
      )}
      {link.degraded.length > 0 && (
        <li className="status-loud">
          <StateShape state="warning" size={14} />
          {t('desk:status.degraded', { count: link.degraded.length })}
        </li>
      )}
    </>
  );
}

function formatOffset(ms: number, lang: Speech['lang']): string {
  const seconds = (Math.abs(ms) / 1_000).toFixed(2);
  // What rounds to nothing has no sign.
  const sign = seconds === '0.00' ? '' : ms < 0 ? '−' : '+';
  return `${sign}${lang === 'nb' ? seconds.replace('.', ',') : seconds} s`;
}

/** The outbox in one line: what waits, what was not done and nobody has read, or what became of the last act. */
function OutboxFact(): ReactNode {
  const speech = useT();
  const { t, lang } = speech;
  const desk = useDeskStore();
  const read = useDesk((state) => state.seenFates);
  const outbox = useBoard((state) => state.outbox);
  const names = useEventNames();
  const { hubNow, phase } = useLinkView(1_000);
  const waiting = outbox.filter((entry) => entry.fate === 'queued' || entry.fate === 'sent');
  const unmet = outbox.filter((entry) => isUnmet(entry) && !read.has(entry.id));
  const oldest = waiting.reduce((at, entry) => Math.min(at, entry.actedAt), hubNow);
  const last = latestSettled(outbox, hubNow);
  const words = last ? outboxWords(last.entry, names, speech, hubNow, phase === 'live') : null;
  return (
    <li className={unmet.length > 0 ? 'status-outbox status-loud' : 'status-outbox'}>
      {unmet.length > 0 && <StateShape state="warning" size={14} />}
      <button type="button" className="status-button" onClick={() => desk.show({ kind: 'outbox' })}>
        {t('desk:status.outbox')}{' '}
        <strong>
          {waiting.length === 0
            ? t('desk:status.outboxEmpty')
            : t('desk:status.outboxWaiting', {
                count: waiting.length,
                age: formatAge(hubNow - oldest, lang),
              })}
          {unmet.length > 0 && `, ${t('desk:status.outboxUnmet', { count: unmet.length })}`}
        </strong>
      </button>
      {words !== null && unmet.length === 0 && waiting.length === 0 && (
        <span role="status" className="status-settled">
          {words.fate}: {words.subject}
          {last !== null && last.more > 0 && ` ${t('desk:status.settledMore', { count: last.more })}`}
        </span>
      )}
    </li>
  );
}

/** What was settled last; of acts that one key gave (a whole cause), the first of them and how many more there are. */
function latestSettled(
  outbox: readonly OutboxEntry[],
  hubNow: number,
): { readonly entry: OutboxEntry; readonly more: number } | null {
  let latest: OutboxEntry | null = null;
  for (const entry of outbox) {
    if (entry.settledAt === null || hubNow - entry.settledAt > RECENT_MS) continue;
    if (latest === null || entry.settledAt > (latest.settledAt ?? 0)) latest = entry;
  }
  if (latest === null) return null;
  const { kind, fate, actedAt } = latest;
  const together = outbox
    .filter(
      (entry) =>
        entry.kind === kind && entry.fate === fate && Math.abs(entry.actedAt - actedAt) < TOGETHER_MS,
    )
    .sort((a, b) => a.actedAt - b.actedAt);
  const about = new Set(together.map(({ subject }) => subject));
  return { entry: about.size > 1 ? (together[0] ?? latest) : latest, more: about.size - 1 };
}
