import type { ReactNode, Ref } from 'react';
import { formatSince } from '../../../shared/time/format';
import { useT } from '../../i18n/react';
import { Notice } from '../../parts/notice';
import { StateShape } from '../../parts/state-shape-icon';
import { StateWord } from '../../parts/state-word';
import { useBoard, useLinkView } from '../../stores/board-react';
import { subjectName } from '../events/command-words';
import type { CallerLine, CallerSection, KnownErrorLine, SubjectLine } from './caller-lines';
import { domIdOf } from './callers-page';

/** What people call about, with how many have; then the known errors. The list has the focus and names its active line. */
export function CallerList(props: {
  readonly ref: Ref<HTMLDivElement>;
  readonly sections: readonly CallerSection[];
  /** Keys of `incidents` that wait here for the hub. */
  readonly waiting: ReadonlySet<string>;
  readonly current: CallerLine | undefined;
  readonly filtered: boolean;
  /** What is known of a subject, in a few words. */
  readonly knownOf: (line: SubjectLine) => string;
  readonly onChoose: (line: CallerLine) => void;
  readonly onOpen: (line: CallerLine) => void;
}): ReactNode {
  const { ref, sections, waiting, current, filtered, knownOf, onChoose, onOpen } = props;
  const { t } = useT();
  const empty = sections.every(({ lines }) => lines.length === 0);
  // A list box without options is none.
  if (empty) {
    return (
      <section ref={ref} className="callers-list" tabIndex={-1} aria-label={t('callers:list')}>
        <Notice
          title={t(filtered ? 'callers:noMatch' : 'callers:calm')}
          text={t(filtered ? 'callers:noMatchText' : 'callers:calmText')}
        />
      </section>
    );
  }
  return (
    <div
      ref={ref}
      className="callers-list"
      role="listbox"
      tabIndex={0}
      aria-label={t('callers:list')}
      aria-activedescendant={current ? domIdOf(current) : undefined}
    >
      {sections
        .filter(({ lines }) => lines.length > 0)
        .map(({ section, lines, more }) => (
          // biome-ignore lint/a11y/useSemanticElements: a group of options is no <fieldset>
          <div key={section} role="group" aria-labelledby={`callers-${section}`} className="callers-group">
            <div id={`callers-${section}`} role="presentation" className="callers-group-head">
              {t(`callers:section.${section}`)} <strong>{lines.length + more}</strong>
              {more > 0 && <span className="quiet">{t('callers:more', { count: more })}</span>}
            </div>
            {lines.map((line) => (
              // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus and names its active line
              // biome-ignore lint/a11y/useKeyWithClickEvents: the page hears the keys of its active line
              <div
                key={line.key}
                id={domIdOf(line)}
                role="option"
                aria-selected={line.key === current?.key}
                className="callers-row"
                data-kind={line.kind}
                onClick={() => onChoose(line)}
                onDoubleClick={() => onOpen(line)}
              >
                {line.kind === 'subject' ? (
                  <SubjectCells
                    line={line}
                    known={knownOf(line)}
                    waits={waiting.has(`callers:${line.key}`)}
                  />
                ) : (
                  <ErrorCells line={line} waits={waiting.has(`known-error:${line.error.id}`)} />
                )}
              </div>
            ))}
          </div>
        ))}
    </div>
  );
}

function SubjectCells(props: {
  readonly line: SubjectLine;
  readonly known: string;
  readonly waits: boolean;
}): ReactNode {
  const { line, known, waits } = props;
  const { t } = useT();
  const { hubNow } = useLinkView(10_000);
  const { subject, state, callers, report, hit } = line;
  return (
    <>
      <span className="callers-state">
        <StateShape state={state} size={state === 'normal' ? 12 : 18} />
        <StateWord state={state} />
      </span>
      <span className="callers-what">
        <strong>
          {subject.service.name}
          {subject.site !== null && `, ${subject.site.name}`}
        </strong>
        <span className="callers-second">
          {subject.whole && (
            <span className="quiet">
              {hit !== null && hit.bad > 0
                ? t('callers:hit', { bad: hit.bad, of: hit.of })
                : t('callers:noSite', { of: hit?.of ?? 0 })}
            </span>
          )}
          {known !== '' && <span className="quiet">{known}</span>}
          {report !== null && (
            <span className="callers-reported">
              {t('callers:reported', { time: formatSince(report.until, hubNow) })}
            </span>
          )}
        </span>
      </span>
      <span className="callers-count">
        {callers !== null && (
          <>
            <strong>{t('callers:count', { count: callers.count })}</strong>
            <span className="quiet">{t('callers:last', { time: formatSince(callers.lastAt, hubNow) })}</span>
          </>
        )}
        {waits && <span className="from-cache">{t('callers:waits')}</span>}
      </span>
    </>
  );
}

function ErrorCells({ line, waits }: { readonly line: KnownErrorLine; readonly waits: boolean }): ReactNode {
  const { t } = useT();
  const catalogue = useBoard((state) => state.catalogue);
  const graph = useBoard((state) => state.graph);
  const { hubNow } = useLinkView(60_000);
  const { error } = line;
  return (
    <>
      <span className="callers-state">{error.number === '' ? t('callers:error.new') : error.number}</span>
      <span className="callers-what">
        <strong>{error.title}</strong>
        <span className="quiet">
          {error.services.map((id) => subjectName({ catalogue, graph }, id, { t })).join(', ')}
        </span>
      </span>
      <span className="callers-count">
        <span className="quiet">{formatSince(error.at, hubNow)}</span>
        {waits && <span className="from-cache">{t('callers:waits')}</span>}
      </span>
    </>
  );
}
