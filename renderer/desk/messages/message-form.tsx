import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import type { Channel } from '../../../shared/model/catalogue';
import type { OutMessage } from '../../../shared/model/incidents';
import { formatClock, formatSince, formatUntil } from '../../../shared/time/format';
import { wallTime } from '../../../shared/time/oslo';
import { useT } from '../../i18n/react';
import { KeyButton } from '../../parts/key-cap';
import { ScrollRegion } from '../../parts/scroll-region';
import { useBoard, useBoardStore, useLinkView } from '../../stores/board-react';
import { nextTime } from '../alarms/act-form';
import { useDeskStore } from '../desk-context';
import { incidentName, personName, subjectName } from '../events/command-words';
import { useEventNames } from '../events/use-event-names';
import { useKeys } from '../keys/use-keys';
import { dateAndTime } from '../maintenance/draft';
import { RoleNote } from '../people/role-note';
import { draftOf, faultOf, type MessageDraft, versionOf } from './draft';
import { messageDraftsOf, putMessageDraft } from './draft-store';
import { whatBecame } from './use-drafts';
import { useMessageActs } from './use-message-acts';
import { fromFacts, newDraft } from './write-message';

const KINDS = ['update', 'closing'] as const;

/**
 * A message as it is written: the drafted text, the channels and whom they reach, and when the next word is promised. What
 * is on the screen when it is approved is what goes out.
 */
export function MessageForm(props: {
  readonly draft: MessageDraft;
  /** What the hub has of it; undefined: nothing. */
  readonly message: OutMessage | undefined;
  readonly onClose: () => void;
}): ReactNode {
  const { draft, message, onClose } = props;
  const speech = useT();
  const { t, lang } = speech;
  const desk = useDeskStore();
  const store = useBoardStore();
  const acts = useMessageActs();
  const names = useEventNames();
  const channels = useChannels();
  const { hubNow, phase } = useLinkView(1_000);
  const me = useBoard((state) => state.identity?.signedIn?.person ?? null);
  const entry = useBoard((state) => whatBecame(state.outbox, draft.command));
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const body = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  useEffect(() => body.current?.focus({ preventScroll: true }), []);
  const live = phase === 'live';
  const waiting = entry?.fate === 'queued' || entry?.fate === 'sent';
  const settled = entry && (entry.fate === 'refused' || entry.fate === 'expired') ? entry : null;
  const drafts = messageDraftsOf(desk);
  const change = (part: Partial<MessageDraft>): void => {
    setFault(null);
    putMessageDraft(drafts, { ...draft, ...part, command: null });
  };
  const about = { node: draft.node, incident: draft.incident };
  const untouched = draft.subject === draft.drafted.subject && draft.body === draft.drafted.body;
  /** Another kind, or another promise: what nobody has changed is drafted anew. */
  const redraft = (kind: OutMessage['kind'], nextAt: number | null | undefined): void => {
    const said = fromFacts(store, about, kind, nextAt);
    const { subject, body, channels } = said;
    change({
      kind,
      nextAt: said.nextAt,
      ...(untouched && { subject, body, drafted: { subject, body } }),
      ...(draft.channels.length === 0 && { channels }),
    });
  };
  const writeAnew = (): void => {
    const { subject, body } = fromFacts(store, about, draft.kind, draft.nextAt);
    change({ subject, body, drafted: { subject, body } });
  };
  const run = async (what: () => Promise<string | null>): Promise<void> => {
    if (busy) return;
    setBusy(true);
    const wrong = await what();
    setBusy(false);
    setFault(wrong);
  };
  const approve = (): void => {
    const missing = faultOf(draft);
    if (missing !== null) {
      setFault(t(`messages:need.${missing}`));
      return;
    }
    if (waiting && entry?.kind === 'message.approve') return;
    void run(() => acts.approve(draft));
  };
  const save = (): void => void run(() => acts.save(draft));
  useKeys({ back: onClose, save, approve });
  const others = message !== undefined && message.by !== me && message.version > (versionOf(draft) ?? 0);
  const gone = message?.state === 'approved';
  const unsaid =
    draft.nextAt !== null && !draft.body.includes(formatClock(draft.nextAt)) && draft.body.trim() !== '';
  return (
    <ScrollRegion className="tell" aria-label={t('messages:form.label')}>
      <form className="message-form" onSubmit={(event) => event.preventDefault()}>
        <h2 className="node-title">
          {t(`messages:form.${draft.kind}`)}
          {message !== undefined && <span className="quiet">{message.number}</span>}
        </h2>
        <p className="quiet">
          {[
            ...(draft.incident === null
              ? []
              : [incidentName(names.incidents, draft.incident) ?? t('log:subject.incident')]),
            ...(draft.node === null ? [] : [subjectName(names, draft.node, speech)]),
          ].join(' · ') || t('messages:form.aboutNothing')}
        </p>
        {settled !== null && (
          <p className="message-banner" role="alert">
            {settled.fate === 'expired'
              ? t('messages:form.expired')
              : t('messages:form.refused', { reason: settled.reason ?? '' })}
          </p>
        )}
        {waiting && (
          <p className="message-banner" role="status">
            {t(live ? 'messages:form.waiting' : 'messages:form.queued')}
          </p>
        )}
        {others && message !== undefined && (
          <div className="message-banner" role="alert">
            <p>
              {t(gone ? 'messages:form.wentOut' : 'messages:form.changedBy', {
                name: personName(names.people, gone ? (message.approved?.by ?? message.by) : message.by),
                time: formatSince(gone ? (message.approved?.at ?? message.at) : message.at, hubNow),
              })}
            </p>
            <div className="act-row">
              <button
                type="button"
                className="quiet-button"
                onClick={() => putMessageDraft(drafts, draftOf(message))}
              >
                {t('messages:form.takeTheirs')}
              </button>
              <button
                type="button"
                className="quiet-button"
                onClick={() => {
                  if (!gone) return change({ version: message.version });
                  const next = newDraft(store, about, 'update', message.series);
                  putMessageDraft(drafts, { ...next, subject: draft.subject, body: draft.body });
                  putMessageDraft(drafts, draftOf(message));
                  desk.open({ view: 'messages', message: next.id });
                }}
              >
                {t(gone ? 'messages:form.asUpdate' : 'messages:form.keepMine')}
              </button>
            </div>
          </div>
        )}
        {draft.series !== null && (
          <fieldset className="message-choices" disabled={versionOf(draft) !== null}>
            <legend>{t('messages:form.kindOf')}</legend>
            {KINDS.map((kind) => (
              <label key={kind}>
                <input
                  type="radio"
                  name={`${id}-kind`}
                  checked={draft.kind === kind}
                  onChange={() => redraft(kind, kind === 'closing' ? null : undefined)}
                />
                {t(`messages:kind.${kind}`)}
              </label>
            ))}
          </fieldset>
        )}
        <label className="people-field">
          <span>{t('messages:form.subject')}</span>
          <input
            value={draft.subject}
            maxLength={200}
            autoComplete="off"
            onChange={(event) => change({ subject: event.target.value })}
          />
        </label>
        <label className="people-field">
          <span>{t('messages:form.body')}</span>
          <textarea
            ref={body}
            value={draft.body}
            maxLength={8_000}
            onChange={(event) => change({ body: event.target.value })}
          />
        </label>
        <div className="act-row">
          <button type="button" className="quiet-button" onClick={writeAnew}>
            {t('messages:form.fromFacts')}
          </button>
          <span className="quiet">{t('messages:form.noPatients')}</span>
        </div>
        {draft.kind !== 'closing' && (
          <NextWord
            key={draft.id}
            at={draft.nextAt}
            now={hubNow}
            onChange={(nextAt) => redraft(draft.kind, nextAt)}
          />
        )}
        {unsaid && draft.nextAt !== null && (
          <p className="message-warn" role="status">
            {t('messages:form.unsaid', { time: formatUntil(draft.nextAt, hubNow, lang) })}
          </p>
        )}
        <ChannelChoice
          channels={channels}
          chosen={draft.channels}
          onChange={(chosen) => change({ channels: [...chosen] })}
        />
        <p role="alert" className="people-fault">
          {fault ?? ''}
        </p>
        <RoleNote kind="message.approve" />
        <div className="act-row message-acts">
          <KeyButton
            cap="Ctrl Enter"
            label={t('messages:form.approve', { count: draft.channels.length })}
            waits={!live}
            disabled={busy || gone}
            onPress={approve}
          />
          <KeyButton
            cap="F2"
            label={t('messages:form.save')}
            waits={!live}
            disabled={busy || gone}
            onPress={save}
          />
          <KeyButton cap="Esc" label={t('messages:form.close')} onPress={onClose} />
          <button
            type="button"
            className="quiet-button"
            disabled={busy}
            onClick={() => {
              void acts.discard(draft.id);
              onClose();
            }}
          >
            {t('messages:form.discard')}
          </button>
        </div>
      </form>
    </ScrollRegion>
  );
}

/** The ways out for messages, in the catalogue's order. */
function useChannels(): readonly Channel[] {
  const catalogue = useBoard((state) => state.catalogue);
  useBoard((state) => state.catalogueVersion);
  return [...catalogue.values()]
    .flatMap((entity) =>
      entity.kind === 'channel' && entity.value.uses.includes('messages') ? [entity.value] : [],
    )
    .sort((a, b) => a.order - b.order);
}

/** When the next word is promised, as a time of day; empty: none is. */
function NextWord(props: {
  readonly at: number | null;
  readonly now: number;
  readonly onChange: (at: number | null) => void;
}): ReactNode {
  const { at, now, onChange } = props;
  const { t, lang } = useT();
  const [text, setText] = useState(() => (at === null ? '' : dateAndTime(wallTime(at)).time));
  const read = text.trim() === '' ? null : nextTime(text, now);
  return (
    <label className="people-field people-field-short">
      <span>{t('messages:form.next')}</span>
      <input
        value={text}
        maxLength={5}
        inputMode="numeric"
        autoComplete="off"
        placeholder="14:15"
        onChange={(event) => {
          setText(event.target.value);
          const next = event.target.value.trim() === '' ? null : nextTime(event.target.value, now);
          if (event.target.value.trim() === '' || next !== null) onChange(next);
        }}
      />
      <span className="quiet">
        {text.trim() === ''
          ? t('messages:form.noNext')
          : read === null
            ? t('messages:form.notTime')
            : t('messages:form.nextAt', { time: formatUntil(read, now, lang) })}
      </span>
    </label>
  );
}

/** Which ways out it takes, and whom each of them reaches. */
function ChannelChoice(props: {
  readonly channels: readonly Channel[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}): ReactNode {
  const { channels, chosen, onChange } = props;
  const { t } = useT();
  const gone = chosen.filter((id) => !channels.some((channel) => channel.id === id));
  return (
    <fieldset className="message-channels">
      <legend>{t('messages:form.channels')}</legend>
      {channels.length === 0 && <p>{t('messages:form.noChannels')}</p>}
      {channels.map(({ id, name, audience, kind }) => (
        <label key={id}>
          <input
            type="checkbox"
            checked={chosen.includes(id)}
            onChange={(event) =>
              onChange(event.target.checked ? [...chosen, id] : chosen.filter((one) => one !== id))
            }
          />
          <strong>{name}</strong>
          <span className="quiet">
            {t(`messages:channel.${kind}`)} · {audience}
          </span>
        </label>
      ))}
      {gone.map((id) => (
        <label key={id}>
          <input type="checkbox" checked onChange={() => onChange(chosen.filter((one) => one !== id))} />
          <strong>{id}</strong>
          <span className="message-warn">{t('messages:form.channelGone')}</span>
        </label>
      ))}
    </fieldset>
  );
}
