import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import type { CatalogueEdit } from '../../../shared/contract/commands';
import { useT } from '../../i18n/react';
import { Notice } from '../../parts/notice';
import { ScrollRegion } from '../../parts/scroll-region';
import { useBoard, useLinkView } from '../../stores/board-react';
import { useActs, useBridge, useDeskStore } from '../desk-context';
import { useKeys } from '../keys/use-keys';
import { ConflictBanner } from './conflict-banner';
import { EntryProvider, fieldId } from './entry-context';
import {
  asText,
  type EntryIssue,
  entryIssues,
  NEW_ENTRY,
  readEntry,
  withoutItem,
  withValue,
} from './entry-model';
import { PreviewPanel } from './preview-panel';
import { RemoveService } from './remove-service';
import { SaveBar } from './save-bar';
import { ServiceForm } from './service-form';
import { type Source, useCatalogueSource } from './use-catalogue-source';
import { type Editing, useDraft } from './use-draft';
import { useEditPreview } from './use-edit-preview';
import { YamlText } from './yaml-text';

/** One service: a form and its YAML over the same text, what saving would do beside them. */
export function ServiceEditor(props: {
  readonly service: string;
  readonly isNew: boolean;
  /** What was saved last, in words. */
  readonly saved: string;
}): ReactNode {
  const { service, isNew, saved } = props;
  const source = useCatalogueSource(service);
  const editing = useDraft(service, source.answer);
  if (editing.yaml === null) return <NoText source={source} service={service} />;
  return (
    <Editor
      service={service}
      isNew={isNew}
      saved={saved}
      source={source}
      editing={editing}
      yaml={editing.yaml}
    />
  );
}

/** Why there is nothing to edit. */
function NoText({ source, service }: { readonly source: Source; readonly service: string }): ReactNode {
  const { t } = useT();
  const desk = useDeskStore();
  const back = (
    <button
      type="button"
      className="quiet-button"
      onClick={() => {
        if (!desk.back()) desk.open({ view: 'catalogue', service: null });
      }}
    >
      {t('onboard:editor.back')}
    </button>
  );
  if (source.phase === 'loading') return <Notice whole title={t('onboard:editor.loading')} />;
  if (source.phase === 'known') {
    return (
      <Notice
        whole
        title={t('onboard:editor.notInFile', { id: service })}
        text={t('onboard:editor.notInFileText')}
      >
        {back}
      </Notice>
    );
  }
  const offline = source.phase === 'offline';
  return (
    <Notice
      whole
      title={t(offline ? 'onboard:editor.offline' : 'onboard:editor.failed')}
      text={offline ? t('onboard:editor.offlineText') : source.reason}
    >
      {back}
    </Notice>
  );
}

function Editor(props: {
  readonly service: string;
  readonly isNew: boolean;
  readonly saved: string;
  readonly source: Source;
  readonly editing: Editing;
  readonly yaml: string;
}): ReactNode {
  const { service, isNew, saved, source, editing, yaml } = props;
  const { t } = useT();
  const desk = useDeskStore();
  const acts = useActs();
  const bridge = useBridge();
  const live = useLinkView().phase === 'live';
  const services = useServiceIds();
  const [tab, setTab] = useState<'form' | 'yaml'>('form');
  const [goto, setGoto] = useState<{ readonly line: number; readonly col: number } | null>(null);
  const [removing, setRemoving] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  // A new service begins in its first field; in another one the keys of the desk work until a field is entered.
  useEffect(() => {
    if (!isNew) heading.current?.focus();
  }, [isNew]);
  const { draft, conflict, sent } = editing;
  const read = useMemo(() => readEntry(yaml), [yaml]);
  const id = read.ok ? asText(read.data.id) : service;
  const taken = isNew && services.includes(id);
  const loose = draft?.loose ?? {};

  const edit = useMemo<CatalogueEdit | null>(() => {
    if (draft === null || yaml === NEW_ENTRY || !read.ok || id === '' || taken) return null;
    return { base: draft.base, change: { kind: 'service', id: isNew ? id : service, yaml }, summary: '' };
  }, [draft, yaml, read.ok, id, taken, isNew, service]);
  const preview = useEditPreview(edit);
  const issues = useMemo(
    () => (preview.answer === null || edit === null ? [] : entryIssues(preview.answer, preview.yaml ?? '')),
    [preview.answer, preview.yaml, edit],
  );
  // What only the hub knows may move without any news of it: the answer, or a refusal, tells that the file is another.
  const { reload } = source;
  const seen = source.answer?.version;
  const told = preview.answer?.version ?? seen;
  const refused = draft?.refused ?? null;
  useEffect(() => {
    if (told !== seen || refused !== null) reload();
  }, [told, seen, refused, reload]);
  const current = preview.phase === 'known' && preview.yaml === yaml;
  const faulty = !read.ok || taken || Object.keys(loose).length > 0 || (current && issues.length > 0);

  const save = async (): Promise<void> => {
    if (edit === null || draft === null || sent || faulty || conflict) return;
    setProblem(null);
    if (isNew && live) {
      // The list of the room may lack what the file has; nothing may be written over.
      const there = await bridge.catalogueSource({ service: id });
      if (there.ok && there.value.text !== null) return setProblem(t('onboard:save.taken', { id }));
    }
    const name = read.ok ? asText(read.data.name) || id : id;
    const summary =
      draft.summary.trim() || t(isNew ? 'onboard:save.newSummary' : 'onboard:save.editSummary', { name });
    const given = await acts.give({
      kind: 'catalogue.edit',
      subject: id,
      payload: { ...edit, base: draft.base, summary: summary.slice(0, 300) },
    });
    if (given.ok) editing.change({ sent: { command: given.value.id, yaml }, refused: null });
    else setProblem(t('onboard:save.refused', { reason: given.error.message }));
  };
  const back = (): void => {
    if (!desk.back()) desk.open({ view: 'catalogue', service: null });
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
      else back();
    },
  });
  const showIssue = (issue: EntryIssue): void => {
    const field = issue.path === null ? null : fieldOf(issue.path);
    if (tab === 'form' && field) {
      field.focus();
      return;
    }
    setTab('yaml');
    if (issue.line !== null) setGoto({ line: issue.line, col: issue.col });
  };

  return (
    <>
      <div className="onboard-editor">
        <div className="editor-head">
          <h2 ref={heading} tabIndex={-1}>
            {isNew ? t('onboard:editor.new') : read.ok ? asText(read.data.name) || service : service}
          </h2>
          {!isNew && <span className="quiet">{service}</span>}
          {source.answer && (
            <span className="quiet">
              {source.answer.line === null
                ? source.answer.file
                : `${source.answer.file}:${source.answer.line}`}
            </span>
          )}
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
          disabled={edit === null || faulty || sent || conflict || draft === null}
          live={live}
          onSave={() => void save()}
          onBack={back}
          onRemove={isNew || source.answer?.text === null ? null : () => setRemoving(true)}
        />
        <div className="editor-news">
          {conflict && source.answer && <ConflictBanner editing={editing} theirs={source.answer.text} />}
          {!conflict && draft?.refused && (
            <p className="entry-banner" role="alert">
              {t('onboard:save.refusedKept', { reason: draft.refused })}
            </p>
          )}
          {(problem ?? (taken ? t('onboard:save.taken', { id }) : null)) !== null && (
            <p className="entry-banner" role="alert">
              {problem ?? t('onboard:save.taken', { id })}
            </p>
          )}
          {sent && (
            <p className="entry-banner" role="status">
              {t(live ? 'onboard:save.sending' : 'onboard:save.queued')}
            </p>
          )}
          {!live && !sent && (
            <p className="entry-banner" role="status">
              {t('onboard:save.offline')}
            </p>
          )}
          {saved !== '' && draft === null && (
            <p className="entry-banner" role="status">
              {saved}
            </p>
          )}
        </div>
        <ScrollRegion className="editor-body" aria-label={t(`onboard:editor.${tab}`)}>
          {tab === 'form' && read.ok && (
            <EntryProvider
              value={{
                data: read.data,
                issues,
                loose,
                locked: sent,
                offers: source.answer,
                services,
                set: (path, value) => editing.edit((text) => withValue(text, path, value)),
                setLoose: (path, text) =>
                  editing.change((now) => {
                    const { [path.join('.')]: _gone, ...rest } = now.loose;
                    return { loose: text === null ? rest : { ...rest, [path.join('.')]: text } };
                  }),
                removeItem: (list, index) =>
                  editing.change((now) => ({
                    yaml: withValue(now.yaml, [list, index], null),
                    loose: withoutItem(now.loose, list, index),
                    refused: null,
                  })),
              }}
            >
              <form className="entry-form" onSubmit={(event) => event.preventDefault()}>
                <ServiceForm isNew={isNew} />
              </form>
            </EntryProvider>
          )}
          {tab === 'form' && !read.ok && (
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
              fault={read.ok ? null : `${read.line}:${read.col} ${read.reason}`}
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
      {removing && <RemoveService service={service} source={source} onClose={() => setRemoving(false)} />}
    </>
  );
}

/** Ids of the room's services. */
function useServiceIds(): readonly string[] {
  const version = useBoard((state) => state.catalogueVersion);
  const catalogue = useBoard((state) => state.catalogue);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the map is changed in place; its version says when
  return useMemo(
    () => [...catalogue.values()].flatMap((entity) => (entity.kind === 'service' ? [entity.value.id] : [])),
    [catalogue, version],
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
