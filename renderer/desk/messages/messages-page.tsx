import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useT } from '../../i18n/react';
import { KeyButton } from '../../parts/key-cap';
import { Notice } from '../../parts/notice';
import { useBoard, useBoardStore, useLinkView } from '../../stores/board-react';
import { useDeskStore } from '../desk-context';
import { useKeys } from '../keys/use-keys';
import { draftOf } from './draft';
import { messageDraftsOf, putMessageDraft } from './draft-store';
import { MessageDetail } from './message-detail';
import { MessageForm } from './message-form';
import { type MessageLine, messageSections, nextOwed, seriesOf } from './message-lines';
import { MessageList, messageDomId } from './message-list';
import { NotificationDetail } from './notification-detail';
import { useDrafts } from './use-drafts';
import { useMessageActs } from './use-message-acts';
import { newDraft, useWriteMessage } from './write-message';

/**
 * Messages out of the room (*driftsmelding*) and notifications to people on call: what is owed first. `message`: the one that
 * is written or read; null: the list.
 */
export function MessagesPage({ message: asked }: { readonly message: string | null }): ReactNode {
  const { t } = useT();
  const desk = useDeskStore();
  const store = useBoardStore();
  const acts = useMessageActs();
  const write = useWriteMessage();
  const live = useLinkView(1_000).phase === 'live';
  const drafts = useDrafts();
  const incidents = useBoard((state) => state.incidents);
  const version = useBoard((state) => state.incidentsVersion);
  const [focused, setFocused] = useState<string | null>(asked);
  const list = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the map changes in place; its version says when
  const sections = useMemo(() => messageSections(incidents, drafts), [incidents, version, drafts]);
  const lines = useMemo(() => sections.flatMap((section) => section.lines), [sections]);
  const key = asked ?? focused;
  const current = lines.find((line) => line.key === key) ?? (asked === null ? lines[0] : undefined);
  const active = current === undefined ? -1 : lines.indexOf(current);
  const known = (id: string) => {
    const entity = incidents.get(`message:${id}`);
    return entity?.kind === 'message' ? entity.value : undefined;
  };
  const message = asked === null ? undefined : known(asked);
  // A draft is written where it was asked for; a message that went out is read wherever it is in focus.
  const draft =
    asked === null
      ? undefined
      : (drafts[asked] ?? (message?.state === 'draft' ? draftOf(message) : undefined));
  const writing = draft !== undefined;
  useEffect(() => {
    if (!writing) list.current?.focus({ preventScroll: true });
  }, [writing]);

  const toList = (): void => {
    if (asked !== null) setFocused(asked);
    if (!desk.back()) desk.replace({ view: 'messages', message: null });
  };
  const step = (by: number): boolean => {
    if (writing) return false;
    const line = lines[Math.max(0, Math.min(lines.length - 1, active + by))];
    if (line === undefined) return true;
    setFocused(line.key);
    if (asked !== null) desk.replace({ view: 'messages', message: null });
    document.getElementById(messageDomId(line))?.scrollIntoView?.({ block: 'nearest' });
    return true;
  };
  const openLine = (line: MessageLine | undefined): void => {
    if (line === undefined || line.kind === 'notification') return;
    const id = line.kind === 'draft' ? line.draft.id : line.message.id;
    setFocused(id);
    desk.open({ view: 'messages', message: id });
  };
  const begin = (): void => write({ node: null, incident: null });
  const next = (): boolean => {
    if (current?.kind !== 'message') return false;
    const { series, node, incident } = current.message;
    const parts = seriesOf(incidents, series);
    if (parts.some(({ kind, state }) => kind === 'closing' && state === 'approved')) return false;
    const begun = [...Object.values(drafts), ...parts.filter(({ state }) => state === 'draft')].find(
      (one) => one.series === series,
    );
    const made = begun ?? newDraft(store, { node, incident }, 'update', series);
    if (begun === undefined) putMessageDraft(messageDraftsOf(desk), made as ReturnType<typeof newDraft>);
    desk.open({ view: 'messages', message: made.id });
    return true;
  };
  useKeys({
    up: () => step(-1),
    down: () => step(1),
    first: () => step(-lines.length),
    last: () => step(lines.length),
    open: () => {
      if (writing) return false;
      openLine(current);
      return true;
    },
    new: () => {
      if (writing) return false;
      begin();
      return true;
    },
    message: next,
    remove: () => {
      if (writing || current === undefined || current.kind === 'notification') return false;
      if (current.kind === 'message' && current.message.state !== 'draft') return false;
      void acts.discard(current.key);
      return true;
    },
  });
  const late = lines.filter(
    (line) =>
      line.kind === 'message' &&
      nextOwed(seriesOf(incidents, line.message.series), store.linkView().hubNow)?.late,
  ).length;
  return (
    <div className="callers">
      <section className="callers-side" aria-label={t('messages:title')}>
        <div className="callers-head">
          <div className="act-row">
            <KeyButton cap="n" label={t('messages:new')} onPress={begin} />
            {!live && <p className="mw-offline">{t('messages:offline')}</p>}
          </div>
          <p className="quiet">{late > 0 ? t('messages:lateCount', { count: late }) : t('messages:help')}</p>
        </div>
        <MessageList
          ref={list}
          sections={sections}
          incidents={incidents}
          current={current}
          onChoose={(line) => {
            setFocused(line.key);
            if (line.kind === 'notification' || line.key !== asked) {
              if (asked !== null) desk.replace({ view: 'messages', message: null });
            }
          }}
          onOpen={openLine}
        />
      </section>
      <aside className="callers-tell" aria-label={t('messages:detail.label')}>
        {draft !== undefined ? (
          <MessageForm key={draft.id} draft={draft} message={message} onClose={toList} />
        ) : current === undefined ? (
          <Notice
            whole
            title={t(asked === null ? 'messages:empty' : 'messages:gone')}
            text={t(asked === null ? 'messages:emptyText' : 'messages:goneText')}
          />
        ) : current.kind === 'notification' ? (
          <NotificationDetail key={current.key} notification={current.notification} />
        ) : current.kind === 'message' && current.message.state !== 'draft' ? (
          <MessageDetail
            key={current.key}
            message={current.message}
            incidents={incidents}
            onNext={isOver(current) ? null : () => void next()}
          />
        ) : (
          <Notice
            title={
              current.kind === 'draft'
                ? current.draft.subject || t('messages:untitled')
                : current.message.subject
            }
            text={current.kind === 'draft' ? current.draft.body : current.message.body}
          >
            <KeyButton cap="Enter" label={t('messages:openDraft')} onPress={() => openLine(current)} />
            <KeyButton
              cap="Del"
              label={t('messages:form.discard')}
              onPress={() => void acts.discard(current.key)}
            />
          </Notice>
        )}
      </aside>
    </div>
  );

  function isOver(line: MessageLine): boolean {
    if (line.kind !== 'message' || line.message.state !== 'approved') return true;
    return seriesOf(incidents, line.message.series).some(
      ({ kind, state }) => kind === 'closing' && state === 'approved',
    );
  }
}
