import { type KeyboardEvent, type ReactNode, useMemo, useState } from 'react';
import type { Contact } from '../../../shared/model/catalogue';
import { answering } from '../../../shared/rules/watch/duty';
import { formatClock, formatUntil } from '../../../shared/time/format';
import { useT } from '../../i18n/react';
import { Dialog } from '../../parts/dialog';
import { useFirstFocus } from '../../parts/first-focus';
import { KeyButton, KeyCap } from '../../parts/key-cap';
import { Notice } from '../../parts/notice';
import { useBoard, useLinkView } from '../../stores/board-react';
import { personName, subjectName } from '../events/command-words';
import { useKeys } from '../keys/use-keys';
import { useWatchNow } from '../model/watch-now';
import { RoleNote } from '../people/role-note';
import { CallList } from './call-list';
import {
  callsOf,
  type Duty,
  dutiesAt,
  type Line,
  type LoggedCall,
  lineKey,
  linesOf,
  suggested,
} from './duty';
import { useCalling } from './use-calling';

/** Main and this window know the hub's time each for itself: they may differ by so much, ms. */
const CLOCKS_MS = 1_000;
/** Who did not answer this long before the list was opened, ms, is not suggested first. */
const RECENT_MS = 3_600_000;

/**
 * Whom to call now, by team. Enter logs that one calls; `s` that it was answered, and when they will be there; `i` that
 * nobody answered, and the next one is suggested. It works without the hub: list and calls are on this disk.
 */
export function OnCallDialog(props: {
  /** The alarm's node that it is about; null: none. */
  readonly node: string | null;
  /** The team to begin with. */
  readonly team?: string | null;
  readonly onClose: () => void;
}): ReactNode {
  const { node, team = null, onClose } = props;
  const { t } = useT();
  const { hubNow, phase } = useLinkView(1_000);
  const catalogue = useBoard((state) => state.catalogue);
  const catalogueVersion = useBoard((state) => state.catalogueVersion);
  const alarms = useBoard((state) => state.alarms);
  const alarmsVersion = useBoard((state) => state.alarmsVersion);
  const outbox = useBoard((state) => state.outbox);
  const graph = useBoard((state) => state.graph);
  const calling = useCalling();
  // Turns change by the minute.
  const minute = Math.floor(hubNow / 60_000) * 60_000;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the map changes in place; its version says when
  const duties = useMemo(
    () => dutiesAt(catalogue, minute, node, team),
    [catalogue, catalogueVersion, minute, node, team],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the map changes in place; its version says when
  const calls = useMemo(() => callsOf(alarms, outbox), [alarms, alarmsVersion, outbox]);
  const lines = useMemo(() => linesOf(duties), [duties]);
  const [opened] = useState(hubNow);
  const [at, setAt] = useState<string | null>(null);
  const [asking, setAsking] = useState<string | null>(null);
  const list = useFirstFocus<HTMLDivElement>();
  useKeys({ back: onClose }, { modal: true });
  const next = suggested(lines, calls, opened - RECENT_MS, { node, team });
  const current = lines.find(({ key }) => key === at) ?? lines.find(({ key }) => key === next) ?? lines[0];
  const open = openCall(calls, current);
  const refused = outbox.findLast(
    ({ kind, fate, actedAt }) => kind === 'call.log' && fate === 'refused' && actedAt >= opened - CLOCKS_MS,
  );

  const step = (by: number): void => {
    const index = current === undefined ? -1 : lines.indexOf(current);
    const next = lines[Math.min(Math.max(index + by, 0), lines.length - 1)];
    if (next) setAt(next.key);
  };
  const begin = (): void => {
    if (current === undefined || open !== undefined) return;
    setAt(current.key);
    void calling.begin(current, node);
  };
  const answered = (): void => {
    if (open === undefined) return;
    setAsking(open.call.id);
    void calling.settle(open.call, { outcome: 'answered' });
  };
  const unanswered = (): void => {
    if (open === undefined || current === undefined) return;
    void calling.settle(open.call, { outcome: 'no-answer' });
    // The next in the same team; when there is none, the first of the next team.
    const next = lines[lines.indexOf(current) + 1];
    setAt(next === undefined ? current.key : next.key);
    list.current?.focus();
  };
  const press = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const act = {
      ArrowDown: () => step(1),
      ArrowUp: () => step(-1),
      Enter: begin,
      s: answered,
      i: unanswered,
    }[event.key];
    if (act === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  return (
    <Dialog
      title={
        node === null
          ? t('oncall:title')
          : t('oncall:about', { name: subjectName({ catalogue, graph }, node, { t }) })
      }
      closeLabel={t('common:close')}
      onClose={onClose}
    >
      <div className="oncall">
        <div>
          {phase !== 'live' && <p className="people-note">{t('oncall:offline')}</p>}
          {duties.length === 0 && <Notice title={t('oncall:none')} text={t('oncall:noneText')} />}
          <div
            ref={list}
            className="oncall-list"
            role="listbox"
            tabIndex={0}
            aria-label={t('oncall:label')}
            aria-activedescendant={current && `oncall-${current.key}`}
            onKeyDown={press}
            onClick={(event) => {
              const line = (event.target as Element).closest<HTMLElement>('[data-line]')?.dataset.line;
              if (line !== undefined) setAt(line);
            }}
          >
            {duties.map((duty) => (
              <DutyGroup
                key={duty.team.id}
                duty={duty}
                now={hubNow}
                calls={calls}
                current={current?.key ?? null}
              />
            ))}
          </div>
          <div className="act-row oncall-acts">
            <KeyButton
              cap="Enter"
              label={current ? t('oncall:call', { name: current.contact.name }) : t('oncall:callNobody')}
              waits={phase !== 'live'}
              disabled={current === undefined || open !== undefined}
              onPress={begin}
            />
            <KeyButton
              cap="s"
              label={t('oncall:answered')}
              disabled={open === undefined}
              onPress={answered}
            />
            <KeyButton
              cap="i"
              label={t('oncall:unanswered')}
              disabled={open === undefined}
              onPress={unanswered}
            />
          </div>
          {asking !== null && (
            <Arrival
              calls={calls}
              id={asking}
              onDone={() => {
                setAsking(null);
                list.current?.focus();
              }}
            />
          )}
          <p role="alert" className="people-fault">
            {refused === undefined ? '' : t('oncall:refused', { reason: refused.reason ?? '' })}
          </p>
          <RoleNote kind="call.log" />
        </div>
        <CallList calls={calls} now={hubNow} node={node} />
      </div>
    </Dialog>
  );
}

/** The call to this contact that nobody has said the end of. */
function openCall(calls: readonly LoggedCall[], line: Line | undefined): LoggedCall | undefined {
  return calls.find(
    ({ call }) =>
      call.outcome === 'calling' && call.team === line?.team.id && call.contact === line.contact.name,
  );
}

function DutyGroup(props: {
  readonly duty: Duty;
  readonly now: number;
  readonly calls: readonly LoggedCall[];
  readonly current: string | null;
}): ReactNode {
  const { duty, now, calls, current } = props;
  const { t, lang } = useT();
  const { team, contacts, until, next, named } = duty;
  return (
    <fieldset aria-label={team.name} className="oncall-team">
      <div className="oncall-team-head">
        <strong>{team.name}</strong>
        {named && <span className="from-cache">{t('oncall:named')}</span>}
        <span className="quiet">
          {until === null
            ? t(contacts.length === 0 ? 'oncall:nobodyEver' : 'oncall:always')
            : t(next.length === 0 ? 'oncall:untilNobody' : 'oncall:untilNext', {
                time: formatUntil(until, now, lang),
                next: next[0]?.name ?? '',
              })}
        </span>
      </div>
      {contacts.length === 0 && <p className="quiet">{t('oncall:nobody')}</p>}
      {contacts.map((contact, index) => {
        const key = lineKey(team.id, contact.id);
        const last = calls.find(({ call }) => call.team === team.id && call.contact === contact.name);
        return (
          <div
            key={key}
            id={`oncall-${key}`}
            className="oncall-line"
            role="option"
            tabIndex={-1}
            data-line={key}
            aria-selected={key === current}
          >
            <span className="number">{index + 1}</span>
            <span>
              <strong>{contact.name}</strong>
              <Holder contact={contact} />
            </span>
            <span className="oncall-phone">{contact.phone}</span>
            <span className="quiet">
              {last === undefined
                ? ''
                : t(`oncall:last.${last.call.outcome}`, { time: formatClock(last.call.at) })}
            </span>
          </div>
        );
      })}
    </fieldset>
  );
}

/** Who answers a position's telephone now: whoever has the watch there. */
function Holder({ contact }: { readonly contact: Contact }): ReactNode {
  const { t } = useT();
  const { watch } = useWatchNow();
  const people = useBoard((state) => state.people);
  if (contact.position === null) return null;
  const names = answering(watch, contact).map((id) => personName(people, id));
  return (
    <span className="quiet oncall-holder">
      {names.length === 0 ? t('oncall:nobodyThere') : t('oncall:there', { names: names.join(', ') })}
    </span>
  );
}

/** When whoever answered will be there. */
function Arrival(props: {
  readonly calls: readonly LoggedCall[];
  readonly id: string;
  readonly onDone: () => void;
}): ReactNode {
  const { calls, id, onDone } = props;
  const { t } = useT();
  const calling = useCalling();
  const [minutes, setMinutes] = useState('');
  const field = useFirstFocus<HTMLInputElement>();
  const found = calls.find(({ call }) => call.id === id);
  const done = (): void => {
    const etaMin = Number(minutes);
    if (found !== undefined && minutes.trim() !== '' && Number.isFinite(etaMin) && etaMin >= 0) {
      void calling.settle(found.call, { outcome: 'answered', etaMin });
    }
    onDone();
  };
  return (
    <form
      className="oncall-arrival"
      onSubmit={(event) => {
        event.preventDefault();
        done();
      }}
    >
      <label className="people-field people-field-short">
        <span>{t('oncall:arrival', { name: found?.call.contact ?? '' })}</span>
        <input
          ref={field}
          inputMode="numeric"
          value={minutes}
          maxLength={4}
          autoComplete="off"
          onChange={(event) => setMinutes(event.target.value.replaceAll(/\D/g, ''))}
        />
      </label>
      <span className="quiet">
        <KeyCap cap="Enter" /> {t('oncall:arrivalHelp')}
      </span>
    </form>
  );
}
