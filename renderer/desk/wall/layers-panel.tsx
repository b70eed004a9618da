import type { ReactNode } from 'react';
import type { CommandPayload } from '../../../shared/contract/commands';
import { formatAge, formatUntil } from '../../../shared/time/format';
import { useT } from '../../i18n/react';
import { personName } from '../events/command-words';
import { panelName, sceneName } from '../events/wall-words';
import { nodeName } from '../model/row';
import type { Stage } from './use-stage';
import { useClear } from './use-wall-acts';
import type { WallNow } from './use-wall-now';
import { type SceneLayer, sceneLayers } from './wall-layers';
import { cellWords } from './wall-names';

/** What lies over one another on the wall, and what was put there besides; each can be taken away. */
export function LayersPanel(props: { readonly wall: WallNow; readonly stage: Stage }): ReactNode {
  const { wall: at, stage } = props;
  const { wall, said, view, waiting } = at;
  const { now, names } = stage;
  const { t } = useT();
  const words = useLineWords(stage);
  const { sent, spotlight, message } = wall;
  const lines: readonly Line[] = [
    ...sent.map((one) => ({
      key: one.id,
      what: 'sent' as const,
      id: one.id,
      name: t('walls:extra.sent', {
        panel: panelName(one.panel.kind, t),
        cell: cellWords(stage.displays, one.cell, t),
      }),
      note: stage.placed.unplaced.includes(one.id) ? t('walls:extra.unplaced') : null,
      lasts: one,
      waits: waiting.has(`sent:${one.id}`),
    })),
    ...(spotlight === null
      ? []
      : [
          {
            key: 'spotlight',
            what: 'spotlight' as const,
            name: t('walls:extra.spotlight', { name: nodeName(names, spotlight.node) }),
            note: null,
            lasts: spotlight,
            waits: waiting.has('spotlight'),
          },
        ]),
    ...(message === null
      ? []
      : [
          {
            key: 'message',
            what: 'message' as const,
            name: t('walls:extra.message', { text: message.text }),
            note: null,
            lasts: message,
            waits: waiting.has('message'),
          },
        ]),
  ];
  const shows = sceneLayers(view, said, now).find((layer) => layer.shows)?.kind;
  const layers = sceneLayers(view, wall, now).map((layer) => ({
    ...layer,
    // What waits is shown nowhere yet.
    shows: layer.kind === shows && !waits(layer, waiting),
  }));
  const hasAnything = lines.length > 0 || layers.some(({ kind, by }) => kind === 'take-over' || by !== null);
  const clear = useClear();
  return (
    <section className="panel" aria-labelledby="wall-layers">
      <div className="panel-title">
        <h2 id="wall-layers">{t('walls:layers.title')}</h2>
        <button type="button" className="quiet-button" disabled={!hasAnything} onClick={() => clear('all')}>
          {t('walls:clear.all')}
        </button>
      </div>
      <ol className="wall-layers">
        {layers.map((layer) => (
          <LayerLine
            key={layer.kind}
            layer={layer}
            at={at}
            stage={stage}
            detail={words.layer(layer, at)}
            waits={waits(layer, waiting)}
          />
        ))}
      </ol>
      {lines.length > 0 && <h3 className="wall-extras-title">{t('walls:extra.title')}</h3>}
      <ul className="wall-layers">
        {lines.map((line) => (
          <li key={line.key} data-waits={line.waits ? '' : undefined}>
            <div>
              <strong>{line.name}</strong>
              <p className="quiet">{words.lasts(line.lasts)}</p>
              {line.note !== null && <p className="wall-note">{line.note}</p>}
              {line.waits && <p className="wall-note">{t('walls:waits')}</p>}
            </div>
            <button
              type="button"
              className="quiet-button"
              aria-label={t('walls:clear.named', { name: line.name })}
              onClick={() => clear(line.what, line.id)}
            >
              {t('walls:clear.one')}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface Line {
  readonly key: string;
  readonly what: CommandPayload<'wall.clear'>['what'];
  readonly id?: string;
  readonly name: string;
  readonly note: string | null;
  readonly lasts: { readonly by: string; readonly until: number };
  readonly waits: boolean;
}

function waits({ kind }: SceneLayer, waiting: WallNow['waiting']): boolean {
  if (kind === 'rest') return false;
  return waiting.has(kind === 'take-over' ? 'takeOver' : kind);
}

function LayerLine(props: {
  readonly layer: SceneLayer;
  readonly at: WallNow;
  readonly stage: Stage;
  readonly detail: string;
  readonly waits: boolean;
}): ReactNode {
  const { layer, at, stage, detail } = props;
  const { t } = useT();
  const clear = useClear();
  const name = sceneName(stage.names, layer.scene);
  // What the catalogue says is not a person's to take away.
  const mine =
    layer.kind === 'choice' || layer.kind === 'take-over' || (layer.kind === 'rotation' && layer.by !== null);
  const what = layer.kind === 'choice' ? 'scene' : layer.kind === 'take-over' ? 'take-over' : 'rotation';
  const kind = t(`walls:layer.${layer.kind}`);
  return (
    <li data-shows={layer.shows ? '' : undefined} data-waits={props.waits ? '' : undefined}>
      <div>
        <p className="wall-layer-kind">
          {kind}
          {layer.shows && <span className="wall-shown-mark">{t('walls:layer.shows')}</span>}
          {layer.kind === 'rotation' && at.wall.shown.why === 'held' && (
            <span className="wall-shown-mark">{t('walls:layer.held')}</span>
          )}
        </p>
        <strong>{layer.kind === 'rotation' ? turnWords(at, stage, t) : name}</strong>
        <p className="quiet">{detail}</p>
        {props.waits && <p className="wall-note">{t('walls:waits')}</p>}
      </div>
      {mine && (
        <button
          type="button"
          className="quiet-button"
          aria-label={t('walls:clear.named', { name: `${kind}: ${name}` })}
          onClick={() => clear(what)}
        >
          {t(layer.kind === 'take-over' ? 'walls:clear.sendAway' : 'walls:clear.one')}
        </button>
      )}
    </li>
  );
}

/** The scenes of a rotation with their times: `Normal 1 min, Vaktskifte 30 s`. */
function turnWords({ wall, view }: WallNow, { names }: Stage, t: ReturnType<typeof useT>['t']): string {
  const plan = view.catalogue.get('wall-plan:room');
  const planned = plan?.kind === 'wall-plan' ? plan.value.rotation : [];
  return (wall.rotation?.turns ?? planned)
    .map(({ scene, forMs }) =>
      t('walls:layer.turn', { scene: sceneName(names, scene), seconds: Math.round(forMs / 1_000) }),
    )
    .join(', ');
}

function useLineWords({ now, names }: Stage) {
  const { t, lang } = useT();
  const lasts = ({ by, until }: { readonly by: string; readonly until: number }): string => {
    const who = personName(names.people, by);
    // A hub that is away ends nothing; nor does a window by itself.
    if (until <= now) return t('walls:lasts.over', { by: who, time: formatUntil(until, now, lang) });
    return t('walls:lasts.by', {
      by: who,
      time: formatUntil(until, now, lang),
      left: formatAge(until - now, lang),
    });
  };
  const layer = (one: SceneLayer, { wall }: WallNow): string => {
    const about = one.about === null ? [] : [t('walls:lasts.about', { name: nodeName(names, one.about) })];
    if (one.by !== null && one.until !== null)
      return [...about, lasts({ by: one.by, until: one.until })].join(' · ');
    if (one.kind === 'take-over') {
      const because = wall.takeOver?.because ?? [];
      const calls = t('walls:lasts.because', {
        // A number is not torn at its hyphen.
        calls: because
          .slice(0, 4)
          .map((call) => call.replaceAll('-', '\u2011'))
          .join(', '),
        count: because.length,
      });
      const ends =
        one.until === null
          ? t('walls:lasts.calls')
          : t('walls:lasts.ends', { time: formatUntil(one.until, now, lang) });
      return [...about, ...(because.length > 0 ? [calls] : []), ends].join(' · ');
    }
    return t('walls:lasts.catalogue');
  };
  return { lasts, layer };
}
