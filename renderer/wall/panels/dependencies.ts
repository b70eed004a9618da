import { formatAge, formatSince } from '../../../shared/time/format';
import { group, type Rect } from '../layout/display-list';
import { type DependencyFacts, dependencyFacts } from './dependencies/dependency-facts';
import { drawPicture } from './dependencies/draw-picture';
import { alone, isThen } from './drawing';
import { definePanel, type PanelDrawing, type PanelView } from './panel';
import { type Line, Sheet } from './sheet';

/** What hangs on a cause, and what it hangs on. */
export const dependenciesPanel = definePanel({
  kind: 'dependencies',
  facts: ({ about, depth }, context): DependencyFacts =>
    dependencyFacts(about ?? context.about, depth, context),
  draw(facts, body, view) {
    const { t } = view;
    // Where the hub sees nothing, that nothing is wrong would not be true.
    if (facts.kind === 'nothing') return said(facts.head.stale ?? t('panels:causes.none'), body, view);
    if (facts.kind === 'gone') return said(t('panels:dependencies.gone', { what: facts.about }), body, view);
    return drawn(facts, body, view);
  },
});

function said(words: string, body: Rect, view: PanelView): PanelDrawing {
  return { groups: [group(`${view.key}/said`, body, [alone(words, body, view)])], said: [words], leftOut: 0 };
}

type Facts = Extract<DependencyFacts, { kind: 'picture' }>;

/** What, where, since when; the picture; what runs on its last leg. */
function drawn(facts: Facts, body: Rect, view: PanelView): PanelDrawing {
  const { scale, t } = view;
  const { lead, picture } = facts;
  const top = new Sheet(body, view);
  const line = leadLine(facts, view);
  // Large where the picture below still has most of the panel.
  const large = top.heightOf([line], scale.first) <= body.h * 0.16;
  const size = large ? scale.first : scale.third;
  const headHeight = Math.min(body.h, top.heightOf([line], size));
  const head = new Sheet({ ...body, h: headHeight }, view);
  head.line(line, size);
  const all = weakenedLines(facts, body.w, view);
  // The picture comes before names of what still works.
  const notes = body.h < scale.third * LARGE_PICTURE ? all.slice(0, 1) : all;
  const footHeight = notes.reduce((sum, note) => sum + head.heightOf([note], scale.third), 0);
  const fits = body.h - headHeight - footHeight >= scale.third * LEAST_PICTURE;
  const low = fits ? footHeight : 0;
  const foot = new Sheet({ ...body, y: body.y + body.h - low, h: low }, view);
  if (fits) for (const note of notes) foot.line(note, scale.third);
  const air = Math.round(scale.third * 0.5);
  const area = {
    ...body,
    y: body.y + headHeight + air,
    h: Math.max(1, body.h - headHeight - low - 2 * air),
  };
  const middle = drawPicture(facts, area, view);
  const alone = picture.boxes.length === 1 && picture.leftOut === 0;
  return {
    groups: [head.group('head'), middle.group, ...(low > 0 ? [foot.group('foot')] : [])],
    said: [
      ...head.said,
      ...picture.boxes
        .filter(({ root }) => !root)
        .map(({ service, state }) => `${service.name}: ${t(`states:${state}`)}`),
      ...(alone && lead.state !== 'normal' ? [t('panels:dependencies.nothing')] : []),
      ...notes.map(({ words }) => words),
    ],
    leftOut: middle.leftOut + (fits ? 0 : picture.weakened.length),
  };
}

/** A picture lower than this is no picture, in type sizes of lists. */
const LEAST_PICTURE = 4;
/** A panel lower than this has no room for names below its picture. */
const LARGE_PICTURE = 14;

function leadLine({ lead }: Facts, view: PanelView): Line {
  const { link, lang, t } = view;
  const { what, state, quiet, word, colour, since } = lead;
  const at = since === null ? '' : ` ${formatSince(since, link.hubNow)}`;
  const age = since === null || isThen(view) ? '' : ` · ${formatAge(Math.max(0, link.hubNow - since), lang)}`;
  return {
    words: what,
    strong: true,
    marks: state === 'normal' ? [] : [{ kind: 'shape', state, quiet }],
    end: `${word}${at}${age}`,
    endColour: colour,
    endStrong: true,
    said: `${what}: ${word}${since === null ? '' : ` ${t('panels:since', { at: at.trim() })}`}${age}`,
  };
}

/** How many lost an alternative; then their names, as far as a line goes. */
function weakenedLines({ picture: { weakened } }: Facts, width: number, view: PanelView): readonly Line[] {
  const { scale, t, measure } = view;
  if (weakened.length === 0) return [];
  const words = t('panels:dependencies.weakened', { count: weakened.length });
  const marks = [{ kind: 'shape', state: 'redundancy-lost' }] as const;
  const names = weakened.map(({ name }) => name);
  const row = (count: number): string =>
    [
      ...names.slice(0, count),
      ...(count < names.length ? [t('wall:more', { count: names.length - count })] : []),
    ].join(', ');
  let count = names.length;
  while (count > 0 && measure(row(count), scale.third, 400) > width) count -= 1;
  const lead: Line = { words, strong: true, colour: '--redundancy', marks };
  return count === 0 ? [lead] : [lead, { words: row(count), colour: '--text-2' }];
}
