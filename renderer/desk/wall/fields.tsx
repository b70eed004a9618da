import { type ReactNode, useId } from 'react';
import type { WallCell, WallDisplay } from '../../../shared/model/wall';
import { formatUntil } from '../../../shared/time/format';
import { useT } from '../../i18n/react';
import { DigitChoice } from '../alarms/digit-choice';
import type { NodeName } from '../routines/node-names';
import { type Length, lengthWords, untilOf } from './lengths';
import { type CellSize, resized, WHOLE } from './wall-cells';
import { WallMiniature } from './wall-miniature';
import { cellWords } from './wall-names';

/** How long it stays, by its digit, and until when that is. `now`: the hub's clock, ms UTC. */
export function LengthField(props: {
  readonly lengths: readonly Length[];
  readonly chosen: Length;
  readonly now: number;
  readonly onChoose: (length: Length) => void;
}): ReactNode {
  const { lengths, chosen, now, onChoose } = props;
  const { t, lang } = useT();
  return (
    <div className="wall-length">
      <DigitChoice
        label={t('walls:length.label')}
        options={lengths.map((id) => ({ id, name: lengthWords(id, t) }))}
        chosen={chosen}
        onChoose={(id) => id !== null && onChoose(id)}
      />
      <p className="quiet">
        {t('walls:length.until', { time: formatUntil(untilOf(chosen, now), now, lang) })}
      </p>
    </div>
  );
}

/** A service, at a site where it has sites, by its name or how it begins. */
export function NodeField(props: {
  readonly label: string;
  readonly help?: string;
  readonly names: readonly NodeName[];
  readonly text: string;
  readonly first?: boolean;
  readonly onChange: (text: string) => void;
}): ReactNode {
  const { label, help, names, text, first, onChange } = props;
  const id = useId();
  const list = useId();
  return (
    <div className="act-field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="text"
        className="text-field"
        list={list}
        autoComplete="off"
        value={text}
        data-first={first ? '' : undefined}
        onChange={(event) => onChange(event.target.value)}
      />
      <datalist id={list}>
        {names.slice(0, 600).map((one) => (
          <option key={one.id} value={one.name} />
        ))}
      </datalist>
      {help !== undefined && <span className="quiet">{help}</span>}
    </div>
  );
}

/** Parts of a display that can be sent to, by name. */
const SIZES = {
  whole: WHOLE,
  halfWide: { w: 6, h: 12 },
  halfHigh: { w: 12, h: 6 },
  quarter: { w: 6, h: 6 },
} as const satisfies Record<string, CellSize>;
type SizeName = keyof typeof SIZES;
const SIZE_NAMES = Object.keys(SIZES) as readonly SizeName[];

/** Which display, or which part of one: in the miniature, by click or by arrow keys. */
export function CellField(props: {
  readonly displays: readonly WallDisplay[];
  /** Displays that no window says it shows. */
  readonly dark: ReadonlySet<string>;
  readonly cell: WallCell | null;
  readonly onChange: (cell: WallCell) => void;
  readonly words: (display: WallDisplay) => string;
}): ReactNode {
  const { displays, dark, cell, onChange, words } = props;
  const { t } = useT();
  const present = SIZE_NAMES.find((name) => {
    const { w, h } = SIZES[name];
    return (cell?.at?.w ?? WHOLE.w) === w && (cell?.at?.h ?? WHOLE.h) === h;
  });
  const size = SIZES[present ?? 'whole'];
  return (
    <div className="wall-cell-field">
      <DigitChoice
        label={t('walls:part.label')}
        options={SIZE_NAMES.map((id) => ({ id, name: t(`walls:part.size.${id}`) }))}
        chosen={present ?? null}
        onChoose={(id) => id !== null && cell !== null && onChange(resized(cell, SIZES[id]))}
      />
      <p className="quiet">
        {cell === null
          ? t('walls:send.noDisplay')
          : t('walls:send.to', { cell: cellWords(displays, cell, t) })}
      </p>
      {cell !== null && dark.has(cell.display) && (
        <p className="wall-note" role="status">
          {t('walls:send.dark')}
        </p>
      )}
      <WallMiniature
        displays={displays}
        selected={cell}
        onPick={onChange}
        dark={dark}
        size={size}
        words={words}
        label={t('walls:send.where')}
      />
    </div>
  );
}
