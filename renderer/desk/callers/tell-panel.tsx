import { type ReactNode, useMemo } from 'react';
import type { IncidentEntity } from '../../../shared/model/incidents';
import { formatAge, formatSince, formatUntil } from '../../../shared/time/format';
import { useT } from '../../i18n/react';
import { KeyButton } from '../../parts/key-cap';
import { ScrollRegion } from '../../parts/scroll-region';
import { StateShape } from '../../parts/state-shape-icon';
import { StateWord } from '../../parts/state-word';
import { useBoardPulse, useBoardStore, useLinkView } from '../../stores/board-react';
import { useCauses } from '../alarms/use-causes';
import { useActions, useDeskStore } from '../desk-context';
import { personName, subjectName } from '../events/command-words';
import { useEventNames } from '../events/use-event-names';
import { useWriteMessage } from '../messages/write-message';
import type { Subject } from './caller-lines';
import { ErrorText } from './known-error-panel';
import { useSupportActs } from './support-acts';
import { aboutOf, type Telling, tellOf } from './tell';
import { tellWords } from './tell-words';

/** Callers within this are "just now", ms. */
const RECENT_MS = 10 * 60_000;
const AGAIN_MS = 1_000;

/**
 * What to tell the thirteenth caller: whether it is known, since when, who has it, what to say, what to do meanwhile, and
 * when the next word comes.
 */
export function TellPanel(props: {
  readonly subject: Subject;
  readonly incidents: ReadonlyMap<string, IncidentEntity>;
  /** Goes to the service at another site. */
  readonly onSubject: (id: string) => void;
  readonly onCount: (id: string) => void;
}): ReactNode {
  const { subject, incidents, onSubject, onCount } = props;
  const speech = useT();
  const { t, lang } = speech;
  const desk = useDeskStore();
  const store = useBoardStore();
  const causes = useCauses();
  const names = useEventNames();
  const support = useSupportActs();
  const write = useWriteMessage();
  const actions = useActions();
  const link = useLinkView(1_000);
  const live = link.phase === 'live';
  const pulse = useBoardPulse(AGAIN_MS);
  const second = Math.floor(link.hubNow / 1_000) * 1_000;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the board changes in place; the pulse says when
  const telling = useMemo(() => {
    const { catalogue, graph, alarms, maintenance } = store.getState();
    const board = { catalogue, graph, alarms, maintenance, incidents };
    return tellOf(
      board,
      subject,
      (id) => store.node(id),
      (id) => causes.roots(id),
      second,
    );
  }, [store, subject, incidents, causes, second, pulse]);
  const words = useMemo(() => tellWords(telling, names, speech, second), [telling, names, speech, second]);
  const { message, report, incident, alarm, owner, next } = telling;
  return (
    <ScrollRegion className="tell" aria-label={t('callers:tell.label')}>
      <h2 className="node-title">
        <StateShape state={telling.state} size={telling.state === 'normal' ? 16 : 24} />
        <span className="node-state">
          <StateWord state={telling.state} />
        </span>
        <span>{subject.whole ? subject.service.name : subjectName(names, subject.id, speech)}</span>
      </h2>
      <p className="tell-known" data-known={telling.known}>
        {words.known}
      </p>
      {!live && (
        <p className="tell-then">
          {t('callers:tell.lastKnown', { time: formatSince(link.knownAt ?? second, second) })}
        </p>
      )}
      <dl className="tell-facts">
        {telling.since !== null && (
          <Fact label={t('callers:tell.since')}>
            {formatSince(telling.since, second)}, {formatAge(second - telling.since, lang)}
          </Fact>
        )}
        <Fact label={t('callers:tell.owner')}>
          {owner === null ? t('callers:tell.nobodyHas') : personName(names.people, owner)}
          {alarm !== null && alarm.id !== '' && <span className="quiet"> {alarm.id}</span>}
        </Fact>
        <Fact label={t('callers:tell.next')}>
          {next === null ? (
            t('callers:tell.noNext')
          ) : (
            <span className={next.late ? 'tell-late' : undefined}>
              {t(next.late ? 'callers:tell.late' : 'callers:tell.by', {
                time: formatUntil(next.at, second, lang),
              })}
            </span>
          )}
        </Fact>
        <Fact label={t('callers:tell.callers')}>
          <CallerWords telling={telling} now={second} />
        </Fact>
      </dl>
      <div className="act-row">
        <KeyButton cap="+" label={t('callers:add')} waits={!live} onPress={() => onCount(subject.id)} />
        <KeyButton
          cap="y"
          label={t(report === null ? 'callers:report.set' : 'callers:report.change')}
          waits={!live}
          onPress={() => support.report(subject.id)}
        />
        <KeyButton cap="m" label={t('messages:write')} onPress={() => write(aboutOf(telling))} />
        {incident !== null && (
          <button
            type="button"
            className="quiet-button"
            onClick={() => desk.open({ view: 'incident', incident: incident.id })}
          >
            {t('callers:tell.toIncident', { number: incident.number })}
          </button>
        )}
        {telling.routine !== null && (
          <button
            type="button"
            className="quiet-button"
            onClick={() => actions.openLink(telling.routine ?? '')}
          >
            {t('desk:head.routine')}
          </button>
        )}
      </div>
      <section className="panel tell-say">
        <h3 className="panel-title">{t('callers:tell.say')}</h3>
        <p className="tell-words">{words.say.join(' ')}</p>
        {words.act !== null && <p className="tell-act">{words.act}</p>}
      </section>
      <section className="panel">
        <h3 className="panel-title">{t('callers:tell.workaround')}</h3>
        {telling.workarounds.length === 0 && <p className="quiet">{t('callers:tell.noWorkaround')}</p>}
        {telling.workarounds.map((error) => (
          <ErrorText key={error.id} error={error} />
        ))}
      </section>
      {message !== null && (
        <section className="panel">
          <h3 className="panel-title">
            {t('callers:tell.message', {
              number: message.number,
              part: message.part,
              time: formatSince(message.approved?.at ?? message.at, second),
            })}
            <button
              type="button"
              className="link-button"
              onClick={() => desk.open({ view: 'messages', message: message.id })}
            >
              {t('callers:tell.toMessage')}
            </button>
          </h3>
          <p>
            <strong>{message.subject}</strong>
          </p>
          <p className="tell-message">{message.body}</p>
        </section>
      )}
      {telling.sites.length > 0 && (
        <section className="panel">
          <h3 className="panel-title">{t('callers:tell.sites')}</h3>
          <ul className="tell-sites">
            {telling.sites.map(({ node, state, callers }) => (
              <li key={node} data-current={node === subject.id ? '' : undefined}>
                <StateShape state={state} size={state === 'normal' ? 10 : 14} />
                <button type="button" className="link-button" onClick={() => onSubject(node)}>
                  {siteOf(subjectName(names, node, speech), subject.service.name)}
                </button>
                <StateWord state={state} />
                <span className="quiet">{callers === 0 ? '' : t('callers:count', { count: callers })}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </ScrollRegion>
  );
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }): ReactNode {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** `Lab, Bodø` without the service's name: the panel has said it. */
function siteOf(name: string, service: string): string {
  return name.startsWith(`${service}, `) ? name.slice(service.length + 2) : name;
}

function CallerWords({ telling, now }: { readonly telling: Telling; readonly now: number }): ReactNode {
  const { t, lang } = useT();
  const { callers, report } = telling;
  const recent = callers?.recent.filter((at) => now - at <= RECENT_MS).length ?? 0;
  return (
    <>
      {callers === null
        ? t('callers:tell.noCallers')
        : t('callers:tell.counted', {
            callers: t('callers:count', { count: callers.count }),
            recent,
            time: formatSince(callers.firstAt, now),
          })}
      {report !== null && (
        <span className="callers-reported">
          {t('callers:reported', { time: formatUntil(report.until, now, lang) })}
          {report.note === null ? '' : ` «${report.note}»`}
        </span>
      )}
    </>
  );
}
