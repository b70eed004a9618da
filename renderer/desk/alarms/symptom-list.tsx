import type { ReactNode } from 'react';
import { type Speech, useT } from '../../i18n/react';
import { KeyCap } from '../../parts/key-cap';
import { StateShape } from '../../parts/state-shape-icon';
import { StateWord } from '../../parts/state-word';
import { useDeskStore } from '../desk-context';
import { joinNames, serviceNames } from '../model/service-names';
import type { Names } from './use-alarm-words';
import { useCauseCounts, useSymptoms } from './use-causes';

/** Names that are told of each state before the rest is a number. */
const NAMED = 14;
/** Letters of names that the row in focus holds on a narrow desk. */
const ROW_CHARS = 32;

/** One line that names each service of criticality 1 that follows; where there is none, `fallback`. */
export function CriticalSymptoms(props: {
  readonly cause: string;
  readonly names: Names;
  readonly fallback: string;
}): ReactNode {
  const { cause, names, fallback } = props;
  const { t } = useT();
  const { critical } = useSymptoms(cause);
  if (critical.length === 0) {
    return fallback === '' ? null : <span className="row-third quiet">{fallback}</span>;
  }
  return (
    <span className="row-third">
      {t('alarms:row.critical', { names: shortened(serviceNames(critical, names.name), t) })}
    </span>
  );
}

/** As many names as a row holds, and how many more there are: a number tells more than a name that is cut. */
function shortened(all: readonly string[], t: Speech['t']): string {
  let length = 0;
  const fits = all.filter((name, index) => {
    length += name.length + 2;
    return index === 0 || length <= ROW_CHARS;
  });
  const more = all.length - fits.length;
  return more > 0
    ? `${joinNames(fits)} ${t('causes:and')} ${t('causes:more', { count: more })}`
    : joinNames(fits);
}

/** Symptoms by state, with criticality 1 named before all else; what a cause hides is never only a number. */
export function SymptomPanel(props: { readonly cause: string; readonly names: Names }): ReactNode {
  const { cause, names } = props;
  const { t } = useT();
  const desk = useDeskStore();
  const { byState, critical, count } = useSymptoms(cause);
  const left = useCauseCounts().unexplained;
  if (count === 0) return null;
  return (
    <section className="panel">
      <h2 className="panel-title">
        {t('alarms:symptoms.title', { count })}
        <button
          type="button"
          className="link-button"
          onClick={() => desk.open({ view: 'service', node: cause })}
        >
          {t('alarms:symptoms.all')}
        </button>
      </h2>
      <dl className="symptoms">
        {byState.map(({ state, nodes }) => {
          const first = nodes.filter((id) => critical.includes(id));
          const rest = nodes.filter((id) => !critical.includes(id));
          const services = serviceNames(rest, names.name);
          const more = services.length - NAMED;
          return (
            <div key={state}>
              <dt>
                <StateShape state={state} size={15} />
                <StateWord state={state} /> <strong>{nodes.length}</strong>
              </dt>
              <dd>
                {first.length > 0 && <strong>{joinNames(serviceNames(first, names.name))}</strong>}
                {first.length > 0 && services.length > 0 && '; '}
                {joinNames(services.slice(0, NAMED))}
                {more > 0 && ` ${t('alarms:symptoms.more', { count: more })}`}
              </dd>
            </div>
          );
        })}
        {left.length > 0 && (
          <div>
            <dt>
              {t('causes:unexplained')} <strong>{left.length}</strong>
            </dt>
            <dd>
              <strong>{joinNames(left.slice(0, NAMED).map(names.name))}</strong>
              {left.length > NAMED && ` ${t('alarms:symptoms.more', { count: left.length - NAMED })}`}{' '}
              <KeyCap cap="f" />
            </dd>
          </div>
        )}
      </dl>
    </section>
  );
}
