import { type ReactNode, useRef, useState } from 'react';
import { TURNS_MOST, WALL_SUBJECT } from '../../../shared/model/wall';
import { scenesOf, wallPlanOf } from '../../../shared/rules/wall/read-wall';
import { useT } from '../../i18n/react';
import { FormDialog, type Made } from '../incidents/forms/form-dialog';
import { LengthField } from './fields';
import { type Length, untilOf } from './lengths';
import { useStage } from './use-stage';
import { useWallNow } from './use-wall-now';

/** A scene in turn, as it is written. */
interface Row {
  readonly key: number;
  readonly scene: string;
  /** Seconds, as written. */
  readonly seconds: string;
}

/** The shortest and longest turn, s. */
const LEAST_S = 5;
const MOST_S = 24 * 3_600;

/** Scenes in turn, each for its own time. An alarm that nobody has taken holds them at the resting scene. */
export function RotateDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t } = useT();
  const { view, wall } = useWallNow();
  const { now } = useStage();
  const make = useRef<() => Made>(() => []);
  const next = useRef(0);
  const scenes = scenesOf(view.wall);
  const row = (scene: string, seconds: number): Row => {
    next.current += 1;
    return { key: next.current, scene, seconds: String(seconds) };
  };
  const [rows, setRows] = useState<readonly Row[]>(() => {
    const turns = wall.rotation?.turns ?? wallPlanOf(view.catalogue).rotation;
    if (turns.length > 1) return turns.map(({ scene, forMs }) => row(scene, Math.round(forMs / 1_000)));
    return scenes.slice(0, 2).map(({ id }) => row(id, 60));
  });
  const [length, setLength] = useState<Length>('watch');
  const set = (key: number, change: Partial<Row>): void =>
    setRows((all) => all.map((one) => (one.key === key ? { ...one, ...change } : one)));
  make.current = () => {
    if (rows.length < 2) return t('walls:rotate.needTwo');
    const turns = rows.map(({ scene, seconds }) => ({ scene, forMs: Math.round(Number(seconds) * 1_000) }));
    const wrong = turns.some(({ forMs }) => !(forMs >= LEAST_S * 1_000 && forMs <= MOST_S * 1_000));
    if (wrong) return t('walls:rotate.needSeconds', { least: LEAST_S, most: MOST_S });
    const payload = { turns, until: untilOf(length, now) };
    return [{ kind: 'wall.rotate' as const, subject: WALL_SUBJECT, payload }];
  };
  return (
    <FormDialog
      title={t('walls:rotate.title')}
      kind="wall.rotate"
      label={t('walls:rotate.give')}
      make={make}
      onClose={onClose}
    >
      <p className="quiet">{t('walls:rotate.text')}</p>
      <ol className="wall-turns">
        {rows.map(({ key, scene, seconds }, index) => (
          <li key={key}>
            <select
              className="text-field"
              aria-label={t('walls:rotate.scene', { number: index + 1 })}
              value={scene}
              data-first={index === 0 ? '' : undefined}
              onChange={(event) => set(key, { scene: event.target.value })}
            >
              {scenes.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
            <input
              className="text-field"
              inputMode="numeric"
              aria-label={t('walls:rotate.seconds', { number: index + 1 })}
              value={seconds}
              onChange={(event) => set(key, { seconds: event.target.value })}
            />
            <span className="quiet">{t('walls:rotate.unit')}</span>
            <button
              type="button"
              className="quiet-button"
              disabled={rows.length <= 2}
              aria-label={t('walls:rotate.removeAt', { number: index + 1 })}
              onClick={() => setRows((all) => all.filter((one) => one.key !== key))}
            >
              {t('walls:rotate.remove')}
            </button>
          </li>
        ))}
      </ol>
      <div className="act-row">
        <button
          type="button"
          className="quiet-button"
          disabled={rows.length >= TURNS_MOST}
          onClick={() => setRows((all) => [...all, row(scenes[all.length % scenes.length]?.id ?? '', 60)])}
        >
          {t('walls:rotate.add')}
        </button>
      </div>
      <LengthField
        lengths={['hour', 'four', 'watch', 'day']}
        chosen={length}
        now={now}
        onChoose={setLength}
      />
    </FormDialog>
  );
}
