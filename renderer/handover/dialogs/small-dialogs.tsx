import { type FormEvent, type ReactNode, useId, useState } from 'react';
import {
  HANDOVER_SECTIONS,
  type HandoverSection,
  type HandoverSeverity,
} from '../../../shared/model/handover';
import { drawnSeverity } from '../../../shared/rules/handover/compose';
import { newId } from '../../desk/incidents/made-id';
import { useKeys } from '../../desk/keys/use-keys';
import { useEverybody } from '../../desk/people/use-people';
import { Dialog } from '../../parts/dialog';
import { useFirstFocus } from '../../parts/first-focus';
import { KeyButton, KeyCap } from '../../parts/key-cap';
import { say, strike } from '../document/line-acts';
import { WINDOW_KEYS } from '../keys/window-keys';
import { useHandoverWindow } from '../model/handover-context';
import { useGive } from '../model/use-give';
import { useWords } from '../model/use-words';
import type { NoteRow } from '../note/note-model';

/** Shorter than this says nothing. */
const REASON_LEAST = 3;
/** Most characters of something that is carried on. */
const FOLLOW_UP_MOST = 1_000;

/** Takes a line out, with its reason; it stays readable. */
export function StrikeDialog({
  row,
  onClose,
}: {
  readonly row: NoteRow;
  readonly onClose: () => void;
}): ReactNode {
  const { shared, asWriter } = useHandoverWindow();
  const { t } = useWords();
  const [reason, setReason] = useState('');
  const [fault, setFault] = useState(false);
  const first = useFirstFocus<HTMLInputElement>();
  useKeys({ back: onClose }, { modal: true });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (reason.trim().length < REASON_LEAST) {
      setFault(true);
      return;
    }
    const writer = asWriter();
    if (writer === null) return;
    strike(shared, { key: row.line.key, section: row.section, words: row.line.text }, reason.trim(), writer);
    onClose();
  };
  return (
    <Dialog title={t('handover:strike.title')} closeLabel={t('common:close')} onClose={onClose}>
      <form className="act-form" onSubmit={submit}>
        <p>{row.line.text}</p>
        <label className="act-field">
          <span>{t('handover:strike.reason')}</span>
          <input
            ref={first}
            className="text-field"
            maxLength={300}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </label>
        <p className="form-fault" role="alert">
          {fault ? t('handover:strike.needsReason') : ''}
        </p>
        <Submit label={t('handover:strike.give')} onClose={onClose} />
      </form>
    </Dialog>
  );
}

/** Carries something on from watch to watch until somebody closes it. */
export function CarryDialog({
  row,
  onClose,
}: {
  readonly row: NoteRow | null;
  readonly onClose: () => void;
}): ReactNode {
  const { handover } = useHandoverWindow();
  const { t } = useWords();
  const give = useGive();
  const { persons } = useEverybody();
  const [text, setText] = useState(row?.line.text.slice(0, FOLLOW_UP_MOST) ?? '');
  const [section, setSection] = useState<HandoverSection>(row?.section ?? 'watch');
  const [owner, setOwner] = useState(handover.incoming[0]?.person ?? '');
  const [due, setDue] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const first = useFirstFocus<HTMLTextAreaElement>();
  const ids = useId();
  const submit = async (event?: FormEvent): Promise<void> => {
    event?.preventDefault();
    if (text.trim() === '') return setFault(t('handover:carry.empty'));
    const answer = await give({
      kind: 'follow-up.set',
      subject: `follow-up/${newId()}`,
      payload: {
        section,
        text: text.trim(),
        node: row?.drawn?.node ?? null,
        owner: owner === '' ? null : owner,
        dueAt: due === '' ? null : new Date(due).getTime(),
      },
    });
    if (answer.ok) onClose();
    else setFault(answer.error.message);
  };
  useKeys({ back: onClose, save: () => void submit() }, { modal: true });
  return (
    <Dialog title={t('handover:carry.title')} closeLabel={t('common:close')} onClose={onClose}>
      <form className="act-form" onSubmit={(event) => void submit(event)}>
        <p className="quiet">{t('handover:carry.help')}</p>
        <label className="act-field">
          <span>{t('handover:carry.text')}</span>
          <textarea
            ref={first}
            className="text-field"
            rows={2}
            maxLength={FOLLOW_UP_MOST}
            value={text}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
              event.preventDefault();
              void submit();
            }}
          />
        </label>
        <div className="act-line">
          <div className="act-field">
            <label htmlFor={`${ids}-section`}>{t('handover:carry.section')}</label>
            <select
              id={`${ids}-section`}
              className="text-field"
              value={section}
              onChange={(event) => setSection(sectionOf(event.target.value))}
            >
              {HANDOVER_SECTIONS.map((one) => (
                <option key={one} value={one}>
                  {t(`handover:section.${one}`)}
                </option>
              ))}
            </select>
          </div>
          <div className="act-field">
            <label htmlFor={`${ids}-owner`}>{t('handover:carry.owner')}</label>
            <select
              id={`${ids}-owner`}
              className="text-field"
              value={owner}
              onChange={(event) => setOwner(event.target.value)}
            >
              <option value="">{t('handover:items.nobody')}</option>
              {persons
                .filter(({ active, machine }) => active && !machine)
                .map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
            </select>
          </div>
          <div className="act-field">
            <label htmlFor={`${ids}-due`}>{t('handover:carry.due')}</label>
            <input
              id={`${ids}-due`}
              className="text-field"
              type="datetime-local"
              value={due}
              onChange={(event) => setDue(event.target.value)}
            />
          </div>
        </div>
        <p className="form-fault" role="alert">
          {fault ?? ''}
        </p>
        <Submit label={t('handover:carry.give')} onClose={onClose} />
      </form>
    </Dialog>
  );
}

function sectionOf(value: string): HandoverSection {
  return HANDOVER_SECTIONS.find((one) => one === value) ?? 'watch';
}

const SEVERITIES = ['green', 'yellow', 'red'] as const satisfies readonly HandoverSeverity[];

/** A person's word on how bad it is, over what is drawn from facts. */
export function SeverityDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { shared, document, asWriter } = useHandoverWindow();
  const { t } = useWords();
  const first = useFirstFocus<HTMLButtonElement>();
  useKeys({ back: onClose }, { modal: true });
  const drawn = drawnSeverity(document.document);
  const said = document.document.severity?.value ?? null;
  const choose = (value: HandoverSeverity | null): void => {
    const writer = asWriter();
    if (writer === null) return;
    if (value !== said) say(shared, value, said ?? drawn?.value ?? null, writer);
    onClose();
  };
  return (
    <Dialog title={t('handover:severity.choose')} closeLabel={t('common:close')} onClose={onClose}>
      <div
        className="severity-choices"
        role="toolbar"
        aria-label={t('handover:severity.choose')}
        onKeyDown={(event) => {
          const at = ['1', '2', '3', '0'].indexOf(event.key);
          if (at < 0) return;
          event.preventDefault();
          choose(SEVERITIES[at] ?? null);
        }}
      >
        {SEVERITIES.map((value, index) => (
          <button
            key={value}
            ref={index === 0 ? first : undefined}
            type="button"
            className="key-button"
            aria-pressed={said === value}
            onClick={() => choose(value)}
          >
            <KeyCap cap={String(index + 1)} />
            <span className="key-button-label">
              <strong>{t(`handover:severity.${value}`)}</strong> {t(`handover:severity.means.${value}`)}
            </span>
          </button>
        ))}
        <button
          type="button"
          className="key-button"
          aria-pressed={said === null}
          onClick={() => choose(null)}
        >
          <KeyCap cap="0" />
          <span className="key-button-label">
            {drawn === null
              ? t('handover:severity.asDrawn')
              : t('handover:severity.asDrawnWhy', { why: drawn.why })}
          </span>
        </button>
      </div>
    </Dialog>
  );
}

/** The outgoing watch takes its signature back, before anybody has accepted: the text is open again. */
export function UnsignDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { handover } = useHandoverWindow();
  const { t } = useWords();
  const give = useGive();
  const [reason, setReason] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const first = useFirstFocus<HTMLInputElement>();
  useKeys({ back: onClose }, { modal: true });
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (reason.trim().length < REASON_LEAST) return setFault(t('handover:strike.needsReason'));
    const answer = await give({
      kind: 'handover.unsign',
      subject: `handover/${handover.id}`,
      payload: { reason: reason.trim() },
    });
    if (answer.ok) onClose();
    else setFault(answer.error.message);
  };
  return (
    <Dialog title={t('handover:unsign.title')} closeLabel={t('common:close')} onClose={onClose}>
      <form className="act-form" onSubmit={(event) => void submit(event)}>
        <p>{t('handover:unsign.help')}</p>
        <label className="act-field">
          <span>{t('handover:sign.reason')}</span>
          <input
            ref={first}
            className="text-field"
            maxLength={300}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </label>
        <p className="form-fault" role="alert">
          {fault ?? ''}
        </p>
        <Submit label={t('handover:sign.unsign')} onClose={onClose} />
      </form>
    </Dialog>
  );
}

/** Every key of the window. */
export function KeysDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t } = useWords();
  useKeys({ back: onClose }, { modal: true });
  return (
    <Dialog title={t('handover:keys.title')} closeLabel={t('common:close')} onClose={onClose}>
      <ul className="window-keys">
        {WINDOW_KEYS.map(({ cap, label }) => (
          <li key={cap}>
            <KeyCap cap={cap} /> {t(label)}
          </li>
        ))}
        <li>
          <KeyCap cap="Space" /> {t('handover:keys.tick')}
        </li>
        <li>
          <KeyCap cap="F6" /> {t('handover:keys.person')}
        </li>
        <li>
          <KeyCap cap="F9" /> {t('handover:keys.silence')}
        </li>
      </ul>
    </Dialog>
  );
}

function Submit({ label, onClose }: { readonly label: string; readonly onClose: () => void }): ReactNode {
  const { t } = useWords();
  return (
    <div className="act-row">
      <button type="submit" className="key-button">
        <KeyCap cap="Enter" />
        <span className="key-button-label">{label}</span>
      </button>
      <KeyButton cap="Esc" label={t('handover:cancel')} onPress={onClose} />
    </div>
  );
}
