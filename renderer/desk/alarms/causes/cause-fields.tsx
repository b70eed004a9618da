import { type ReactNode, useMemo, useState } from 'react';
import type { Alarm } from '../../../../shared/model/alarms';
import { judgeJoin } from '../../../../shared/rules/causes/judge-cause';
import { useT } from '../../../i18n/react';
import { useBoardStore, useLinkView } from '../../../stores/board-react';
import type { BoardStore } from '../../../stores/board-store';
import { type FieldProps, Line } from '../form-line';
import type { Names } from '../use-alarm-words';
import { type Causes, useCauses } from '../use-causes';
import { NodeChoice, type NodeOption } from './cause-choice';
import { alarmName, verdictWords } from './cause-words';

type CauseFieldProps = FieldProps & { readonly names: Names };

const noteOf = (text: string): string | null => (text.trim() === '' ? null : text.trim());

/** What explains these alarms, by a person's word: any node, the likeliest causes first. */
export function JoinFields({ targets, make, names }: CauseFieldProps): ReactNode {
  const { t } = useT();
  const store = useBoardStore();
  const causes = useCauses();
  // What could be chosen when the form was opened: it must not move under the hand.
  const [options] = useState(() =>
    joinOptions(
      targets.map(({ node }) => node),
      store,
      causes,
      names,
      t,
    ),
  );
  const [cause, setCause] = useState<string | null>(options[0]?.node ?? null);
  const [note, setNote] = useState('');
  const ring = useMemo(
    () => (cause === null ? undefined : targets.find(({ node }) => closesRing(causes, node, cause))),
    [targets, cause, causes],
  );
  make.current = () => {
    if (cause === null) return t('causes:form.needCause');
    if (ring) return t('causes:form.ring', { cause: names.name(cause), node: names.name(ring.node) });
    return targets.map(({ node }) => ({
      kind: 'cause.join' as const,
      subject: node,
      payload: { cause, note: noteOf(note) },
    }));
  };
  return (
    <>
      <NodeChoice label={t('causes:form.cause')} options={options} chosen={cause} onChoose={setCause} />
      {ring && cause !== null && (
        <p className="form-fault" role="alert">
          {t('causes:form.ring', { cause: names.name(cause), node: names.name(ring.node) })}
        </p>
      )}
      <Line label={t('alarms:form.noteOptional')} value={note} onChange={setNote} />
      <p className="quiet">{t('causes:form.joinHelp')}</p>
    </>
  );
}

/** Whether a cause would be explained by what it is to explain: the hub refuses that, by the same rule. */
function closesRing(causes: Causes, node: string, cause: string): boolean {
  return judgeJoin(causes.view, (id) => causes.directly(id), node, cause) === 'cycle';
}

/** What stands alone from now on: the alarm, or of a cause what follows from it. */
export function SplitFields({ targets, make, names }: CauseFieldProps): ReactNode {
  const { t } = useT();
  const causes = useCauses();
  const [first] = targets;
  const [options] = useState(() =>
    first !== undefined && causes.roots(first.node).length === 0
      ? splitOptions(first.node, causes, names, t)
      : [],
  );
  const [chosen, setChosen] = useState<string | null>(options[0]?.node ?? null);
  const [note, setNote] = useState('');
  const nodes =
    options.length === 0
      ? targets.map(({ node }) => node)
      : chosen === ALL
        ? options.flatMap(({ node }) => (node === ALL ? [] : [node]))
        : chosen === null
          ? []
          : [chosen];
  make.current = () =>
    nodes.length === 0
      ? t('causes:form.needNode')
      : nodes.map((node) => ({
          kind: 'cause.split' as const,
          subject: node,
          payload: { note: noteOf(note) },
        }));
  return (
    <>
      {options.length > 0 && (
        <NodeChoice
          label={t('causes:form.splitWhat')}
          options={options}
          chosen={chosen}
          onChoose={setChosen}
        />
      )}
      <Line
        first={options.length === 0}
        label={t('alarms:form.noteOptional')}
        value={note}
        onChange={setNote}
      />
      <p className="quiet">{t('causes:form.splitHelp')}</p>
    </>
  );
}

/** What was said is taken back; the graph decides again. */
export function FreeFields({ targets, make, names }: CauseFieldProps): ReactNode {
  const speech = useT();
  const store = useBoardStore();
  const { hubNow } = useLinkView(60_000);
  make.current = () =>
    targets.map(({ node }) => ({ kind: 'cause.free' as const, subject: node, payload: null }));
  return (
    <>
      {targets.map(({ node }) => {
        const entity = store.alarm(`verdict:${node}`);
        return entity?.kind === 'verdict' ? (
          <p key={node}>{verdictWords(entity.value, names, hubNow, speech)}</p>
        ) : null;
      })}
      <p className="quiet">{speech.t('causes:form.freeHelp')}</p>
    </>
  );
}

type T = ReturnType<typeof useT>['t'];

/**
 * What may explain these nodes: active alarms that are no consequence themselves, first those that lie upstream of one
 * of them, then by how much follows from them; then every other node, for a cause that has no alarm.
 */
function joinOptions(
  targets: readonly string[],
  store: BoardStore,
  causes: Causes,
  names: Names,
  t: T,
): readonly NodeOption[] {
  const { alarms, graph } = store.getState();
  const above = new Set(targets.flatMap((node) => [...upstreamOf(node, store)]));
  const active: Alarm[] = [];
  for (const entity of alarms.values()) {
    if (
      entity.kind === 'alarm' &&
      entity.value.condition !== 'normal' &&
      !targets.includes(entity.value.node)
    )
      if (causes.roots(entity.value.node).length === 0) active.push(entity.value);
  }
  active.sort(
    (a, b) =>
      Number(above.has(b.node)) - Number(above.has(a.node)) || b.checks - a.checks || a.priority - b.priority,
  );
  const first = new Set(active.map(({ node }) => node));
  const rest = [...graph.nodes.keys()].filter((node) => !first.has(node) && !targets.includes(node));
  return [
    ...active.map(({ node, id, symptoms }) => ({
      node,
      name: names.name(node),
      more: symptoms > 0 ? t('causes:choice.follows', { alarm: id, count: symptoms }) : id,
    })),
    ...rest
      .sort((a, b) => Number(above.has(b)) - Number(above.has(a)))
      .map((node) => ({ node, name: names.name(node), more: '' })),
  ];
}

/** The value that stands for all of them. Not a node's id. */
const ALL = '*';

/** What follows from a cause, each by itself; where it is coming back, first all that is left. */
function splitOptions(cause: string, causes: Causes, names: Names, t: T): readonly NodeOption[] {
  const alarm = names.alarm(cause);
  const nodes = alarm?.recovery?.left ?? causes.symptoms(cause).byState.flatMap((group) => group.nodes);
  const each = nodes.map((node) => ({ node, name: names.name(node), more: '' }));
  if (alarm?.recovery == null || each.length < 2) return each;
  return [
    ...each,
    {
      node: ALL,
      name: t('causes:form.splitAll', { count: each.length }),
      more: alarmName(cause, names),
      several: true,
    },
  ];
}

/** All that a node depends on, directly or not. */
function upstreamOf(node: string, store: BoardStore): ReadonlySet<string> {
  const { graph } = store.getState();
  const found = new Set<string>();
  const wave = [node];
  for (let id = wave.pop(); id !== undefined; id = wave.pop()) {
    for (const need of graph.nodes.get(id)?.needs ?? []) {
      for (const other of need.of) {
        if (found.has(other)) continue;
        found.add(other);
        wave.push(other);
      }
    }
  }
  return found;
}
