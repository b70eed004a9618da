import { type ReactNode, useMemo, useState } from 'react';
import type { WallCell } from '../../../shared/model/wall';
import { wallPlanOf } from '../../../shared/rules/wall/read-wall';
import { formatAge, formatSince, formatUntil } from '../../../shared/time/format';
import { useT } from '../../i18n/react';
import { KeyButton } from '../../parts/key-cap';
import { Notice } from '../../parts/notice';
import { ScrollRegion } from '../../parts/scroll-region';
import { useLinkView } from '../../stores/board-react';
import { useActions, useDeskStore } from '../desk-context';
import { personName } from '../events/command-words';
import { panelName, sceneName } from '../events/wall-words';
import { useKeys } from '../keys/use-keys';
import { nodeName } from '../model/row';
import { steadyScene, wallComputers, websOf } from './health-model';
import { HealthPanel } from './health-panel';
import { LayersPanel } from './layers-panel';
import { useDarkDisplays } from './use-dark-displays';
import { type Stage, useStage } from './use-stage';
import { useClear } from './use-wall-acts';
import { useWallHealth } from './use-wall-health';
import { useWallNow, type WallNow } from './use-wall-now';
import { returnsTo } from './wall-layers';
import { WallMiniature } from './wall-miniature';
import { cellWords } from './wall-names';

/** The wall from a desk: what it shows and why, the command of it, and how its computers fare. */
export function WallPage(): ReactNode {
  const { t } = useT();
  const desk = useDeskStore();
  const actions = useActions();
  const stage = useStage();
  const at = useWallNow();
  const live = useLinkView(1_000).phase === 'live';
  const health = useWallHealth();
  const clear = useClear();
  const [picked, setPicked] = useState<WallCell | null>(null);
  const { displays, placed, now } = stage;
  const planned = wallPlanOf(at.view.catalogue).displays;
  // While nobody answers, they are as they were when somebody last did: it is the desk that hears nothing, not they that
  // say nothing.
  const heardAt = health.fault === null ? now : (health.at ?? now);
  const computers = health.answer === null ? [] : wallComputers(health.answer, planned, heardAt);
  const dark = useDarkDisplays(health, displays, now);
  const webs = useMemo(
    () => (health.answer === null ? [] : websOf(wallComputers(health.answer, [], 0))),
    [health],
  );
  const cell = displays.some(({ id }) => id === picked?.display) ? picked : null;
  const here = placed.panels.filter(({ display }) => display === cell?.display);
  const sentHere = here.find(({ sent }) => sent !== null);
  const act = {
    scene: () => desk.show({ kind: 'wall-act', act: 'scene', scene: null }),
    rotate: () => desk.show({ kind: 'wall-act', act: 'rotate' }),
    send: () => desk.show({ kind: 'wall-act', act: 'send', cell }),
    spotlight: () => desk.show({ kind: 'wall-act', act: 'spotlight' }),
    message: () => desk.show({ kind: 'wall-act', act: 'message' }),
    scenes: () => desk.open({ view: 'scenes', scene: null }),
  };
  const takeAway = (): boolean => {
    if (sentHere === undefined) return false;
    clear('sent', sentHere.panel);
    return true;
  };
  useKeys({
    wallScene: act.scene,
    wallRotate: act.rotate,
    wallSend: act.send,
    wallSpotlight: act.spotlight,
    wallMessage: act.message,
    wallScenes: act.scenes,
    remove: takeAway,
  });
  return (
    <div className="wall-page">
      <ScrollRegion className="wall-main" aria-label={t('walls:title')}>
        <div className="list-head">
          <KeyButton cap="s" label={t('walls:act.scene')} waits={!live} onPress={act.scene} />
          <KeyButton cap="r" label={t('walls:act.rotate')} waits={!live} onPress={act.rotate} />
          <KeyButton cap="p" label={t('walls:act.send')} waits={!live} onPress={act.send} />
          <KeyButton cap="f" label={t('walls:act.spotlight')} waits={!live} onPress={act.spotlight} />
          <KeyButton cap="b" label={t('walls:act.message')} waits={!live} onPress={act.message} />
          <KeyButton cap="e" label={t('walls:act.scenes')} onPress={act.scenes} />
          <span className="wall-head-right">
            <button type="button" className="quiet-button" onClick={() => actions.openWindow('wall')}>
              {t('walls:openHere')}
            </button>
          </span>
        </div>
        <ShownLine at={at} stage={stage} live={live} />
        {displays.length === 0 ? (
          <Notice title={t('walls:miniature.none')} text={t('walls:miniature.noneText')} />
        ) : (
          <div className="wall-stage">
            <WallMiniature
              displays={displays}
              selected={cell}
              onPick={setPicked}
              dark={dark}
              webs={webs}
              words={stage.words}
            />
          </div>
        )}
        <p className="wall-picked-line" role="status">
          {cell === null ? t('walls:pick') : `${cellWords(displays, cell, t)}: ${pickedWords(stage, cell)}`}{' '}
          {sentHere !== undefined && (
            <KeyButton cap="Del" label={t('walls:clear.one')} waits={!live} onPress={() => void takeAway()} />
          )}
        </p>
        <LeftOut at={at} stage={stage} />
        <HealthPanel
          health={health}
          computers={computers}
          stage={stage}
          wanted={steadyScene(at.said.shown, now)}
        />
      </ScrollRegion>
      <aside className="wall-side" aria-label={t('walls:layers.title')}>
        <LayersPanel wall={at} stage={stage} />
      </aside>
    </div>
  );
}

function pickedWords(stage: Stage, cell: WallCell): string {
  const display = stage.displays.find(({ id }) => id === cell.display);
  return display === undefined ? '' : stage.words(display);
}

/** What the wall shows, why, by whom, until when, and what it goes back to. */
function ShownLine(props: {
  readonly at: WallNow;
  readonly stage: Stage;
  readonly live: boolean;
}): ReactNode {
  const { at, stage, live } = props;
  const { wall, said, view } = at;
  const { now, names } = stage;
  const { t, lang } = useT();
  const { shown } = said;
  const next = returnsTo(view, said, now);
  const facts = [
    ...(shown.about === null ? [] : [t('walls:lasts.about', { name: nodeName(names, shown.about) })]),
    shown.by === null
      ? t(`walls:why.${shown.why}`)
      : t(`walls:whyBy.${shown.why}`, { by: personName(names.people, shown.by) }),
    ...(shown.at > 0 ? [t('walls:since', { time: formatSince(shown.at, now) })] : []),
    ...(shown.until === null
      ? []
      : [
          t('walls:until', {
            time: formatUntil(shown.until, now, lang),
            left: formatAge(Math.max(0, shown.until - now), lang),
          }),
        ]),
    ...(next === null ? [] : [t('walls:returns', { scene: sceneName(names, next.scene) })]),
  ];
  const waits = at.waiting.has('choice') || at.waiting.has('rotation') || at.waiting.has('takeOver');
  return (
    <div className="wall-shown">
      <h2>{sceneName(names, stage.scene)}</h2>
      <p className="wall-shown-facts">{facts.join(' · ')}</p>
      {!live && <p className="wall-note">{t('walls:notLive')}</p>}
      {waits && (
        <p className="wall-note">{t('walls:waitsScene', { scene: sceneName(names, wall.shown.scene) })}</p>
      )}
    </div>
  );
}

/** What there is no room for on the displays that are there. */
function LeftOut({ at, stage }: { readonly at: WallNow; readonly stage: Stage }): ReactNode {
  const { t } = useT();
  const { left } = stage.placed;
  if (left.length === 0) return null;
  const scene = at.view.wall.get(`scene:${stage.scene}`);
  const kinds = new Map(
    (scene?.kind === 'scene' ? scene.value.arrangements : []).flatMap(({ panels }) =>
      panels.map(({ id, kind }) => [id, kind] as const),
    ),
  );
  const names = left.map((id) => panelName(kinds.get(id) ?? id, t)).join(', ');
  return <p className="wall-note">{t('walls:leftOut', { count: left.length, names })}</p>;
}
