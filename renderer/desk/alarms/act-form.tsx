import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import type { CommandKind } from '../../../shared/contract/commands';
import type { Gift } from '../../../shared/contract/ipc';
import { CAUSE_CODES, MAX_SHELF_MS, SHELF_CODES } from '../../../shared/model/alarms';
import { formatUntil } from '../../../shared/time/format';
import { instantOf, wallTime } from '../../../shared/time/oslo';
import { useT } from '../../i18n/react';
import { KeyButton, KeyCap } from '../../parts/key-cap';
import { useLinkView } from '../../stores/board-react';
import { useKeys } from '../keys/use-keys';
import { dateAndTime, readMoment } from '../maintenance/draft';
import { FreeFields, JoinFields, SplitFields } from './causes/cause-fields';
import { DigitChoice } from './digit-choice';
import { type FieldProps, Line, type Made } from './form-line';
import { acknowledge, endOfShift } from './gifts';
import { PersonChoice } from './person-choice';
import type { Intent } from './use-alarm-acts';
import type { Names } from './use-alarm-words';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** A shelf breaks through when it was active for so long, ms, unless somebody says otherwise. */
const BREAK_AFTER_MS = 5 * MINUTE_MS;
/** Out of service is looked at again in so many days, unless somebody says otherwise. */
const REVIEW_DAYS = 3;

/**
 * The form of an act, where the keys were: one field at most to write in, Enter gives, Escape thinks better of it. What
 * it acts on is what was drawn when it was opened, whatever moves meanwhile.
 */
export function ActForm(props: {
  readonly intent: Intent;
  readonly names: Names;
  readonly onGive: (gifts: readonly Gift<CommandKind>[]) => Promise<string | null>;
  readonly onCancel: () => void;
}): ReactNode {
  const { intent, names, onGive, onCancel } = props;
  const { t } = useT();
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const make = useRef<() => Made>(() => []);
  const form = useRef<HTMLFormElement>(null);
  const title = useId();
  useEffect(() => {
    // Where the hand goes on: the first field, or the first choice.
    const first = form.current?.querySelector<HTMLElement>('[data-first]');
    first?.focus();
    // What is suggested gives way to what is written.
    if (first instanceof HTMLInputElement) first.select();
  }, []);
  const submit = async (): Promise<void> => {
    if (busy) return;
    const made = make.current();
    if (typeof made === 'string') return setFault(made);
    setBusy(true);
    const wrong = await onGive(made);
    setBusy(false);
    setFault(wrong);
  };
  useKeys({ back: onCancel, open: () => void submit(), save: () => void submit() }, { modal: true });
  const live = useLinkView().phase === 'live';
  const [first] = intent.targets;
  return (
    <form
      ref={form}
      className="act-form"
      aria-labelledby={title}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <h3 id={title}>
        {t(`alarms:form.${intent.act}`, { count: intent.targets.length })}{' '}
        <span className="act-form-what">
          {intent.targets.length === 1 && first
            ? `${names.name(first.node)} ${first.alarm}`
            : t('alarms:form.many', { count: intent.targets.length })}
        </span>
      </h3>
      <Fields intent={intent} make={make} names={names} />
      {fault !== null && (
        <p className="form-fault" role="alert">
          {t('alarms:form.refused', { reason: fault })}
        </p>
      )}
      <div className="act-row">
        <KeyButton
          cap="Enter"
          label={t('alarms:form.give')}
          disabled={busy}
          waits={!live}
          onPress={() => void submit()}
        />
        <KeyButton cap="Esc" label={t('alarms:form.cancel')} onPress={onCancel} />
        {!live && <span className="quiet">{t('alarms:form.queued')}</span>}
      </div>
    </form>
  );
}

function Fields(props: {
  readonly intent: Intent;
  readonly make: FieldProps['make'];
  readonly names: Names;
}): ReactNode {
  const { intent, make, names } = props;
  const { targets } = intent;
  switch (intent.act) {
    case 'acknowledge':
    case 'acknowledgeCause':
      return <NoteFields targets={targets} make={make} />;
    case 'note':
      return <WordsFields targets={targets} make={make} />;
    case 'ticket':
      return <TicketFields targets={targets} make={make} />;
    case 'seen':
      return <SeenFields targets={targets} make={make} />;
    case 'timer':
      return <TimerFields targets={targets} make={make} />;
    case 'shelve':
      return <ShelfFields targets={targets} make={make} />;
    case 'outOfService':
      return <OutFields targets={targets} make={make} />;
    case 'hand':
      return <HandFields targets={targets} make={make} />;
    case 'join':
      return <JoinFields targets={targets} make={make} names={names} />;
    case 'split':
      return <SplitFields targets={targets} make={make} names={names} />;
    case 'free':
      return <FreeFields targets={targets} make={make} names={names} />;
  }
}

function NoteFields({ targets, make }: FieldProps): ReactNode {
  const { t } = useT();
  const [note, setNote] = useState('');
  make.current = () => targets.map((drawn) => acknowledge(drawn, note));
  return <Line first label={t('alarms:form.noteOptional')} value={note} onChange={setNote} />;
}

function WordsFields({ targets, make }: FieldProps): ReactNode {
  const { t } = useT();
  const [text, setText] = useState('');
  make.current = () =>
    text.trim() === ''
      ? t('alarms:form.needWords')
      : targets.map(({ node, alarm }) => ({
          kind: 'alarm.note' as const,
          subject: node,
          payload: { alarm, text: text.trim() },
        }));
  return <Line first label={t('alarms:form.note')} value={text} onChange={setText} />;
}

function TicketFields({ targets, make }: FieldProps): ReactNode {
  const { t } = useT();
  const [ticket, setTicket] = useState('');
  make.current = () =>
    targets.map(({ node, alarm }) => ({
      kind: 'alarm.ticket' as const,
      subject: node,
      payload: { alarm, ticket: ticket.trim() || null },
    }));
  return (
    <Line
      first
      label={t('alarms:form.ticket')}
      help={t('alarms:form.ticketHelp')}
      max={60}
      value={ticket}
      onChange={setTicket}
    />
  );
}

function SeenFields({ targets, make }: FieldProps): ReactNode {
  const { t } = useT();
  const [code, setCode] = useState<(typeof CAUSE_CODES)[number] | null>(null);
  make.current = () =>
    targets.map(({ node, alarm }) => ({
      kind: 'alarm.seen' as const,
      subject: node,
      payload: { alarm, code },
    }));
  return (
    <DigitChoice
      label={t('alarms:form.causeCode')}
      options={CAUSE_CODES.map((id) => ({ id, name: t(`alarms:causeCode.${id}`) }))}
      chosen={code}
      onChoose={setCode}
      spaceGives
    />
  );
}

function TimerFields({ targets, make }: FieldProps): ReactNode {
  const { t, lang } = useT();
  const { hubNow } = useLinkView(1_000);
  const [typed, setTyped] = useState('15');
  const minutes = typed.trim() === '' ? 0 : Number(typed);
  const valid = Number.isInteger(minutes) && minutes >= 0 && minutes <= 24 * 60;
  const until = minutes === 0 ? null : Math.round(hubNow) + minutes * MINUTE_MS;
  make.current = () =>
    valid
      ? targets.map(({ node, alarm }) => ({
          kind: 'alarm.timer' as const,
          subject: node,
          payload: { alarm, until },
        }))
      : t('alarms:form.needMinutes');
  return (
    <Line
      first
      label={t('alarms:form.minutes')}
      max={4}
      value={typed}
      onChange={setTyped}
      help={
        !valid
          ? t('alarms:form.needMinutes')
          : until === null
            ? t('alarms:form.timerOff')
            : t('alarms:form.timerAt', { time: formatUntil(until, hubNow, lang) })
      }
    />
  );
}

function ShelfFields({ targets, make }: FieldProps): ReactNode {
  const { t, lang } = useT();
  const { hubNow } = useLinkView(1_000);
  const [code, setCode] = useState<(typeof SHELF_CODES)[number]>('known-fault');
  // Null: the code's own words.
  const [written, setWritten] = useState<string | null>(null);
  const [until] = useState(() => endOfShift(hubNow));
  const [time, setTime] = useState(() => dateAndTime(wallTime(until)).time);
  const [breaks, setBreaks] = useState(true);
  const reason = written ?? (code === 'other' ? '' : t(`alarms:shelfReason.${code}`));
  const at = nextTime(time, hubNow);
  make.current = () => {
    if (at === null || at - hubNow > MAX_SHELF_MS) return t('alarms:form.needTime');
    if (reason.trim() === '') return t('alarms:form.needReason');
    return targets.map(({ node, alarm, condition }) => ({
      kind: 'alarm.shelve' as const,
      subject: node,
      payload: {
        alarm,
        condition,
        until: at,
        code,
        reason: reason.trim(),
        breakAfterMs: breaks ? BREAK_AFTER_MS : null,
      },
    }));
  };
  return (
    <>
      <DigitChoice
        label={t('alarms:form.shelfCode')}
        options={SHELF_CODES.map((id) => ({ id, name: t(`alarms:shelfCode.${id}`) }))}
        chosen={code}
        onChoose={(id) => id !== null && setCode(id)}
      />
      <div className="act-line">
        <Line label={t('alarms:form.reason')} value={reason} onChange={setWritten} />
        <Line label={t('alarms:form.until')} max={5} value={time} onChange={setTime} />
      </div>
      <label className="act-check">
        <input type="checkbox" checked={breaks} onChange={(event) => setBreaks(event.target.checked)} />
        {t('alarms:form.breakAfter')}
      </label>
      <p className="quiet">
        {at === null
          ? t('alarms:form.needTime')
          : t(breaks ? 'alarms:form.shelfEnds' : 'alarms:form.shelfEndsLater', {
              time: formatUntil(at, hubNow, lang),
            })}
      </p>
    </>
  );
}

/** The next time that the clock on the wall shows `text` (`15:15`), ms UTC; null: it is no time of day. */
export function nextTime(text: string, now: number): number | null {
  const today = readMoment(dateAndTime(wallTime(now)).date, text);
  if (today === null) return null;
  const at = instantOf(today);
  return at > now ? at : instantOf(today + DAY_MS);
}

function OutFields({ targets, make }: FieldProps): ReactNode {
  const { t, lang } = useT();
  const { hubNow } = useLinkView(60_000);
  const [responsible, setResponsible] = useState('');
  const [reason, setReason] = useState('');
  const [days, setDays] = useState(String(REVIEW_DAYS));
  const count = Number(days);
  const valid = Number.isInteger(count) && count >= 1 && count <= 31;
  const reviewAt = Math.round(hubNow) + count * DAY_MS;
  make.current = () => {
    if (responsible.trim() === '') return t('alarms:form.needResponsible');
    if (reason.trim() === '') return t('alarms:form.needReason');
    if (!valid) return t('alarms:form.needDays');
    return targets.map(({ node }) => ({
      kind: 'alarm.out-of-service' as const,
      subject: node,
      payload: { responsible: responsible.trim(), reason: reason.trim(), reviewAt },
    }));
  };
  return (
    <>
      <div className="act-line">
        <Line
          first
          label={t('alarms:form.responsible')}
          max={120}
          value={responsible}
          onChange={setResponsible}
        />
        <Line label={t('alarms:form.days')} max={2} value={days} onChange={setDays} />
      </div>
      <Line label={t('alarms:form.reason')} value={reason} onChange={setReason} />
      <p className="quiet">
        {valid
          ? t('alarms:form.reviewAt', { time: formatUntil(reviewAt, hubNow, lang) })
          : t('alarms:form.needDays')}
      </p>
    </>
  );
}

function HandFields({ targets, make }: FieldProps): ReactNode {
  const { t } = useT();
  const [to, setTo] = useState<string | null>(null);
  const [note, setNote] = useState('');
  make.current = () =>
    to === null
      ? t('alarms:form.needPerson')
      : targets.map(({ node, alarm, condition }) => ({
          kind: 'alarm.hand' as const,
          subject: node,
          payload: { alarm, condition, to, note: note.trim() || null },
        }));
  return (
    <>
      <PersonChoice label={t('alarms:form.handTo')} chosen={to} onChoose={setTo} />
      <Line label={t('alarms:form.noteOptional')} value={note} onChange={setNote} />
      <p className="quiet">
        <KeyCap cap="↑" /> <KeyCap cap="↓" /> {t('alarms:form.choosePerson')}
      </p>
    </>
  );
}
