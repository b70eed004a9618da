import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { PANEL_KINDS, type PanelKind } from '../../../shared/model/panels';
import type { Arrangement, GridRect } from '../../../shared/model/wall';
import { viewingDistanceM } from '../../../shared/rules/wall/read-wall';
import { useT } from '../../i18n/react';
import { KeyButton } from '../../parts/key-cap';
import { Notice } from '../../parts/notice';
import { ScrollRegion } from '../../parts/scroll-region';
import { useBoard, useLinkView } from '../../stores/board-react';
import { useActs, useDeskStore } from '../desk-context';
import { panelName } from '../events/wall-words';
import { useKeys } from '../keys/use-keys';
import { ConflictPanel } from './conflict-panel';
import { EditorHead, NAME_FIELD } from './editor-head';
import { FaultList } from './fault-list';
import { type DraftFault, draftFaults } from './fault-words';
import { FormTabs } from './form-tabs';
import { KIND_FIELD, PanelForm } from './panel-form';
import {
  type FormSize,
  formName,
  isForm,
  withArrangement,
  withForm,
  withKind,
  withNewPanel,
  withoutForm,
  withPanel,
  withSetting,
} from './scene-edits';
import { SceneStage } from './scene-stage';
import { settingId } from './setting-input';
import { displaysFor, formOfWall } from './stage-geometry';
import { type SceneEditing, useSceneEdit } from './use-scene-edit';
import { useSceneView } from './use-scenes';

/** One scene in the editor; or that there is none by that id. */
export function SceneEditor(props: {
  readonly scene: string;
  /** What was saved last, in words; empty: nothing. */
  readonly saved: string;
  readonly onSaveAsNew: (editing: SceneEditing) => void;
}): ReactNode {
  const { t } = useT();
  const desk = useDeskStore();
  const editing = useSceneEdit(props.scene);
  if (editing !== null) return <Editor key={props.scene} {...props} editing={editing} />;
  return (
    <Notice whole title={t('scene-editor:editor.gone')} text={t('scene-editor:editor.goneText')}>
      <button
        type="button"
        className="quiet-button"
        onClick={() => desk.open({ view: 'scenes', scene: null })}
      >
        {t('scene-editor:editor.toList')}
      </button>
    </Notice>
  );
}

/** To a panel's box on the stage. */
function focusBox(panel: string): void {
  document.querySelector<HTMLElement>(`.scene-box[data-panel="${panel}"]`)?.focus({ preventScroll: true });
}

function Editor(props: {
  readonly editing: SceneEditing;
  readonly saved: string;
  readonly onSaveAsNew: (editing: SceneEditing) => void;
}): ReactNode {
  const { editing, saved, onSaveAsNew } = props;
  const { id, draft, edit, sent } = editing;
  const { t } = useT();
  const desk = useDeskStore();
  const acts = useActs();
  const live = useLinkView().phase === 'live';
  const own = useBoard((state) => state.place.displays);
  const view = useSceneView();
  const nearby = useBoard((state) => state.settings.viewingDistanceM);
  const distanceM = viewingDistanceM(view.catalogue, nearby);
  const wall = useMemo(() => formOfWall(own), [own]);
  const [wanted, setWanted] = useState<FormSize | null>(null);
  const [selected, setSelected] = useState<string | null>(null);
  const [adding, setAdding] = useState<PanelKind>('causes');
  const [problem, setProblem] = useState<string | null>(null);
  const [said, setSaid] = useState('');

  const arrangement = arrangementIn(draft.arrangements, wanted, wall);
  const at = arrangement === null ? -1 : draft.arrangements.indexOf(arrangement);
  const cols = arrangement?.cols ?? 1;
  const rows = arrangement?.rows ?? 1;
  // The form alone decides, not what stands in it.
  const displays = useMemo(() => displaysFor({ cols, rows }, own), [cols, rows, own]);
  const faults = useMemo(() => draftFaults(id, draft, view, t), [id, draft, view, t]);
  const byPanel = useMemo(() => faultsByPanel(faults, at), [faults, at]);
  const faulty = useMemo(() => {
    const names = new Set<string>();
    for (const { place, severity } of faults) {
      const one = place.kind === 'name' ? undefined : draft.arrangements[place.arrangement];
      if (one !== undefined && severity === 'error') names.add(formName(one));
    }
    return names;
  }, [faults, draft]);
  const errors = faults.filter(({ severity }) => severity === 'error').length;
  const index = arrangement?.panels.findIndex((one) => one.id === selected) ?? -1;
  const panel = arrangement?.panels[index];
  useLeaveNotice(editing);

  const inForm = (make: (now: Arrangement) => Arrangement, step?: string): void => {
    if (arrangement !== null) editing.change((now) => withArrangement(now, arrangement, make), step);
  };
  const add = (where: GridRect | null): void => {
    if (arrangement === null || sent) return;
    const made = withNewPanel(arrangement, adding, where, selected);
    if (made === null) {
      setSaid(t('scene-editor:stage.full'));
      return;
    }
    // Drawn before the next key is heard: a focus that came later would take it from where somebody has gone meanwhile.
    flushSync(() => {
      inForm(() => made.arrangement);
      setSelected(made.id);
    });
    // Its arrows, and Enter to its settings, are the next thing that somebody wants.
    focusBox(made.id);
    setSaid(t('scene-editor:stage.added', { panel: panelName(adding, t) }));
  };
  const place = (which: string, where: GridRect, step: string): void => {
    inForm((now) => withPanel(now, which, (one) => ({ ...one, at: where })), step);
    const { x, y, w, h } = where;
    setSaid(t('scene-editor:box.place', { left: x + 1, right: x + w, top: y + 1, bottom: y + h }));
  };
  const remove = (which: string): void => {
    const gone = arrangement?.panels.find((one) => one.id === which);
    if (gone === undefined || sent) return;
    inForm((now) => withPanel(now, which, () => null));
    setSelected(null);
    setSaid(t('scene-editor:stage.removed', { panel: panelName(gone.kind, t) }));
  };
  const save = async (): Promise<void> => {
    if (edit === null || !editing.changed || sent || errors > 0 || editing.conflict !== null) return;
    setProblem(null);
    const scene = { ...draft, name: draft.name.trim() };
    const payload = { scene, base: edit.base };
    const given = await acts.give({ kind: 'scene.set', subject: `scene/${id}`, payload });
    if (given.ok) editing.given(given.value.id);
    else setProblem(t('scene-editor:save.refused', { reason: given.error.message }));
  };
  const back = (): void => {
    if (!desk.back()) desk.open({ view: 'scenes', scene: null });
  };
  useKeys({
    save: () => {
      void save();
    },
    undo: editing.undo,
    redo: editing.redo,
    new: () => add(null),
    remove: () => (selected === null ? false : remove(selected)),
    back: () => {
      const { activeElement } = document;
      // The first Escape leaves the field or the box, the next one the page: what is written stays either way.
      if (
        activeElement instanceof HTMLElement &&
        activeElement.matches('input, textarea, select, .scene-box')
      )
        activeElement.blur();
      else back();
    },
  });
  const lead = (fault: DraftFault): void => {
    const { place: where } = fault;
    if (where.kind === 'name') document.getElementById(NAME_FIELD)?.focus();
    const one = where.kind === 'name' ? undefined : draft.arrangements[where.arrangement];
    if (where.kind === 'name' || one === undefined) return;
    flushSync(() => {
      setWanted(one);
      if (where.kind === 'panel') setSelected(one.panels[where.panel]?.id ?? null);
    });
    const field = where.kind === 'panel' && where.setting !== null ? settingId(where.setting) : KIND_FIELD;
    document.getElementById(field)?.focus();
  };

  return (
    <section className="scene-editor" aria-label={t('scene-editor:editor.label')}>
      <h1 className="visually-hidden">{t('scene-editor:editor.label')}</h1>
      <div className="scene-editor-main">
        <EditorHead
          editing={editing}
          nameFault={faults.find(({ place: { kind } }) => kind === 'name')?.text ?? null}
          errors={errors}
          live={live}
          saved={saved}
          onSave={() => void save()}
          onBack={back}
        />
        <ScrollRegion className="scene-editor-body" aria-label={t('scene-editor:editor.body')}>
          <ConflictPanel editing={editing} displays={displays} onSaveAsNew={() => onSaveAsNew(editing)} />
          {editing.conflict === null && edit?.refused && (
            <p className="entry-banner" role="alert">
              {t('scene-editor:save.refusedKept', { reason: edit.refused })}
            </p>
          )}
          {problem !== null && (
            <p className="entry-banner" role="alert">
              {problem}
            </p>
          )}
          {!live && !sent && (
            <p className="entry-banner" role="status">
              {t('scene-editor:save.offline')}
            </p>
          )}
          {arrangement !== null && (
            <>
              <FormTabs
                arrangements={draft.arrangements}
                present={arrangement}
                wall={wall}
                faulty={faulty}
                locked={sent}
                onChoose={(form) => {
                  setWanted(form);
                  setSelected(null);
                }}
                onAdd={(form) => {
                  editing.change((now) => withForm(now, form));
                  setWanted(form);
                  setSelected(null);
                }}
                onRemove={() => {
                  editing.change((now) => withoutForm(now, arrangement));
                  setWanted(null);
                  setSelected(null);
                }}
              />
              <SceneStage
                name={draft.name}
                arrangement={arrangement}
                displays={displays}
                distanceM={distanceM}
                selected={selected}
                locked={sent}
                faults={byPanel}
                onSelect={setSelected}
                onPlace={place}
                onDraw={add}
                onRemove={remove}
                onEnter={() => document.getElementById(KIND_FIELD)?.focus()}
              />
              <div className="scene-adding">
                <label htmlFor={ADD_FIELD}>{t('scene-editor:stage.new')}</label>
                <select
                  id={ADD_FIELD}
                  value={adding}
                  disabled={sent}
                  onChange={(event) => {
                    const kind = PANEL_KINDS.find((one) => one === event.target.value);
                    if (kind !== undefined) setAdding(kind);
                  }}
                >
                  {PANEL_KINDS.map((kind) => (
                    <option key={kind} value={kind}>
                      {panelName(kind, t)}
                    </option>
                  ))}
                </select>
                <KeyButton
                  cap="n"
                  label={t('scene-editor:stage.add')}
                  disabled={sent}
                  onPress={() => add(null)}
                />
                <p className="quiet">{t('scene-editor:stage.help')}</p>
              </div>
            </>
          )}
          <p className="visually-hidden" role="status">
            {said}
          </p>
          <FaultList faults={faults} draft={draft} onLead={lead} />
        </ScrollRegion>
      </div>
      <aside className="scene-editor-panel" aria-label={t('scene-editor:panel.label')}>
        <h2 className="panel-title">{t('scene-editor:panel.label')}</h2>
        {arrangement !== null && panel !== undefined ? (
          <PanelForm
            key={panel.id}
            arrangement={arrangement}
            panel={panel}
            locked={sent}
            faults={byPanel.get(index) ?? []}
            onKind={(kind) => {
              const made = withKind(arrangement, panel.id, kind);
              inForm(() => made.arrangement);
              setSelected(made.id);
            }}
            onPlace={(where, step) => place(panel.id, where, step)}
            onPriority={(priority) =>
              inForm(
                (now) => withPanel(now, panel.id, (one) => ({ ...one, priority })),
                `priority/${panel.id}`,
              )
            }
            onSetting={(name, value) =>
              inForm(
                (now) => withPanel(now, panel.id, (one) => withSetting(one, name, value)),
                `setting/${panel.id}/${name}`,
              )
            }
            onRemove={() => remove(panel.id)}
          />
        ) : (
          <p className="scene-none-chosen quiet">{t('scene-editor:panel.none')}</p>
        )}
      </aside>
    </section>
  );
}

const ADD_FIELD = 'scene-add-kind';

/** The form that was asked for; else the wall's; else the largest. Null: the scene has none. */
function arrangementIn(
  all: readonly Arrangement[],
  wanted: FormSize | null,
  wall: FormSize | null,
): Arrangement | null {
  const of = (form: FormSize | null): Arrangement | undefined =>
    form === null ? undefined : all.find(isForm(form));
  const bySize = [...all].sort((a, b) => b.cols * b.rows - a.cols * a.rows);
  return of(wanted) ?? of(wall) ?? bySize[0] ?? null;
}

function faultsByPanel(
  faults: readonly DraftFault[],
  arrangement: number,
): ReadonlyMap<number, readonly DraftFault[]> {
  const map = new Map<number, DraftFault[]>();
  for (const fault of faults) {
    const { place } = fault;
    if (place.kind !== 'panel' || place.arrangement !== arrangement) continue;
    map.set(place.panel, [...(map.get(place.panel) ?? []), fault]);
  }
  return map;
}

/** Whoever leaves what is not saved is told that it waits here; what says nothing new is forgotten. */
function useLeaveNotice(editing: SceneEditing): void {
  const { t } = useT();
  const desk = useDeskStore();
  const left = useRef(() => {});
  useEffect(() => {
    left.current = () => {
      if (editing.sent || editing.edit === null) return;
      if (!editing.changed) editing.discard();
      else desk.setState({ notice: t('scene-editor:save.left', { name: editing.draft.name }) });
    };
  });
  useEffect(() => () => left.current(), []);
}
