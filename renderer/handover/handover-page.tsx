import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import type { HandoverSection } from '../../shared/model/handover';
import { newId } from '../desk/incidents/made-id';
import { useT } from '../i18n/react';
import { ScrollRegion } from '../parts/scroll-region';
import { PeopleDialog } from './dialogs/people-dialog';
import { CarryDialog, KeysDialog, SeverityDialog, StrikeDialog, UnsignDialog } from './dialogs/small-dialogs';
import { SourceDialog } from './dialogs/source-dialog';
import { noteSteps, restore } from './document/line-acts';
import { newLineTarget, SUMMARY_TARGET } from './document/text-target';
import { useWindowKeys } from './keys/window-keys';
import { useHandoverWindow } from './model/handover-context';
import { useGive } from './model/use-give';
import { HistoryDialog, HistoryStrip } from './note/history-strip';
import { NoteHead } from './note/note-head';
import { noteSections, rowKeys, SUMMARY_ROW } from './note/note-model';
import { NotePanel } from './note/note-panel';
import { usePaper } from './paper/use-paper';
import { AmendmentsPanel } from './steps/amendments-panel';
import { type Agreed, agreedTransfers, CarriesPanel } from './steps/carries-panel';
import { FiguresPanel } from './steps/figures-panel';
import { ItemsPanel } from './steps/items-panel';
import { ReadBackPanel } from './steps/read-back-panel';
import { SignDialog } from './steps/sign-dialog';
import { nextSignature } from './steps/sign-model';
import { SignActs, SignaturesPanel } from './steps/signatures-panel';
import { StepsBar } from './steps/steps-bar';

/** One handover: the note on the left, which is read aloud; on the right how far it has come, and what to do next. */
export function HandoverPage(): ReactNode {
  const { t } = useT();
  const { handover, document, signed, shared, editing, edit, over, show, asWriter } = useHandoverWindow();
  const give = useGive();
  const paper = usePaper();
  const [at, setAt] = useState<string>(SUMMARY_ROW);
  const [agreed, setAgreed] = useState<Agreed>(new Map());
  const note = useRef<HTMLDivElement>(null);
  const items = useRef<HTMLDivElement>(null);
  const readBack = useRef<HTMLButtonElement>(null);
  const sections = useMemo(
    () => noteSections(document.document, handover, signed),
    [document.document, handover, signed],
  );
  const keys = useMemo(() => rowKeys(sections), [sections]);
  const rows = useMemo(
    () => new Map(sections.flatMap((one) => one.rows).map((row) => [row.key, row])),
    [sections],
  );
  const focused = keys.includes(at) ? at : (keys[0] ?? SUMMARY_ROW);
  const open = handover.state === 'preparing' || handover.state === 'exchanging';
  const transfers = open ? agreedTransfers(handover.transfers, agreed) : handover.transfers;

  const focusRow = (key: string | undefined): void => {
    if (key === undefined) return;
    setAt(key);
    // After the row that is to have it has been drawn.
    window.requestAnimationFrame(() => {
      const found = [...(note.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])].find(
        (element) => element.dataset.row === key,
      );
      found?.focus();
    });
  };
  const move = (by: number): void =>
    focusRow(keys[Math.min(Math.max(keys.indexOf(focused) + by, 0), keys.length - 1)]);
  const focus = (key: string): void => {
    setAt(key);
    const line = rows.get(key)?.target?.line ?? key;
    if (editing === null) shared.at(line, false);
  };
  const begin = (key: string): void => {
    const target = key === SUMMARY_ROW ? SUMMARY_TARGET : rows.get(key)?.target;
    if (!target || asWriter() === null) return;
    setAt(key);
    edit({ row: key, target });
  };
  const add = (section: HandoverSection): void => {
    if (asWriter() === null) return;
    const target = newLineTarget(newId(), section);
    edit({ row: target.line, target });
  };
  const done = (next: boolean): void => {
    const left = editing;
    edit(null);
    // A line that was added stays in focus: the next one comes beneath it. Nothing was written: back to where one was.
    if (left?.target.what === 'added') focusRow(keys.includes(left.row) ? left.row : focused);
    else focusRow(next && left ? (keys[keys.indexOf(left.row) + 1] ?? left.row) : left?.row);
  };
  const step = (run: () => void): void => {
    const writer = asWriter();
    if (writer === null) return;
    const before = shared.getState().document;
    run();
    noteSteps(shared, before, shared.getState().document, writer);
  };
  const sign = (exception: boolean): unknown => {
    if (nextSignature(handover) === null) return false;
    edit(null);
    return show({ kind: 'sign', exception });
  };
  const sectionOf = (key: string): HandoverSection =>
    rows.get(key)?.section ?? sections.find(({ section }) => key === `empty/${section}`)?.section ?? 'now';
  useWindowKeys({
    up: () => move(-1),
    down: () => move(1),
    edit: () => begin(focused),
    source: () => (rows.has(focused) ? show({ kind: 'source', key: focused }) : false),
    add: () => add(sectionOf(focused)),
    strike: () => {
      const row = rows.get(focused);
      const writer = row && asWriter();
      if (!row || !writer) return;
      if (row.line.struck === null) show({ kind: 'strike', key: focused });
      else restore(shared, { key: row.line.key, section: row.section, words: row.line.text }, writer);
    },
    carry: () => show({ kind: 'carry', key: rows.has(focused) ? focused : null }),
    severity: () => (signed === null ? show({ kind: 'severity' }) : false),
    summary: () => begin(SUMMARY_ROW),
    undo: () => step(() => shared.undo()),
    redo: () => step(() => shared.redo()),
    history: () => show({ kind: 'history' }),
    begin: () => {
      if (!open || handover.exchangedAt !== null) return;
      void give({ kind: 'handover.exchange', subject: `handover/${handover.id}`, payload: null });
    },
    items: () => items.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus(),
    readBack: () => readBack.current?.click(),
    sign: () => sign(false),
    exception: () => sign(true),
    unsign: () => (handover.state === 'signed' ? show({ kind: 'unsign' }) : false),
    people: () => (open ? show({ kind: 'people' }) : false),
    pdf: () => void paper.save('pdf'),
    markdown: () => void paper.save('md'),
    help: () => show({ kind: 'keys' }),
  });
  // Where the eye begins the keys begin; nothing is taken from whoever is somewhere already.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page is there
  useEffect(() => {
    if (window.document.activeElement === window.document.body) focusRow(focused);
  }, []);
  const row = over !== null && 'key' in over && over.key !== null ? rows.get(over.key) : undefined;
  const close = (): void => {
    show(null);
    focusRow(focused);
  };
  return (
    <main className="handover" data-state={handover.state}>
      <div ref={note} className="handover-left">
        <NoteHead />
        <NotePanel
          sections={sections}
          focused={focused}
          onFocus={focus}
          onEdit={begin}
          onAdd={add}
          onDone={done}
        />
        <HistoryStrip
          fate={paper.fate}
          onUndo={() => step(() => shared.undo())}
          onSave={(format) => void paper.save(format)}
        />
      </div>
      <div className="handover-right">
        <StepsBar />
        <ScrollRegion className="handover-panels" aria-label={t('handover:panels')}>
          <AmendmentsPanel />
          <ItemsPanel list={items} />
          <ReadBackPanel place={readBack} />
          <SignaturesPanel />
          <CarriesPanel
            transfers={transfers}
            onAgree={(key, to) => setAgreed((before) => new Map(before).set(key, to))}
          />
          <FiguresPanel />
        </ScrollRegion>
        <SignActs />
      </div>
      {over?.kind === 'sign' && (
        <SignDialog exception={over.exception} transfers={transfers} onClose={close} />
      )}
      {over?.kind === 'severity' && <SeverityDialog onClose={close} />}
      {over?.kind === 'people' && <PeopleDialog onClose={close} />}
      {over?.kind === 'unsign' && <UnsignDialog onClose={close} />}
      {over?.kind === 'keys' && <KeysDialog onClose={close} />}
      {over?.kind === 'history' && <HistoryDialog onClose={close} />}
      {over?.kind === 'carry' && <CarryDialog row={row ?? null} onClose={close} />}
      {over?.kind === 'strike' && row && <StrikeDialog row={row} onClose={close} />}
      {over?.kind === 'source' && row && <SourceDialog row={row} onClose={close} />}
      <p className="visually-hidden" role="status">
        {t(`handover:state.${handover.state}`)}
      </p>
    </main>
  );
}
