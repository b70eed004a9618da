import { isPanelKind } from '../../../shared/model/panels';
import type { Group, MeasureText, Rect } from '../layout/display-list';
import { sameGroup } from '../layout/display-list';
import type { PanelContext, PanelDrawing, PanelFacts, PanelView } from '../panels/panel';
import { PANELS } from '../panels/registry';
import type { DisplayView } from '../view';
import { settingsOf } from './panel-cell';
import { CALM_MS } from './scene-board';

/** Facts are found anew at least so often, ms: times pass though nothing changes. */
const FACTS_MS = 10_000;

/** A fault of a panel's own code. */
class PanelFault extends Error {
  override readonly name = 'PanelFault';
}

/**
 * One panel of the scene on one display: keeps its facts and its drawing, and finds and draws them anew only when there is
 * cause. What its code throws is its own: the rest of the wall lives.
 */
export class PanelRunner {
  readonly #key: string;
  readonly #kind: string;
  readonly #settings: unknown;
  #facts: PanelFacts | null = null;
  #seen = '';
  #at = Number.NEGATIVE_INFINITY;
  #drawing: {
    readonly key: string;
    readonly drawing: PanelDrawing;
    readonly groups: readonly Group[];
  } | null = null;
  #logged = new Set<string>();
  /** What its own code threw last, in words; null: nothing. */
  fault: string | null = null;

  constructor(key: string, kind: string, settings: unknown) {
    this.#key = key;
    this.#kind = kind;
    this.#settings = settingsOf(kind, settings);
  }

  get facts(): PanelFacts | null {
    return this.#facts;
  }

  /** Whether its facts would be found anew. `version`: what they are found from. */
  isDue(version: string, mono: number): boolean {
    const since = mono - this.#at;
    return since >= FACTS_MS || (version !== this.#seen && since >= CALM_MS);
  }

  /** Finds its facts, if they are due. Returns whether they were. */
  find(context: PanelContext, version: string, mono: number): boolean {
    if (!this.isDue(version, mono)) return false;
    this.#seen = version;
    this.#at = mono;
    this.#drawing = null;
    this.#facts = this.#try(() => panelOf(this.#kind).facts(this.#settings, context));
    return true;
  }

  /**
   * Draws it. `key`: changes with whatever the drawing depends on besides its facts. `visible`: what of the body is seen
   * on this display; what reaches out of it is cut.
   */
  draw(
    key: string,
    body: Rect,
    visible: Rect,
    view: DisplayView,
    measure: MeasureText,
  ): {
    readonly groups: readonly Group[];
    readonly said: readonly string[];
    readonly leftOut: number;
  } | null {
    const facts = this.#facts;
    if (facts === null) return null;
    const known = this.#drawing;
    if (known?.key !== key) {
      const { scale, link, beat, lang, t } = view;
      const asked: PanelView = { scale, link, beat, lang, t, measure, key: this.#key };
      const drawing = this.#try(() => panelOf(this.#kind).draw(facts, body, asked));
      if (drawing === null) return null;
      const before = new Map((known?.groups ?? []).map((one) => [one.key, one]));
      const groups = drawing.groups.flatMap((one) => {
        const cut = cutGroup(one, visible);
        if (cut === null) return [];
        const old = before.get(cut.key);
        return [old && sameGroup(old, cut) ? old : cut];
      });
      this.#drawing = { key, drawing, groups };
    }
    const { drawing, groups } = this.#drawing as NonNullable<typeof known>;
    return { groups, said: drawing.said, leftOut: drawing.leftOut };
  }

  #try<T>(run: () => T): T | null {
    try {
      const value = run();
      this.fault = null;
      return value;
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      this.fault = words;
      if (!this.#logged.has(words)) {
        this.#logged.add(words);
        console.error(new PanelFault(`${this.#key} (${this.#kind}): ${words}`, { cause: error }));
      }
      return null;
    }
  }
}

function panelOf(kind: string) {
  const panel = isPanelKind(kind) ? PANELS.get(kind) : undefined;
  if (!panel) throw new PanelFault(`no panel of the kind ${kind}`);
  return panel;
}

/** What of a group lies in a rectangle; null: nothing does. */
function cutGroup(one: Group, within: Rect): Group | null {
  const x = Math.max(one.x, within.x);
  const y = Math.max(one.y, within.y);
  const w = Math.min(one.x + one.w, within.x + within.w) - x;
  const h = Math.min(one.y + one.h, within.y + within.h) - y;
  if (w <= 0 || h <= 0) return null;
  if (w === one.w && h === one.h) return one;
  return { ...one, x, y, w, h, clipped: true };
}
