import { memo, type ReactNode, useEffect, useState } from 'react';
import { parseNodeId } from '../../../../shared/model/catalogue';
import { useT } from '../../../i18n/react';
import { Notice } from '../../../parts/notice';
import { ScrollRegion } from '../../../parts/scroll-region';
import { useAlarm, useBoard, useClock } from '../../../stores/board-react';
import { useDesk } from '../../desk-context';
import { RANGE_MS } from '../../desk-store';
import { useKeys } from '../../keys/use-keys';
import { ChartPanel } from '../../service/chart-panel';
import { CheckTable } from '../../service/check-table';
import { EventPanel } from '../../service/event-panel';
import { ReasonList } from '../../service/reason-list';
import { latestOf, useSamples } from '../../service/use-samples';
import { EntriesPanel } from '../../shift-log/entries-panel';
import { WhatIfPanel } from '../../what-if/what-if-panel';
import { ActForm } from '../act-form';
import { EvidencePanel } from '../causes/evidence-panel';
import { RecoveryBar } from '../causes/recovery-bar';
import { SymptomPanel } from '../symptom-list';
import type { AlarmActs } from '../use-alarm-acts';
import type { Names } from '../use-alarm-words';
import { ActKeys } from './act-keys';
import { DetailHead } from './detail-head';
import { Guidance } from './guidance';
import { RunList } from './run-list';

const SETTLE_MS = 150;

/** The alarm in focus, in the order in which it is asked: what, since when, whose; what to do; why; proof; history. */
export function AlarmDetail(props: {
  readonly node: string;
  readonly acts: AlarmActs;
  readonly names: Names;
}): ReactNode {
  const { node, acts, names } = props;
  const { t } = useT();
  const alarm = useAlarm(node);
  const measured = useBoard((state) => state.graph.nodes.has(node));
  const settled = useSettled(node, SETTLE_MS);
  /** Whose failing is asked about; null: nobody asks. */
  const [asked, setAsked] = useState<string | null>(null);
  const ask = (): void => setAsked(asked === node ? null : node);
  useKeys({ whatIf: () => (measured ? ask() : false) });
  if (!alarm) return <Notice title={t('alarms:row.gone', { name: names.name(node) })} />;
  const { intent } = acts;
  return (
    <ScrollRegion className="alarm-detail" aria-label={t('alarms:detail.label')}>
      <DetailHead alarm={alarm} names={names} />
      {intent === null ? (
        <ActKeys alarm={alarm} />
      ) : (
        <ActForm
          key={`${intent.act} ${intent.targets.map((one) => one.node).join(' ')}`}
          intent={intent}
          names={names}
          onGive={acts.give}
          onCancel={acts.cancel}
        />
      )}
      {asked === node && <WhatIfPanel nodes={[node]} onClose={ask} />}
      <RecoveryBar alarm={alarm} names={names} />
      <EvidencePanel node={node} names={names} />
      <Guidance node={node} />
      <SymptomPanel cause={node} names={names} />
      {measured && <ReasonList node={node} />}
      <RunList node={node} />
      <EntriesPanel about={{ nodes: [node], alarms: alarm.id === '' ? [] : [alarm.id] }} />
      {measured ? <Proof node={settled} /> : <EventPanel node={settled} limit={20} />}
    </ScrollRegion>
  );
}

/** What has to be asked for: the arrow keys run past lines faster than questions should. */
const Proof = memo(function Proof({ node }: { readonly node: string }): ReactNode {
  const range = useDesk((state) => state.range);
  const samples = useSamples(parseNodeId(node).service, RANGE_MS[range]);
  return (
    <>
      <CheckTable nodes={[node]} latest={latestOf(samples.series)} />
      <div className="alarm-course">
        <ChartPanel node={node} samples={samples} beside />
        <EventPanel node={node} limit={20} />
      </div>
    </>
  );
});

/** The value once it has been the same for `ms`. */
function useSettled<T>(value: T, ms: number): T {
  const clock = useClock();
  const [settled, setSettled] = useState(value);
  useEffect(() => clock.after(ms, () => setSettled(value)), [clock, value, ms]);
  return settled;
}
