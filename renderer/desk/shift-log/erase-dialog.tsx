import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react';
import type { LogEntry } from '../../../shared/model/shift-log';
import { formatSince } from '../../../shared/time/format';
import type { Speech } from '../../i18n/react';
import { useT } from '../../i18n/react';
import { KeyCap } from '../../parts/key-cap';
import { useLinkView } from '../../stores/board-react';
import { saidWords } from '../events/watch-words';
import { FormDialog, type Made } from '../incidents/forms/form-dialog';

/** Something of an entry that can be erased: the text, a correction, or a file. */
interface Part {
  readonly part: string;
  readonly name: string;
}

/** What of an entry is still there to be erased, in the order in which it was written. */
export function erasable(entry: LogEntry, now: number, speech: Pick<Speech, 't'>): readonly Part[] {
  const { t } = speech;
  return [
    ...(entry.body.said === null
      ? []
      : [{ part: 'text', name: t('shift-log:erase.text', { text: saidWords(entry.body, speech) }) }]),
    ...entry.corrections
      .filter(({ body }) => body.said !== null)
      .map(({ id, body, at }) => ({
        part: id,
        name: t('shift-log:erase.correction', { time: formatSince(at, now), text: saidWords(body, speech) }),
      })),
    ...entry.attachments
      .filter(({ erased }) => !erased)
      .map(({ hash, name }) => ({ part: hash, name: t('shift-log:erase.file', { name }) })),
  ];
}

/** Erases what should not have been written, for good and everywhere: which part, and why. Its hash stays. */
export function EraseDialog(props: { readonly entry: LogEntry; readonly onClose: () => void }): ReactNode {
  const { entry, onClose } = props;
  const speech = useT();
  const { t } = speech;
  const { hubNow } = useLinkView(60_000);
  const make = useRef<() => Made>(() => []);
  const parts = erasable(entry, hubNow, speech);
  const [chosen, setChosen] = useState<readonly string[]>(() =>
    parts.length === 1 ? [parts[0]?.part ?? ''] : [],
  );
  const [why, setWhy] = useState('');
  const reason = useId();
  const list = useId();
  const flip = (part: string): void =>
    setChosen((old) => (old.includes(part) ? old.filter((one) => one !== part) : [...old, part]));
  const hear = (event: KeyboardEvent<HTMLFieldSetElement>): void => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const part = /^[1-9]$/.test(event.key) ? parts[Number(event.key) - 1] : undefined;
    if (part === undefined && event.key !== '0') return;
    event.preventDefault();
    if (part !== undefined) flip(part.part);
    else setChosen(parts.map((one) => one.part));
  };
  make.current = () => {
    if (chosen.length === 0) return t('shift-log:erase.needPart');
    if (why.trim().length < 3) return t('shift-log:erase.needWhy');
    return parts
      .filter(({ part }) => chosen.includes(part))
      .map(({ part }) => ({
        kind: 'log.erase' as const,
        subject: `entry/${entry.id}`,
        payload: { part, why: why.trim() },
      }));
  };
  return (
    <FormDialog
      title={t('shift-log:erase.title', { number: entry.number })}
      kind="log.erase"
      label={t('shift-log:erase.give')}
      make={make}
      onClose={onClose}
    >
      <p>{t('shift-log:erase.help')}</p>
      <fieldset className="erase-parts" onKeyDown={hear}>
        <legend>{t('shift-log:erase.what')}</legend>
        {parts.map(({ part, name }, index) => (
          <label key={part}>
            <input
              type="checkbox"
              checked={chosen.includes(part)}
              data-first={index === 0 ? '' : undefined}
              onChange={() => flip(part)}
            />
            {index < 9 && <KeyCap cap={String(index + 1)} />}
            <span>{name}</span>
          </label>
        ))}
        {parts.length > 1 && (
          <button
            type="button"
            className="quiet-button"
            onClick={() => setChosen(parts.map(({ part }) => part))}
          >
            <KeyCap cap="0" /> {t('shift-log:erase.all')}
          </button>
        )}
      </fieldset>
      <div className="act-field">
        <label htmlFor={reason}>{t('shift-log:erase.why')}</label>
        <input
          id={reason}
          className="text-field"
          list={list}
          maxLength={300}
          autoComplete="off"
          value={why}
          onChange={(event) => setWhy(event.target.value)}
        />
        <datalist id={list}>
          {(['patient', 'person', 'mistake'] as const).map((one) => (
            <option key={one} value={t(`shift-log:erase.reason.${one}`)} />
          ))}
        </datalist>
        <span className="quiet">{t('shift-log:erase.whyHelp')}</span>
      </div>
    </FormDialog>
  );
}
