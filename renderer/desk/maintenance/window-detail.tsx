import type { ReactNode } from 'react';
import type { OutboxEntry } from '../../../shared/contract/ipc';
import type { MaintenanceStatus } from '../../../shared/model/maintenance';
import { formatAge, formatSince } from '../../../shared/time/format';
import { useT } from '../../i18n/react';
import { KeyButton } from '../../parts/key-cap';
import { MarkIcon } from '../../parts/mark-icon';
import { ScrollRegion } from '../../parts/scroll-region';
import { StateShape } from '../../parts/state-shape-icon';
import { StateWord } from '../../parts/state-word';
import { useBoard, useNode } from '../../stores/board-react';
import { useDeskStore } from '../desk-context';
import { nodeName, stateOf } from '../model/row';
import { type Act, mayAct } from './acts';
import { effectName } from './effect-options';
import { recurrenceWords } from './recurrence';
import { fullSpanWords, whenWords } from './window-words';
import { sectionOf } from './windows';

/** Nodes that are named one by one; past this their number is told. */
const MAX_NAMED = 40;

/** Everything about a window, in the order in which it is asked: what, until when, what of it is down now, whose. */
export function WindowDetail(props: {
  readonly status: MaintenanceStatus;
  readonly fate: OutboxEntry | undefined;
  readonly hubNow: number;
  readonly live: boolean;
  readonly onOpen: () => void;
  readonly onAct: (kind: Act['kind']) => void;
}): ReactNode {
  const { status, fate, hubNow, live, onOpen, onAct } = props;
  const speech = useT();
  const { t, lang } = speech;
  const graph = useBoard((state) => state.graph);
  const catalogue = useBoard((state) => state.catalogue);
  const { window, run, next, last } = status;
  const section = sectionOf(status, hubNow);
  const facts: readonly (readonly [string, string | null])[] = [
    [t('maintenance:field.owner'), window.owner],
    [t('maintenance:field.ticket'), window.ticket],
    [t('maintenance:field.repeat'), recurrenceWords(window.rrule, speech)],
    [t('maintenance:field.length'), formatAge(window.durationMs, lang)],
    [t('maintenance:detail.run'), run && fullSpanWords(run, lang)],
    [t('maintenance:detail.next'), next && fullSpanWords(next, lang)],
    [
      t('maintenance:detail.last'),
      last &&
        (last.by === null
          ? fullSpanWords(last, lang)
          : t('maintenance:detail.endedBy', { time: fullSpanWords(last, lang), actor: last.by })),
    ],
  ];
  const button = (kind: Act['kind'], cap: string): ReactNode =>
    mayAct(kind, status) && (
      <KeyButton
        cap={cap}
        label={t(`maintenance:act.${kind}`)}
        waits={!live}
        {...(live ? {} : { hint: t('maintenance:offline') })}
        onPress={() => onAct(kind)}
      />
    );
  return (
    <ScrollRegion className="mw-detail" aria-label={window.title}>
      <h2 className="mw-title" data-section={section}>
        <MarkIcon mark={section === 'overrun' ? 'overrun' : 'maintenance'} size={22} />
        <span>{window.title}</span>
      </h2>
      <p className="mw-now" data-section={section}>
        <strong className="mw-phase">{t(`maintenance:section.${section}`)}</strong>{' '}
        {whenWords(status, hubNow, speech)}
      </p>
      {section === 'overrun' && <p>{t('maintenance:overrunText')}</p>}
      {fate && (
        <p className="mw-fate" role="status">
          {t(`maintenance:fate.${fate.fate}`, { reason: fate.reason ?? '' })}
        </p>
      )}
      <div className="act-row">
        {window.origin === 'desk' && (
          <KeyButton cap="Enter" label={t('maintenance:act.edit')} onPress={onOpen} />
        )}
        {button('end', 'x')}
        {button('extend', '+')}
        {button('remove', 'Del')}
      </div>
      {window.description !== null && <p className="mw-description">{window.description}</p>}
      <dl className="mw-facts">
        {facts.map(([name, value]) =>
          value === null || value === '' ? null : (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
      <h3 className="panel-title">{t('maintenance:detail.expected')}</h3>
      <ul className="mw-effects">
        {window.effects.map(({ match, worst }) => (
          <li key={match}>
            {effectName(match, { graph, catalogue }, speech)}{' '}
            <span className="quiet">{t('maintenance:atWorst', { state: t(`states:${worst}`) })}</span>
          </li>
        ))}
      </ul>
      {run && (
        <>
          <h3 className="panel-title">{t('maintenance:detail.covers', { count: run.covers.length })}</h3>
          <ul className="mw-covered">
            {run.covers.slice(0, MAX_NAMED).map(({ node }) => (
              <Covered key={node} node={node} name={nodeName({ graph, catalogue }, node)} hubNow={hubNow} />
            ))}
          </ul>
          {run.covers.length > MAX_NAMED && (
            <p className="quiet">{t('maintenance:more', { count: run.covers.length - MAX_NAMED })}</p>
          )}
        </>
      )}
      {window.origin === 'file' && <p className="mw-origin">{t('maintenance:origin.fileText')}</p>}
    </ScrollRegion>
  );
}

/** A node that the window covers, and how it is at this moment. */
function Covered(props: {
  readonly node: string;
  readonly name: string;
  readonly hubNow: number;
}): ReactNode {
  const { node, name, hubNow } = props;
  const desk = useDeskStore();
  const status = useNode(node);
  const state = stateOf(status);
  return (
    <li>
      <StateShape state={state} size={state === 'normal' ? 12 : 16} quiet={status?.quiet != null} />
      <StateWord state={state} />
      <button type="button" className="link-button" onClick={() => desk.open({ view: 'service', node })}>
        {name}
      </button>
      {status && state !== 'normal' && <time>{formatSince(status.since, hubNow)}</time>}
    </li>
  );
}
