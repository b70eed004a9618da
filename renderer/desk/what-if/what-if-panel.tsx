import { type ReactNode, useMemo } from 'react';
import { NODE_STATES, type NodeState } from '../../../shared/model/states';
import { type WhatIf, whatIf } from '../../../shared/rules/causes/what-if';
import { formatCount } from '../../i18n/number';
import { useT } from '../../i18n/react';
import { KeyButton } from '../../parts/key-cap';
import { StateShape } from '../../parts/state-shape-icon';
import { StateWord } from '../../parts/state-word';
import { useBoardPulse, useBoardStore } from '../../stores/board-react';
import { useNames } from '../alarms/use-alarm-words';
import { joinNames, serviceNames } from '../model/service-names';

/** What would come of it is worked out again at most so often, ms: the room moves under the question. */
const AGAIN_MS = 1_000;
/** Names that are told of each state before the rest is a number. */
const NAMED = 10;
/** Sites that are told before the rest is a number. */
const SITES = 8;

/** The room as it would be if these nodes went down now, kept up with the board. */
export function useWhatIf(nodes: readonly string[]): WhatIf {
  const store = useBoardStore();
  const pulse = useBoardPulse(AGAIN_MS);
  const question = nodes.join('\n');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the board changes in place, its pulse says when; the question stands for the nodes
  return useMemo(() => {
    const { graph, status } = store.getState();
    return whatIf({ graph, status }, nodes);
  }, [store, pulse, question]);
}

/**
 * What would come of it if these nodes went down, on top of what is down already: by state, criticality 1 by name, and
 * where. `covered`: what a maintenance window mutes; the rest would be heard.
 */
export function WhatIfPanel(props: {
  readonly nodes: readonly string[];
  readonly covered?: ReadonlySet<string>;
  readonly onClose?: () => void;
}): ReactNode {
  const { nodes, covered, onClose } = props;
  const { t, lang } = useT();
  const names = useNames(t('alarms:vantage'));
  const result = useWhatIf(nodes);
  const [first] = nodes;
  const title =
    nodes.length === 1 && first !== undefined
      ? t('causes:whatIf.title', { name: names.name(first) })
      : t('causes:whatIf.titleMany', { count: nodes.length });
  const down = result.already.length > 0 && result.already.length === nodes.length;
  const others = result.nodes.filter(({ node }) => !nodes.includes(node));
  return (
    <section className="panel what-if" aria-label={title}>
      <h2 className="panel-title">
        {title}
        {onClose && <KeyButton cap="q" label={t('causes:whatIf.close')} onPress={onClose} />}
      </h2>
      {result.already.length > 0 && (
        <p>{t('causes:whatIf.already', { names: joinNames(result.already.map(names.name)) })}</p>
      )}
      {others.length === 0 ? (
        <p>{t(down ? 'causes:whatIf.nothingMore' : 'causes:whatIf.nothing')}</p>
      ) : (
        <>
          <p className="what-if-sum">
            {t('causes:whatIf.checks', { count: result.checks })}{' '}
            {result.users !== null &&
              t('causes:whatIf.users', { count: result.users, users: formatCount(result.users, lang) })}
          </p>
          <dl className="symptoms">
            {NODE_STATES.map((state) => (
              <StateLine key={state} state={state} result={result} name={names.name} />
            ))}
          </dl>
          <Sites result={result} />
        </>
      )}
      {covered && <NotCovered result={result} covered={covered} name={names.name} />}
      <p className="quiet">{t('causes:whatIf.rests')}</p>
    </section>
  );
}

/** Those that would be in one state, with criticality 1 by name before all else. */
function StateLine(props: {
  readonly state: NodeState;
  readonly result: WhatIf;
  readonly name: (id: string) => string;
}): ReactNode {
  const { state, result, name } = props;
  const { t, lang } = useT();
  const store = useBoardStore();
  const inState = result.nodes.filter((one) => one.state === state).map(({ node }) => node);
  if (inState.length === 0) return null;
  const { graph } = store.getState();
  const isFirst = (id: string): boolean => graph.nodes.get(id)?.service.criticality === 1;
  const first = serviceNames(inState.filter(isFirst), name);
  const rest = serviceNames(
    inState.filter((id) => !isFirst(id)),
    name,
  );
  const shown = rest.slice(0, NAMED);
  return (
    <div>
      <dt>
        <StateShape state={state} size={15} />
        <StateWord state={state} /> <strong>{formatCount(inState.length, lang)}</strong>
      </dt>
      <dd>
        {first.length > 0 && <strong>{joinNames(first)}</strong>}
        {first.length > 0 && shown.length > 0 && '; '}
        {joinNames(shown)}
        {rest.length > shown.length && ` ${t('alarms:symptoms.more', { count: rest.length - shown.length })}`}
      </dd>
    </div>
  );
}

function Sites({ result }: { readonly result: WhatIf }): ReactNode {
  const { t } = useT();
  const store = useBoardStore();
  if (result.sites.length === 0) return null;
  const { catalogue } = store.getState();
  const words = result.sites.slice(0, SITES).map(({ site, down, worse }) => {
    const entity = catalogue.get(`site:${site}`);
    const name = entity?.kind === 'site' ? entity.value.name : site;
    return down > 0
      ? t('causes:whatIf.siteDown', { name, count: down })
      : t('causes:whatIf.siteWorse', { name, count: worse });
  });
  const more = result.sites.length - words.length;
  return (
    <p>
      <strong>{t('causes:whatIf.sites', { count: result.sites.length })}</strong> {words.join('; ')}
      {more > 0 && ` ${t('alarms:symptoms.more', { count: more })}`}
    </p>
  );
}

/** What would be heard all the same: a window that mutes too little is better known before it begins. */
function NotCovered(props: {
  readonly result: WhatIf;
  readonly covered: ReadonlySet<string>;
  readonly name: (id: string) => string;
}): ReactNode {
  const { result, covered, name } = props;
  const { t } = useT();
  const heard = result.nodes.filter(({ node }) => !covered.has(node)).map(({ node }) => node);
  if (heard.length === 0) return <p>{t('causes:whatIf.allCovered')}</p>;
  const services = serviceNames(heard, name);
  const shown = services.slice(0, NAMED);
  return (
    <p>
      <strong>{t('causes:whatIf.notCovered', { count: heard.length })}</strong> {joinNames(shown)}
      {services.length > shown.length &&
        ` ${t('alarms:symptoms.more', { count: services.length - shown.length })}`}
    </p>
  );
}
