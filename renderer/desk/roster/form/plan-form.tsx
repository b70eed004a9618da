import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react';
import type { CatalogueEdit } from '../../../../shared/contract/commands';
import { dateText } from '../../../../shared/rules/watch/wall-dates';
import { useT } from '../../../i18n/react';
import { Notice } from '../../../parts/notice';
import { ScrollRegion } from '../../../parts/scroll-region';
import { useBoardStore, useLinkView } from '../../../stores/board-react';
import { useActs, useDeskStore } from '../../desk-context';
import { pageOf } from '../../desk-store';
import { useKeys } from '../../keys/use-keys';
import { ConflictBanner } from '../../onboard/conflict-banner';
import { EntryProvider, fieldId } from '../../onboard/entry-context';
import { type EntryIssue, entryIssues, readEntry, withoutItem, withValue } from '../../onboard/entry-model';
import { PreviewPanel } from '../../onboard/preview-panel';
import { SaveBar } from '../../onboard/save-bar';
import { type Source, useCatalogueSource } from '../../onboard/use-catalogue-source';
import { type Editing, useDraft, useDrafts } from '../../onboard/use-draft';
import { useEditPreview } from '../../onboard/use-edit-preview';
import { YamlText } from '../../onboard/yaml-text';
import { RoleNote } from '../../people/role-note';
import { mondayAt } from '../roster-model';
import { PlanFields } from './plan-fields';
import { newPlan, PLAN_DRAFT, planSource } from './plan-text';

/** The shift plan as a form and as its YAML, over the same text; what is wrong with it stands beside, with its place. */
export function PlanForm(): ReactNode {
  const { t } = useT();
  const desk = useDeskStore();
  const source = useCatalogueSource(null);
  const answer = useMemo(() => (source.answer === null ? null : planSource(source.answer)), [source.answer]);
  const editing = useDraft(PLAN_DRAFT, answer);
  const [told, setTold] = useState('');
  const saved = useCallback(
    (draft: string) => {
      if (draft === PLAN_DRAFT) setTold(t('roster:form.saved'));
    },
    [t],
  );
  useDrafts(t('onboard:save.expired'), saved);
  const back = (): void => {
    if (!desk.back()) desk.open(pageOf('roster'));
  };
  const whole = { ...source, answer };
  if (editing.yaml === null) return <NoText source={whole} onBack={back} />;
  return <Editor source={whole} editing={editing} yaml={editing.yaml} told={told} onBack={back} />;
}

function NoText({ source, onBack }: { readonly source: Source; readonly onBack: () => void }): ReactNode {
  const { t } = useT();
  useKeys({ back: onBack });
  if (source.phase === 'loading') return <Notice whole title={t('onboard:editor.loading')} />;
  const offline = source.phase === 'offline';
  return (
    <Notice
      whole
      title={t(offline ? 'onboard:editor.offline' : 'onboard:editor.failed')}
      text={offline ? t('onboard:editor.offlineText') : source.reason}
    >
      <button type="button" className="quiet-button" onClick={onBack}>
        {t('onboard:editor.back')}
      </button>
    </Notice>
  );
}

function Editor(props: {
  readonly source: Source;
  readonly editing: Editing;
  readonly yaml: string;
  readonly told: string;
  readonly onBack: () => void;
}): ReactNode {
  const { source, editing, yaml, told, onBack } = props;
  const { t } = useT();
  const store = useBoardStore();
  const acts = useActs();
  const live = useLinkView().phase === 'live';
  const [tab, setTab] = useState<'form' | 'yaml'>('form');
  const [goto, setGoto] = useState<{ readonly line: number; readonly col: number } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const { draft, conflict, sent } = editing;
  const read = useMemo(() => readEntry(yaml), [yaml]);
  const empty = yaml.trim() === '';
  const edit = useMemo<CatalogueEdit | null>(
    () =>
      draft === null || !read.ok || empty
        ? null
        : { base: draft.base, change: { kind: 'watch-plan', yaml }, summary: '' },
    [draft, read.ok, empty, yaml],
  );
  const preview = useEditPreview(edit);
  const issues = useMemo(
    () => (preview.answer === null || edit === null ? [] : entryIssues(preview.answer, preview.yaml ?? '')),
    [preview.answer, preview.yaml, edit],
  );
  // The answer tells that the file is another than the one that is shown here.
  const { reload } = source;
  const seen = source.answer?.version;
  const now = preview.answer?.version ?? seen;
  const refused = draft?.refused ?? null;
  useEffect(() => {
    if (now !== seen || refused !== null) reload();
  }, [now, seen, refused, reload]);
  const current = preview.phase === 'known' && preview.yaml === yaml;
  const faulty = !read.ok || empty || (current && issues.length > 0);
  const disabled = edit === null || faulty || sent || conflict || draft === null;

  const save = async (): Promise<void> => {
    if (edit === null || draft === null || disabled) return;
    setProblem(null);
    const summary = draft.summary.trim() || t('roster:form.summary');
    const given = await acts.give({
      kind: 'catalogue.edit',
      subject: 'catalogue',
      payload: { ...edit, summary: summary.slice(0, 300) },
    });
    if (given.ok) editing.change({ sent: { command: given.value.id, yaml }, refused: null });
    else setProblem(t('onboard:save.refused', { reason: given.error.message }));
  };
  useKeys({
    save: () => {
      void save();
    },
    back: () => {
      const { activeElement } = document;
      // The first Escape leaves the field, the next one the page: what is written stays either way.
      if (activeElement instanceof HTMLElement && activeElement.matches('input, textarea, select'))
        activeElement.blur();
      else onBack();
    },
  });
  const begin = (): void => {
    const monday = dateText(mondayAt(Math.floor(store.linkView().hubNow)));
    editing.edit(() => newPlan(monday));
  };
  const showIssue = (issue: EntryIssue): void => {
    const field = tab === 'form' && issue.path !== null ? fieldOf(issue.path) : null;
    if (field) field.focus();
    else {
      setTab('yaml');
      if (issue.line !== null) setGoto({ line: issue.line, col: issue.col });
    }
  };
  return (
    <div className="onboard" data-page="service">
      <div className="onboard-editor">
        <div className="editor-head">
          <h2>{t('roster:form.title')}</h2>
          {source.answer && <span className="quiet">{source.answer.file}</span>}
          <nav className="editor-tabs" aria-label={t('onboard:editor.views')}>
            {(['form', 'yaml'] as const).map((name) => (
              <button
                key={name}
                type="button"
                className="tab"
                aria-pressed={tab === name}
                onClick={() => setTab(name)}
              >
                {t(`onboard:editor.${name}`)}
              </button>
            ))}
          </nav>
        </div>
        <SaveBar
          editing={editing}
          disabled={disabled}
          live={live}
          onSave={() => void save()}
          onBack={onBack}
          onRemove={null}
        />
        <div className="editor-news">
          <RoleNote kind="catalogue.edit" />
          {conflict && source.answer && <ConflictBanner editing={editing} theirs={source.answer.text} />}
          {!conflict && refused !== null && (
            <News alert text={t('onboard:save.refusedKept', { reason: refused })} />
          )}
          {problem !== null && <News alert text={problem} />}
          {sent && <News text={t(live ? 'onboard:save.sending' : 'onboard:save.queued')} />}
          {!live && !sent && <News text={t('onboard:save.offline')} />}
          {told !== '' && draft === null && <News text={told} />}
        </div>
        <ScrollRegion className="editor-body" aria-label={t(`onboard:editor.${tab}`)}>
          {empty && (
            <Notice title={t('roster:none')} text={t('roster:form.begin')}>
              <button type="button" className="quiet-button" onClick={begin}>
                {t('roster:form.beginWith')}
              </button>
            </Notice>
          )}
          {tab === 'form' && !empty && read.ok && (
            <EntryProvider
              value={{
                data: read.data,
                issues,
                loose: draft?.loose ?? {},
                locked: sent,
                offers: source.answer,
                services: [],
                set: (path, value) => editing.edit((text) => withValue(text, path, value)),
                setLoose: () => {},
                removeItem: (list, index) =>
                  editing.change((before) => ({
                    yaml: withValue(before.yaml, [list, index], null),
                    loose: withoutItem(before.loose, list, index),
                    refused: null,
                  })),
              }}
            >
              <form className="entry-form plan-form" onSubmit={(event) => event.preventDefault()}>
                <PlanFields />
              </form>
            </EntryProvider>
          )}
          {tab === 'form' && !empty && !read.ok && (
            <Notice title={t('onboard:editor.unreadable')} text={`${read.line}:${read.col} ${read.reason}`}>
              <button type="button" className="quiet-button" onClick={() => setTab('yaml')}>
                {t('onboard:editor.toYaml')}
              </button>
            </Notice>
          )}
          {tab === 'yaml' && (
            <YamlText
              yaml={yaml}
              locked={sent}
              fault={read.ok || empty ? null : `${read.line}:${read.col} ${read.reason}`}
              goto={goto}
              onChange={(text) => editing.edit(() => text)}
            />
          )}
        </ScrollRegion>
      </div>
      <aside className="onboard-preview" aria-label={t('onboard:preview.title')}>
        <h2 className="panel-title">{t('onboard:preview.title')}</h2>
        <PreviewPanel preview={preview} issues={issues} onIssue={showIssue} />
      </aside>
    </div>
  );
}

function News({ text, alert }: { readonly text: string; readonly alert?: boolean }): ReactNode {
  return (
    <p className="entry-banner" role={alert ? 'alert' : 'status'}>
      {text}
    </p>
  );
}

/** The nearest field that shows the value at a path. */
function fieldOf(path: readonly (string | number)[]): HTMLElement | null {
  for (let length = path.length; length > 0; length -= 1) {
    const found = document.getElementById(fieldId(path.slice(0, length)));
    if (found) return found;
  }
  return null;
}
