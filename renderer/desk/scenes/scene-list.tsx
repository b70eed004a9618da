import type { ReactNode } from 'react';
import type { Scene } from '../../../shared/model/wall';
import { formatSince } from '../../../shared/time/format';
import { useT } from '../../i18n/react';
import { ScrollRegion } from '../../parts/scroll-region';
import { useBoard, useLinkView } from '../../stores/board-react';
import { personName } from '../events/command-words';
import type { SceneEdits } from './edit-store';
import { formName } from './scene-edits';
import type { GoneScene } from './use-scenes';

/** A line of the list. */
export type SceneLine =
  | { readonly kind: 'scene'; readonly id: string; readonly scene: Scene }
  /** New, and not saved yet. */
  | { readonly kind: 'begun'; readonly id: string; readonly name: string }
  | { readonly kind: 'gone'; readonly id: string; readonly gone: GoneScene };

/** Every line: what was begun here and is nowhere else, then the scenes there are, then those that can be had back. */
export function sceneLines(
  scenes: readonly Scene[],
  gone: readonly GoneScene[],
  edits: SceneEdits,
): readonly SceneLine[] {
  const there = new Set([...scenes, ...gone].map(({ id }) => id));
  const begun = Object.entries(edits).filter(([id]) => !there.has(id));
  return [
    ...begun.map(([id, { draft }]) => ({ kind: 'begun' as const, id, name: draft.name })),
    ...scenes.map((scene) => ({ kind: 'scene' as const, id: scene.id, scene })),
    ...gone.map((one) => ({ kind: 'gone' as const, id: one.id, gone: one })),
  ];
}

/** The scenes of the wall; one of them is in focus. */
export function SceneList(props: {
  readonly lines: readonly SceneLine[];
  readonly focused: string | null;
  readonly edits: SceneEdits;
  /** The scene that the wall shows now. */
  readonly shown: string;
  readonly onFocus: (id: string) => void;
  readonly onOpen: (id: string) => void;
}): ReactNode {
  const { lines, focused, edits, shown, onFocus, onOpen } = props;
  const { t } = useT();
  return (
    <ScrollRegion className="scene-rows" aria-label={t('scene-editor:list.label')}>
      <ul>
        {lines.map((line) => (
          <li key={line.id}>
            <button
              type="button"
              className="scene-row"
              data-scene={line.id}
              data-gone={line.kind === 'gone' ? '' : undefined}
              aria-current={line.id === focused}
              onFocus={() => onFocus(line.id)}
              onClick={() => onFocus(line.id)}
              onKeyDown={(event) => {
                if (event.key !== 'Enter') return;
                // Not the press of a button: the row in focus is opened.
                event.preventDefault();
                onOpen(line.id);
              }}
              onDoubleClick={() => onOpen(line.id)}
            >
              <strong>{nameOf(line) || t('scene-editor:list.nameless')}</strong>
              <span className="scene-marks">
                {line.kind === 'scene' && line.id === shown && (
                  <em className="scene-mark">{t('scene-editor:list.shown')}</em>
                )}
                {edits[line.id] !== undefined && (
                  <em className="scene-mark" data-unsaved="">
                    {t(
                      edits[line.id]?.sent == null
                        ? 'scene-editor:save.unsaved'
                        : 'scene-editor:save.underWay',
                    )}
                  </em>
                )}
              </span>
              <span className="quiet">
                <LineWords line={line} />
              </span>
            </button>
          </li>
        ))}
      </ul>
    </ScrollRegion>
  );
}

function nameOf(line: SceneLine): string {
  if (line.kind === 'begun') return line.name;
  return line.kind === 'scene' ? line.scene.name : line.gone.newest.scene.name;
}

function LineWords({ line }: { readonly line: SceneLine }): ReactNode {
  const { t } = useT();
  const people = useBoard((state) => state.people);
  const { hubNow } = useLinkView(60_000);
  if (line.kind === 'begun') return t('scene-editor:version.new');
  if (line.kind === 'gone') {
    const { removedAt } = line.gone.newest;
    return t('scene-editor:list.gone', {
      time: removedAt === null ? '' : formatSince(removedAt, hubNow),
    });
  }
  const { scene } = line;
  const forms = scene.arrangements.map(formName).join(' ');
  const version =
    scene.version === 0
      ? t('scene-editor:version.builtIn')
      : t('scene-editor:version.by', {
          version: scene.version,
          by: personName(people, scene.by),
          time: formatSince(scene.at, hubNow),
        });
  return `${version} · ${forms}`;
}
