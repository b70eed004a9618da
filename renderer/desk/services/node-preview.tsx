import { type ReactNode, useEffect, useState } from 'react';
import { parseNodeId } from '../../../shared/model/catalogue';
import { useT } from '../../i18n/react';
import { KeyButton } from '../../parts/key-cap';
import { useBoard, useBoardStore, useClock, useLinkView } from '../../stores/board-react';
import { useActions, useDesk, useDeskStore } from '../desk-context';
import { RANGE_MS } from '../desk-store';
import { worstDownstream, worstUpstream } from '../model/neighbours';
import { nodeName } from '../model/row';
import { ChartPanel } from '../service/chart-panel';
import { CheckTable } from '../service/check-table';
import { EventPanel } from '../service/event-panel';
import { NodeHead } from '../service/node-head';
import { ReasonList } from '../service/reason-list';
import { useSamples } from '../service/use-samples';

const SETTLE_MS = 150;

/** The focused line, told in the order in which it is asked: what, since when, why, measured how, what happened. */
export function NodePreview({ node }: { readonly node: string }): ReactNode {
  const { t } = useT();
  const desk = useDeskStore();
  const store = useBoardStore();
  const actions = useActions();
  const graph = useBoard((state) => state.graph);
  const catalogue = useBoard((state) => state.catalogue);
  const live = useLinkView().phase === 'live';
  const settled = useSettled(node, SETTLE_MS);
  const found = graph.nodes.get(node);
  if (!found) return null;
  const step = (
    id: string | null,
    cap: string,
    label: 'desk:act.upstream' | 'desk:act.downstream',
  ): ReactNode =>
    id === null ? null : (
      <KeyButton
        cap={cap}
        label={t(label, { name: nodeName({ graph, catalogue }, id) })}
        onPress={() => desk.open({ view: 'service', node: id })}
      />
    );
  return (
    <>
      <NodeHead node={found} links />
      <div className="act-row">
        <KeyButton
          cap="Enter"
          label={t('desk:act.open')}
          onPress={() => desk.open({ view: 'service', node })}
        />
        <KeyButton
          cap="r"
          label={t('desk:act.recheck')}
          waits={!live}
          {...(live ? {} : { hint: t('desk:act.waits') })}
          onPress={() => actions.recheck(node)}
        />
        {step(worstUpstream(store, node), 'o', 'desk:act.upstream')}
        {step(worstDownstream(store, node), 'i', 'desk:act.downstream')}
      </div>
      <ReasonList node={node} />
      <CheckTable nodes={[node]} />
      <Measured node={settled} />
    </>
  );
}

/** What has to be asked for: the arrow keys run past lines faster than questions should. */
function Measured({ node }: { readonly node: string }): ReactNode {
  const range = useDesk((state) => state.range);
  const samples = useSamples(parseNodeId(node).service, RANGE_MS[range]);
  return (
    <>
      <ChartPanel node={node} samples={samples} />
      <EventPanel node={node} limit={12} />
    </>
  );
}

/** The value once it has been the same for `ms`. */
function useSettled<T>(value: T, ms: number): T {
  const clock = useClock();
  const [settled, setSettled] = useState(value);
  useEffect(() => clock.after(ms, () => setSettled(value)), [clock, value, ms]);
  return settled;
}
