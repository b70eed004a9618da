import type { ReactNode } from 'react';
import { parseNodeId } from '../../../shared/model/catalogue';
import { useT } from '../../i18n/react';
import { StateShape } from '../../parts/state-shape-icon';
import { StateWord } from '../../parts/state-word';
import { useDeskStore } from '../desk-context';
import type { Names } from './use-alarm-words';
import { useSymptoms } from './use-causes';

/** Names that are told of each state before the rest is a number. */
const NAMED = 14;

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
      {t('alarms:row.critical', { names: servicesOf(critical, names).join(', ') })}
    </span>
  );
}

/** Each service once, in the order in which it is met; of one that is hit at one place, with the place. */
function servicesOf(nodes: readonly string[], names: Names): readonly string[] {
  const byService = new Map<string, string[]>();
  for (const node of nodes) {
    const { service } = parseNodeId(node);
    byService.set(service, [...(byService.get(service) ?? []), node]);
  }
  return [...byService].map(([service, places]) => {
    const [only] = places;
    return only !== undefined && places.length === 1 ? names.name(only) : names.name(service);
  });
}

/** Symptoms by state, with criticality 1 named before all else; what a cause hides is never only a number. */
export function SymptomPanel(props: { readonly cause: string; readonly names: Names }): ReactNode {
  const { cause, names } = props;
  const { t } = useT();
  const desk = useDeskStore();
  const { byState, critical, count } = useSymptoms(cause);
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
          const services = servicesOf(rest, names);
          const more = services.length - NAMED;
          return (
            <div key={state}>
              <dt>
                <StateShape state={state} size={15} />
                <StateWord state={state} /> <strong>{nodes.length}</strong>
              </dt>
              <dd>
                {first.length > 0 && <strong>{servicesOf(first, names).join(', ')}</strong>}
                {first.length > 0 && services.length > 0 && ', '}
                {services.slice(0, NAMED).join(', ')}
                {more > 0 && ` ${t('alarms:symptoms.more', { count: more })}`}
              </dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
}
