import type { PanelKind, PanelSettings } from '../../../shared/model/panels';
import type { Language } from '../../../shared/time/format';
import type { Translate } from '../../i18n';
import type { BoardState } from '../../stores/board-store';
import type { LinkView } from '../../stores/link-view';
import type { Group, MeasureText, Rect } from '../layout/display-list';
import type { WallModel } from '../model/wall-model';
import type { TypeScale } from '../type-scale';
import type { Asked } from './asked';

/**
 * What a kind of panel is to the wall. Facts are found in the board (at most four times a second, and at least every ten
 * seconds); drawing is a pure function of facts, place and time, in device pixels, and may run every second. The scene puts
 * the title bar above it (`PanelHead`), cuts it at bezels, and frames what is sent or in the spotlight.
 */

/** What facts are found from. Nothing else may be read. */
export interface PanelContext {
  readonly state: BoardState;
  /** The statuses as the mosaic has them, by node: shared, never changed by a panel. */
  readonly model: WallModel;
  /** ms UTC by the hub's clock. */
  readonly hubNow: number;
  /** The node that the scene is about; null: none. A panel's own `about` setting goes before it. */
  readonly about: string | null;
  /** What only the hub or the disk can tell: asked in the background, shown when it is there. */
  readonly asked: Asked;
  readonly t: Translate;
  readonly lang: Language;
}

/** What stands in the title bar: every panel shows the bound of its data's age. */
export interface PanelHead {
  /** Instead of the kind's own name; null: that. */
  readonly title: string | null;
  /** The oldest observation that the panel rests on, ms UTC; null: it rests on none (a plan, a picture). */
  readonly oldest: number | null;
  /** It cannot vouch for what it shows, and why, in words; null: it can. A lost hub needs no word here. */
  readonly stale: string | null;
}

/** Facts of a panel: whatever it draws, and what its title bar says. */
export interface PanelFacts {
  readonly head: PanelHead;
}

/** How it is drawn. */
export interface PanelView {
  readonly scale: TypeScale;
  readonly link: LinkView;
  /** In this second what nobody has acknowledged stands out. */
  readonly beat: boolean;
  readonly lang: Language;
  readonly t: Translate;
  readonly measure: MeasureText;
  /** Put before the key of every group, with a slash. */
  readonly key: string;
}

export interface PanelDrawing {
  /** Within the body, none over another. Keys begin with the view's `key`. */
  readonly groups: readonly Group[];
  /** What it says, line by line, for screen readers and tests. */
  readonly said: readonly string[];
  /** Rows, nodes, points that there was no room for: the title bar says how many. */
  readonly leftOut: number;
}

/** A kind of panel. */
export interface PanelDefinition<K extends PanelKind, F extends PanelFacts> {
  readonly kind: K;
  facts(settings: PanelSettings<K>, context: PanelContext): F;
  /** `body`: device px, below the title bar; for a panel that spans displays its whole, of which this display sees a part. */
  draw(facts: F, body: Rect, view: PanelView): PanelDrawing;
}

/** A kind of panel whose settings and facts nobody else needs to know. */
export interface AnyPanel {
  readonly kind: PanelKind;
  /** Settings as the scene has them, already checked against the kind's schema. */
  facts(settings: unknown, context: PanelContext): PanelFacts;
  draw(facts: PanelFacts, body: Rect, view: PanelView): PanelDrawing;
}

/** Makes a kind of panel one among others. Its facts go nowhere but back to itself. */
export function definePanel<K extends PanelKind, F extends PanelFacts>(
  definition: PanelDefinition<K, F>,
): AnyPanel {
  return {
    kind: definition.kind,
    facts: (settings, context) => definition.facts(settings as PanelSettings<K>, context),
    draw: (facts, body, view) => definition.draw(facts as F, body, view),
  };
}
