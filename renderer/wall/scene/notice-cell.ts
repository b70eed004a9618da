import type { NodeState } from '../../../shared/model/states';
import type { PlacedPanel } from '../../../shared/rules/wall/layout-of';
import type { SceneFault } from '../../../shared/rules/wall/scene-faults';
import type { Translate } from '../../i18n';
import { type Group, group, type Item, type MeasureText, type Rect, text } from '../layout/display-list';
import { fitText } from '../layout/fit-text';
import type { TypeScale } from '../type-scale';

/** What stands in a panel's place when the panel itself cannot. */
export interface Notice {
  readonly title: string;
  /** Most pressing first; the last give way where there is no room. */
  readonly lines: readonly string[];
  /** Its shape; null: none. */
  readonly state: NodeState | null;
}

/** A plain picture in words, for what cannot be drawn. */
export function drawNotice(
  key: string,
  rect: Rect,
  { title, lines, state }: Notice,
  scale: TypeScale,
  measure: MeasureText,
): Group {
  const line = Math.max(1, Math.round(2 * scale.unit));
  const pad = Math.round(Math.min(32 * scale.unit, rect.w * 0.06, rect.h * 0.12));
  const items: Item[] = [
    {
      kind: 'rect',
      ...rect,
      fill: null,
      stroke: '--line-2',
      line,
      dashed: true,
      radius: Math.round(4 * scale.unit),
    },
  ];
  const shape = state === null ? 0 : Math.min(scale.second, rect.h - 2 * pad);
  const x = rect.x + pad + (state === null ? 0 : shape + Math.round(scale.second * 0.4));
  const width = Math.max(1, rect.x + rect.w - pad - x);
  const bottom = rect.y + rect.h - pad;
  let y = rect.y + pad;
  if (state !== null)
    items.push({ kind: 'shape', x: rect.x + pad, y: Math.round(y), size: Math.round(shape * 0.86), state });
  const put = (
    value: string,
    size: number,
    weight: number,
    colour: '--text-1' | '--text-2',
    most: number,
  ): void => {
    const fit = fitText(
      value,
      { size, minSize: Math.max(1, size * 0.55), weight, width, maxLines: most },
      measure,
    );
    for (const words of fit.lines) {
      if (y + fit.size > bottom + 1) return;
      items.push(text(words, { x, y: Math.round(y + fit.size * 0.86) }, { size: fit.size, weight, colour }));
      y += fit.size * 1.3;
    }
  };
  put(title, scale.second, 600, '--text-1', 2);
  for (const words of lines) put(words, scale.fourth, 400, '--text-2', 3);
  return { ...group(key, rect, items), clipped: true };
}

/** What is wrong with a panel, in words; `whole`: nothing of it can be shown. Null: nothing is. */
export function faultOf(
  { faults, settings }: PlacedPanel,
  t: Translate,
): { readonly whole: boolean; readonly words: string } | null {
  const [first] = faults;
  if (first === undefined) return null;
  const whole = faults.some((fault) => isWhole(fault, faults, settings));
  const words = [...new Set(faults.map((fault) => faultWords(fault, t)))];
  return { whole, words: words.join('. ') };
}

function isWhole(
  { severity, code, path }: SceneFault,
  all: readonly SceneFault[],
  settings: PlacedPanel['settings'],
): boolean {
  if (severity === 'error' || code === 'unknown-kind') return true;
  const field = path[path.length - 2];
  const value = typeof field === 'string' ? settings[field] : undefined;
  // Of a list, what is still there is shown.
  if (!Array.isArray(value)) return true;
  return all.filter((fault) => fault.path[fault.path.length - 2] === field).length >= value.length;
}

function faultWords({ code, facts, path }: SceneFault, t: Translate): string {
  switch (code) {
    case 'unknown-kind':
      return t('wall:fault.kind', { kind: facts.kind ?? '' });
    case 'unknown-node':
      return t('wall:fault.node', { id: facts.id ?? '' });
    case 'unknown-family':
      return t('wall:fault.family', { id: facts.id ?? '' });
    case 'unknown-site':
      return t('wall:fault.site', { id: facts.id ?? '' });
    case 'unknown-team':
      return t('wall:fault.team', { id: facts.id ?? '' });
    default:
      // What the schema says of it is for whoever edits the scene, in the editor's words.
      return t('wall:fault.settings', {
        name: path.slice(path.lastIndexOf('settings') + 1).join('.') || (facts.kind ?? code),
      });
  }
}
