import { type ReactNode, useState } from 'react';
import type { WallReport } from '../../../shared/model/wall-health';
import { formatAge, formatResponse, formatSeconds, formatSince } from '../../../shared/time/format';
import { formatCount } from '../../i18n/number';
import { useT } from '../../i18n/react';
import { Notice } from '../../parts/notice';
import { StateShape } from '../../parts/state-shape-icon';
import { sceneName } from '../events/wall-words';
import { type Care, CareDialog } from './care-dialog';
import { type WallComputer, windowFaults } from './health-model';
import type { Stage } from './use-stage';
import type { WallHealth } from './use-wall-health';
import { displayWords } from './wall-names';

/** How the wall's computers, windows, displays and web pages fare, and what can be done about it from here. */
export function HealthPanel(props: {
  readonly health: WallHealth;
  readonly computers: readonly WallComputer[];
  readonly stage: Stage;
  /** The scene that windows should say they show by now; null: nothing can be said of it. */
  readonly wanted: string | null;
}): ReactNode {
  const { health, computers, stage, wanted } = props;
  const { t, lang } = useT();
  const [care, setCare] = useState<Care | null>(null);
  const { answer, at, fault } = health;
  const age = at === null ? null : formatAge(stage.now - at, lang);
  return (
    <section className="panel wall-health" aria-labelledby="wall-health">
      <div className="panel-title">
        <h2 id="wall-health">{t('walls:health.title')}</h2>
        {fault !== null && age !== null && (
          <span className="from-cache">{t('walls:health.lastKnown', { age })}</span>
        )}
      </div>
      {fault !== null && (
        <p className="wall-note" role="status">
          {t('walls:health.fault', { reason: fault })}
        </p>
      )}
      {answer === null ? (
        fault === null && <Notice title={t('walls:health.asking')} />
      ) : computers.length === 0 ? (
        <Notice title={t('walls:health.none')} text={t('walls:health.noneText')} />
      ) : (
        computers.map((computer) => (
          <Computer
            key={computer.console ?? computer.name}
            computer={computer}
            stage={stage}
            wanted={wanted}
            onCare={setCare}
          />
        ))
      )}
      {care !== null && <CareDialog care={care} onClose={() => setCare(null)} />}
    </section>
  );
}

function Computer(props: {
  readonly computer: WallComputer;
  readonly stage: Stage;
  readonly wanted: string | null;
  readonly onCare: (care: Care) => void;
}): ReactNode {
  const { computer, stage, onCare } = props;
  const { name, state, at, report, console } = computer;
  const { t, lang } = useT();
  const { now } = stage;
  const wanted = state === 'well' ? props.wanted : null;
  const faulty =
    report === null || state === 'away'
      ? 0
      : report.windows.filter((window) => windowFaults(window, wanted).length > 0).length;
  const calm = faulty > 0 ? 'degraded' : 'normal';
  const ask = (how: Care['how'], window: string | null): void => {
    if (console !== null) onCare({ how, console, name, window, supervised: report?.supervised ?? false });
  };
  return (
    <article className="wall-computer" data-state={state} aria-label={name}>
      <header>
        <StateShape state={state === 'well' ? calm : state === 'late' ? 'stale' : 'unknown'} size={14} />
        <h3>{name}</h3>
        <span className="wall-computer-state">
          {t(`walls:health.state.${state}`, {
            age: at === null ? '' : formatAge(now - at, lang),
            time: at === null ? '' : formatSince(at, now),
          })}
        </span>
        {faulty > 0 && (
          <strong className="wall-computer-faulty">{t('walls:health.faulty', { count: faulty })}</strong>
        )}
        {report !== null && (
          <span className="quiet wall-computer-facts">
            {[
              ...(report.computer === name ? [] : [report.computer]),
              t('walls:health.version', { version: report.version }),
              t('walls:health.up', { time: formatSince(report.upSince, now) }),
              ...(report.memoryMb === null
                ? []
                : [t('walls:health.memory', { mb: formatCount(Math.round(report.memoryMb), lang) })]),
              t('walls:health.displays', { count: report.displays.length }),
              t(report.supervised ? 'walls:health.supervised' : 'walls:health.unsupervised'),
            ].join(' · ')}
          </span>
        )}
        {console !== null && state !== 'away' && (
          <button
            type="button"
            className="quiet-button"
            aria-label={t('walls:care.restartNamed', { name })}
            onClick={() => ask('restart', null)}
          >
            {t('walls:care.restart.short')}
          </button>
        )}
      </header>
      {report !== null && report.windows.length === 0 && (
        <p className="quiet">{t('walls:health.noWindows')}</p>
      )}
      {report !== null && report.windows.length > 0 && (
        <table className="plain-table">
          <caption className="visually-hidden">{t('walls:health.windowsOf', { name })}</caption>
          <thead>
            <tr>
              <th scope="col">{t('walls:health.window')}</th>
              <th scope="col">{t('walls:health.display')}</th>
              <th scope="col">{t('walls:health.scene')}</th>
              <th scope="col" className="number">
                {t('walls:health.frames')}
              </th>
              <th scope="col" className="number">
                {t('walls:health.picture')}
              </th>
              <th scope="col" className="number">
                {t('walls:health.longTasks')}
              </th>
              <th scope="col" className="number">
                {t('walls:health.memoryHead')}
              </th>
              <th scope="col">
                <span className="visually-hidden">{t('walls:health.care')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {report.windows.map((window) => (
              <WindowRow
                key={window.window}
                window={window}
                wanted={wanted}
                stage={stage}
                onCare={state === 'away' ? null : ask}
                name={name}
              />
            ))}
          </tbody>
        </table>
      )}
    </article>
  );
}

/** Of the table of windows: what is to be noted of one stands under it, over all of them but its name. */
const COLUMNS = 8;

function WindowRow(props: {
  readonly window: WallReport['windows'][number];
  /** The scene that it should show; null: nothing can be said of it. */
  readonly wanted: string | null;
  readonly stage: Stage;
  readonly name: string;
  /** Null: the computer does not hear. */
  readonly onCare: ((how: Care['how'], window: string) => void) | null;
}): ReactNode {
  const { window, wanted, stage, name, onCare } = props;
  const { t, lang } = useT();
  // What an absent computer said last says nothing of now.
  const faults = onCare === null ? [] : windowFaults(window, wanted);
  const hasNotes = faults.length > 0 || window.revived > 0 || window.webs.length > 0;
  const failed = window.webs.filter(({ phase }) => phase === 'failed' || phase === 'refused');
  return (
    <>
      <tr data-window={window.window}>
        <th scope="row">
          {window.window}
          <span className="quiet wall-size">{`${window.width} × ${window.height}`}</span>
        </th>
        <td>
          {window.display === null
            ? t('walls:health.noDisplay')
            : displayWords(stage.displays, window.display, t)}
        </td>
        <td>
          {window.scene === null ? t('walls:health.noScene') : sceneName(stage.names, window.scene)}
          {window.sceneAt !== null && (
            <span className="quiet wall-since">
              {' '}
              {t('walls:health.since', { time: formatSince(window.sceneAt, stage.now) })}
            </span>
          )}
        </td>
        <td className="number">{window.frames}</td>
        <td className="number">{t('walls:health.ago', { age: formatResponse(window.silentMs, lang) })}</td>
        <td className="number">{window.longTasks}</td>
        <td className="number">
          {window.memoryMb === null ? '–' : formatCount(Math.round(window.memoryMb), lang)}
        </td>
        <td>
          <div className="wall-care">
            {(onCare === null ? [] : (['reload', 'recreate'] as const)).map((how) => (
              <button
                key={how}
                type="button"
                className="quiet-button"
                aria-label={t(`walls:care.${how}Named`, { name: `${name}, ${window.window}` })}
                onClick={() => onCare?.(how, window.window)}
              >
                {t(`walls:care.${how}.short`)}
              </button>
            ))}
          </div>
        </td>
      </tr>
      {hasNotes && (
        <tr className="wall-window-notes">
          <td />
          <td colSpan={COLUMNS - 1}>
            {faults.length > 0 && (
              <ul className="wall-faults">
                {faults.map((fault) => (
                  <li key={fault}>
                    <StateShape state="degraded" size={12} />
                    {t(`walls:fault.${fault}`, { count: window.troubles })}
                  </li>
                ))}
              </ul>
            )}
            {window.revived > 0 && (
              <span className="quiet">{t('walls:health.revived', { count: window.revived })}</span>
            )}
            {window.webs.length > 0 && (
              <ul className="wall-webs">
                {window.webs.map((web) => (
                  <li key={web.panel} data-faulty={failed.includes(web) ? '' : undefined}>
                    {[
                      web.address,
                      t(`walls:web.${web.phase}`, { time: formatSince(web.since, stage.now) }),
                      ...(web.loadMs === null ? [] : [formatResponse(web.loadMs, lang)]),
                      ...(web.fault === null ? [] : [web.fault]),
                      ...(web.nextAt === null
                        ? []
                        : [t('walls:web.next', { time: formatSeconds(web.nextAt) })]),
                      ...(web.refusals > 0 ? [t('walls:web.refusals', { count: web.refusals })] : []),
                    ].join(' · ')}
                  </li>
                ))}
              </ul>
            )}
          </td>
        </tr>
      )}
    </>
  );
}
