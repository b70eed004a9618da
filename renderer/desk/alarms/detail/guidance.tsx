import { type ReactNode, useMemo } from 'react';
import type { Call } from '../../../../shared/model/alarms';
import { type Contact, parseNodeId, type Team } from '../../../../shared/model/catalogue';
import { onCallNow } from '../../../../shared/rules/on-call';
import { formatSince, formatUntil } from '../../../../shared/time/format';
import { useT } from '../../../i18n/react';
import { KeyCap } from '../../../parts/key-cap';
import { useBoard, useBoardStore, useLinkView } from '../../../stores/board-react';
import { useActions, useDeskStore } from '../../desk-context';
import { guidanceOf } from '../use-alarm-keys';

/** What it means, what to do, and whom to call now: by the alarm's class and the on-call list, also offline. */
export function Guidance({ node }: { readonly node: string }): ReactNode {
  const { t } = useT();
  const actions = useActions();
  const catalogue = useBoard((state) => state.catalogue);
  const version = useBoard((state) => state.catalogueVersion);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the catalogue changes in place; its version says when
  const found = useMemo(() => guidanceOf(node, { catalogue }), [node, catalogue, version]);
  const service = catalogue.get(`service:${parseNodeId(node).service}`);
  const runbook = found?.runbook ?? (service?.kind === 'service' ? service.value.runbook : null);
  const routine =
    found?.emergencyRoutine ?? (service?.kind === 'service' ? service.value.emergencyRoutine : null);
  const link = (cap: string, label: string, url: string | null): ReactNode =>
    url === null ? null : (
      <li>
        <KeyCap cap={cap} />{' '}
        <button type="button" className="link-button" title={url} onClick={() => actions.openLink(url)}>
          {label}
        </button>
      </li>
    );
  return (
    <section className="panel guidance">
      <div>
        <h3>{t('alarms:guidance.means')}</h3>
        {found?.meaning == null && found?.consequence == null && (
          <p className="quiet">{t('alarms:guidance.noMeaning')}</p>
        )}
        {found?.meaning != null && <p>{found.meaning}</p>}
        {found?.consequence != null && <p>{found.consequence}</p>}
        {found?.timeAvailableMin != null && (
          <p>
            <strong>{t('alarms:guidance.time', { count: found.timeAvailableMin })}</strong>
          </p>
        )}
      </div>
      <div>
        <h3>{t('alarms:guidance.do')}</h3>
        {(found?.steps.length ?? 0) === 0 ? (
          <p className="quiet">{t('alarms:guidance.noSteps')}</p>
        ) : (
          <ol className="steps">
            {found?.steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        )}
        <ul className="guidance-links">
          {link('b', t('alarms:guidance.runbook'), runbook)}
          {link('e', t('alarms:guidance.routine'), routine)}
        </ul>
      </div>
      <div>
        <h3>{t('alarms:guidance.call')}</h3>
        <Callees node={node} teams={found?.call ?? []} />
      </div>
    </section>
  );
}

function Callees({ node, teams }: { readonly node: string; readonly teams: readonly string[] }): ReactNode {
  const { t, lang } = useT();
  const desk = useDeskStore();
  const store = useBoardStore();
  const { hubNow } = useLinkView(10_000);
  const version = useBoard((state) => state.catalogueVersion);
  const alarms = useBoard((state) => state.alarmsVersion);
  const minute = Math.floor(hubNow / 60_000) * 60_000;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the catalogue changes in place; its version says when
  const onCall = useMemo(
    () =>
      teams.flatMap((id) => {
        const entity = store.getState().catalogue.get(`team:${id}`);
        if (entity?.kind !== 'team') return [];
        return [{ team: entity.value, now: onCallNow(entity.value, minute) }];
      }),
    [store, teams, version, minute],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the map changes in place; its version says when
  const calls = useMemo(() => lastCalls(node, store.getState().alarms), [node, store, alarms]);
  if (onCall.length === 0) return <p className="quiet">{t('alarms:guidance.nobody')}</p>;
  return (
    <ul className="callees">
      {onCall.map(({ team, now }, index) => {
        const call = calls.get(team.id);
        return (
          <li key={team.id}>
            <button
              type="button"
              className="link-button"
              onClick={() => desk.show({ kind: 'on-call', node, team: team.id })}
            >
              {team.name}
            </button>{' '}
            {index === 0 && <KeyCap cap="v" />}
            <div>{now === null ? t('alarms:guidance.noneOnCall') : contactWords(now.contacts[0], team)}</div>
            <div className="quiet">
              {call
                ? t(`alarms:guidance.called.${call.outcome}`, {
                    name: call.contact,
                    time: formatSince(call.at, hubNow),
                    eta: call.etaAt === null ? '' : formatUntil(call.etaAt, hubNow, lang),
                  })
                : t('alarms:guidance.notCalled')}
            </div>
          </li>
        );
      })}
    </ul>
  );
}

function contactWords(contact: Contact | undefined, team: Team): string {
  return contact === undefined ? team.name : `${contact.name} ${contact.phone}`;
}

/** The newest call about a node to each team. */
function lastCalls(
  node: string,
  alarms: ReturnType<ReturnType<typeof useBoardStore>['getState']>['alarms'],
): ReadonlyMap<string, Call> {
  const found = new Map<string, Call>();
  for (const entity of alarms.values()) {
    if (entity.kind !== 'call' || entity.value.node !== node) continue;
    const before = found.get(entity.value.team);
    if (!before || before.at < entity.value.at) found.set(entity.value.team, entity.value);
  }
  return found;
}
