import { type ReactNode, type RefObject, useState } from 'react';
import { hashOfWords } from '../../../shared/rules/handover/compose';
import { useHubSeconds } from '../../desk/incidents/use-incidents';
import { KeyCap } from '../../parts/key-cap';
import { READ_BACK_TARGET } from '../document/text-target';
import { useHandoverWindow } from '../model/handover-context';
import { useGive } from '../model/use-give';
import { clockOf, useWords } from '../model/use-words';
import { LineEditor } from '../note/line-editor';

/** The row that the read-back is written in. */
export const READ_BACK_ROW = 'read-back';

/** The receiver's synthesis (I-PASS): the incoming watch says it all in their own words, and it is written as they said it. */
export function ReadBackPanel({ place }: { readonly place: RefObject<HTMLButtonElement | null> }): ReactNode {
  const { handover, document, shared, editing, edit, asWriter, writer } = useHandoverWindow();
  const { t, person } = useWords();
  const give = useGive();
  const now = useHubSeconds();
  const [before, setBefore] = useState<string | null>(null);
  const words = document.document.readBack.trim();
  const { readBack, state } = handover;
  const open = state === 'preparing' || state === 'exchanging';
  const stands = readBack !== null && readBack.hash === hashOfWords(words);
  const done = (next: boolean): void => {
    edit(null);
    const said = shared.getState().document.readBack.trim();
    if (open && said !== '' && (said !== before || !stands)) {
      void give({
        kind: 'handover.read-back',
        subject: `handover/${handover.id}`,
        payload: { hash: hashOfWords(said) },
      });
    }
    if (next) window.setTimeout(() => place.current?.focus());
  };
  const begin = (): void => {
    if (!open || asWriter() === null) return;
    setBefore(words);
    edit({ row: READ_BACK_ROW, target: READ_BACK_TARGET });
  };
  const writes = document.present.find(({ line, writing }) => line === READ_BACK_TARGET.line && writing);
  return (
    <section className="panel" aria-label={t('handover:readBack.title')}>
      <div className="panel-title">
        <h3>{t('handover:readBack.title')}</h3>
        <span className="panel-fact">
          {writes !== undefined
            ? t('handover:present.writes', { name: person(writes.person) })
            : readBack === null
              ? t('handover:readBack.notYet')
              : stands
                ? t('handover:readBack.by', { name: person(readBack.by), time: clockOf(readBack.at, now) })
                : t('handover:readBack.changed')}
        </span>
      </div>
      {editing?.row === READ_BACK_ROW && writer !== null ? (
        <LineEditor
          shared={shared}
          target={READ_BACK_TARGET}
          writer={writer}
          label={t('handover:readBack.title')}
          placeholder={t('handover:readBack.help')}
          onDone={done}
        />
      ) : words === '' ? (
        <p className="quiet read-back-words">{t('handover:readBack.help')}</p>
      ) : (
        <p className="read-back-words">{t('handover:end.words', { words })}</p>
      )}
      {open && editing?.row !== READ_BACK_ROW && (
        <p className="act-row">
          <button ref={place} type="button" className="key-button" onClick={begin} data-read-back="">
            <KeyCap cap="r" />
            <span className="key-button-label">
              {t(words === '' ? 'handover:readBack.write' : 'handover:readBack.edit')}
            </span>
          </button>
          {words !== '' && !stands && (
            <button type="button" className="quiet-button" onClick={() => done(false)}>
              {t('handover:readBack.confirm')}
            </button>
          )}
        </p>
      )}
    </section>
  );
}
