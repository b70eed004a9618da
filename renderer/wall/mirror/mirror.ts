import { NODE_STATES } from '../../../shared/model/states';
import { formatSeconds, formatSince } from '../../../shared/time/format';
import { detailWords } from '../layout/callout-details';
import { handWords } from '../layout/callout-hands';
import { calloutState, calloutWords } from '../layout/callout-words';
import { outlineRoom } from '../layout/cells';
import type { Rect } from '../layout/display-list';
import { asideWords, unexplainedWords, watchSaid } from '../layout/foot';
import type { WallGeometry } from '../layout/geometry';
import { handoverDue } from '../layout/handover-scene';
import type { WallLayout } from '../layout/layout-wall';
import { tickGrid, tickRect } from '../layout/ticks';
import { ASIDE_KINDS } from '../model/aside';
import { type Slot, slotState } from '../model/wall-model';
import { isLastKnown, linkWords, notesOf, type WallView } from '../view';

/** Nodes that are listed one by one; past this their number is told. */
export const MAX_LISTED = 1_000;

/** How the picture stands in the window. */
export interface Glass {
  /** Device pixels in a CSS pixel. */
  readonly ratio: number;
  /** The picture's corner, CSS pixels from the window's. */
  readonly x: number;
  readonly y: number;
}

/**
 * The picture as DOM: what is not normal, the totals, the link and the banner, for screen readers and tests.
 * It is kept up to date in the number of changes, like the picture. Times in attributes are ms UTC, places are
 * CSS pixels `x,y,w,h`.
 */
export class Mirror {
  readonly #root: HTMLElement;
  readonly #parts: Parts;
  readonly #listed = new Map<string, HTMLLIElement>();
  #epoch = '';
  #alert = '';

  constructor(root: HTMLElement) {
    this.#root = root;
    this.#parts = buildParts(root);
  }

  /**
   * Shows a picture that has been painted.
   * @param moved nodes whose picture changed since the last call
   */
  update(
    view: WallView,
    layout: WallLayout,
    geometry: WallGeometry,
    moved: Iterable<Slot>,
    glass: Glass,
  ): void {
    const { room, banner, link, callouts } = this.#parts;
    setText(room, view.room?.name ?? '');
    setData(room, { demo: String(view.room?.demo ?? false) });
    this.#updateLink(link, view);
    const alert = layout.banner ? [layout.banner.title, layout.banner.detail ?? ''].join(' ').trim() : '';
    // An alert is announced whenever its text is set: only when it says something else.
    if (alert !== this.#alert) {
      this.#alert = alert;
      banner.textContent = alert;
    }
    setData(banner, { banner: layout.banner?.kind ?? '' });
    this.#updateTotals(view);
    fill(callouts, layout.shown, (callout) => {
      const { what, where } = calloutWords(callout.subject, view);
      return {
        text: [
          sentence(
            view,
            where === '' ? what : `${what}, ${where}`,
            calloutState(callout, view).word,
            callout.since,
          ),
          ...detailWords(callout, view),
          callout.attention?.holder?.name ?? handWords(callout, view)?.words,
        ]
          .filter((part) => part !== undefined)
          .join('. '),
        data: {
          callout: callout.key,
          state: callout.subject.kind === 'overrun' ? 'overrun' : callout.state,
          priority: String(callout.priority),
          since: String(callout.since ?? ''),
          follows: String(callout.follows),
          alarm: callout.attention?.state ?? '',
          holder: callout.attention?.holder?.initials ?? '',
          basis: callout.news.basis ?? 'measured',
          back: callout.news.recovery ? `${callout.news.recovery.back}/${callout.news.recovery.all}` : '',
          incident: callout.news.incident?.number ?? '',
          severity: callout.news.incident?.severity ?? '',
          callers: String(callout.news.callers),
          unexplained: String(callout.news.unexplained),
          nodes: callout.nodes.slice(0, 50).join(' '),
        },
      };
    });
    setData(callouts, { more: String(layout.more) });
    fill(this.#parts.notes, notesOf(view), (note) => ({ text: note.text, data: { note: note.key } }));
    this.#updateShiftChange(view);
    setText(this.#parts.empty, layout.empty ? `${layout.empty.title}. ${layout.empty.detail}` : '');
    setData(this.#parts.empty, { empty: layout.empty?.kind ?? '' });
    this.#updateNodes(view, layout, geometry, moved, glass);
    setData(this.#root, {
      legible: String(view.scale.legible),
      arcminutes: view.scale.arcMinutes.toFixed(1),
    });
  }

  /** The running clock; not announced. */
  tick(view: WallView): void {
    setText(this.#parts.clock, formatSeconds(view.link.hubNow));
  }

  #updateLink(element: HTMLElement, view: WallView): void {
    const { link, linkState } = view;
    const words = linkWords(view);
    setText(element, [words.state, words.age].filter((part) => part !== '').join(', '));
    const lost = link.trouble === 'silent' ? 'lost' : link.trouble;
    setData(element, {
      link: link.phase === 'empty' ? 'empty' : (lost ?? link.phase),
      phase: link.phase,
      trouble: link.trouble ?? '',
      since: String(Math.round(link.since)),
      known: String(link.knownAt ?? ''),
      oldest: String(linkState?.oldestObservedAt ?? ''),
      unobserved: String(linkState?.unobserved ?? ''),
      offset: String(Math.round(linkState?.offsetMs ?? 0)),
    });
  }

  #updateTotals(view: WallView): void {
    const { totals } = this.#parts;
    const services = view.model.serviceTotals();
    const nodes = view.model.nodeTotals();
    const heard = view.totals;
    const words = NODE_STATES.filter((state) => state !== 'normal' && heard[state] > 0).map(
      (state) => `${heard[state]} ${view.t(`states:${state}`).toLocaleLowerCase(view.lang)}`,
    );
    const all = view.model.axes.services;
    const counted = view.t('wall:totals', { normal: services.normal, all });
    const first = isLastKnown(view) ? view.t('wall:totalsThen', { counted }) : counted;
    const aside = view.aside.map((one) => asideWords(one, view, true));
    const watch = watchSaid(view);
    const alone = unexplainedWords(view);
    const more = [...(alone ? [alone.words] : []), ...words, ...aside, ...(watch ? [watch.long] : [])];
    setText(totals, [first, ...more].join(', '));
    const counts: Record<string, string> = {
      totals: '',
      services: String(all),
      nodes: String(view.model.nodes),
    };
    for (const kind of ASIDE_KINDS) {
      counts[camel(kind)] = String(view.aside.find((one) => one.kind === kind)?.count ?? 0);
    }
    counts.watch = String(view.watch?.consoles ?? '');
    counts.unexplained = String(view.unexplained ?? '');
    for (const state of NODE_STATES) {
      counts[camel(state)] = String(nodes[state]);
      counts[camel(`services-${state}`)] = String(services[state]);
    }
    setData(totals, counts);
  }

  /** The shift change: in words wherever one is made, whether or not this display shows it. */
  #updateShiftChange(view: WallView): void {
    const { shiftChange } = this.#parts;
    const { handover } = view;
    fill(shiftChange, handover?.items ?? [], (item) => ({
      text: `${item.title}: ${item.owner ?? view.t('wall:handover.nobody')} → ${item.to ?? view.t('wall:handover.undecided')}`,
      data: { item: '', said: String(item.said) },
    }));
    const named = handover && view.t('wall:handover.title', { from: handover.from, to: handover.to });
    shiftChange.setAttribute('aria-label', named ? `${named}. ${handoverDue(handover, view)}` : '');
    setData(shiftChange, {
      handover: handover?.state ?? '',
      late: String(handover?.lateSince ?? ''),
      shown: String(view.shiftChange),
    });
  }

  #updateNodes(
    view: WallView,
    layout: WallLayout,
    geometry: WallGeometry,
    moved: Iterable<Slot>,
    glass: Glass,
  ): void {
    const { abnormal } = this.#parts;
    const epoch = `${layout.cellEpoch}/${glass.ratio}/${glass.x},${glass.y}/${view.shiftChange}`;
    const places = new Map(view.model.cells.map((cell, index) => [cell, geometry.cells[index]]));
    // While this display shows the shift change, no cell has a place on it.
    const placeOf = (slot: Slot): Rect | null =>
      view.shiftChange ? null : (places.get(slot.cell)?.rect ?? null);
    const show = (slot: Slot): void => this.#showNode(slot, placeOf(slot), view, glass);
    if (epoch !== this.#epoch) {
      this.#epoch = epoch;
      abnormal.replaceChildren();
      this.#listed.clear();
      for (const slot of view.model.abnormal.values()) show(slot);
    } else {
      for (const slot of moved) show(slot);
      if (this.#listed.size < Math.min(MAX_LISTED, view.model.abnormal.size)) {
        for (const slot of view.model.abnormal.values()) if (!this.#listed.has(slot.node.id)) show(slot);
      }
    }
    const omitted = view.model.abnormal.size - this.#listed.size;
    setText(this.#parts.omitted, omitted > 0 ? view.t('wall:mirror.omitted', { count: omitted }) : '');
    abnormal.setAttribute('aria-label', view.t('wall:mirror.abnormal'));
    setData(abnormal, { abnormal: String(view.model.abnormal.size), omitted: String(omitted) });
  }

  #showNode(slot: Slot, rect: Rect | null, view: WallView, glass: Glass): void {
    const { id } = slot.node;
    const state = slotState(slot);
    let item = this.#listed.get(id);
    if (state === 'normal') {
      item?.remove();
      this.#listed.delete(id);
      return;
    }
    if (!item) {
      if (this.#listed.size >= MAX_LISTED) return;
      item = document.createElement('li');
      this.#listed.set(id, item);
      this.#parts.abnormal.append(item);
    }
    const site = slot.node.site === null ? null : view.model.site(slot.node.site);
    const what = site ? `${slot.node.service.name}, ${site.name}` : slot.node.service.name;
    const since = slot.status?.since ?? null;
    const quiet = slot.aside ?? slot.status?.quiet?.kind ?? null;
    const flapping = slot.status?.flapping ?? false;
    const said = [
      sentence(view, what, view.t(`states:${state}`), since),
      ...(quiet === null ? [] : [view.t(`states:mark.${quiet}`)]),
      ...(flapping ? [view.t('states:mark.flapping')] : []),
    ];
    setText(item, said.join('. '));
    const { length } = slot.cell.slots;
    const tick =
      rect && length > 1 ? tickRect(slot.index, tickGrid(length, rect, outlineRoom(rect, view.scale))) : rect;
    setData(item, {
      node: id,
      state,
      since: String(since ?? ''),
      criticality: String(slot.node.service.criticality),
      quiet: quiet ?? '',
      flapping: flapping ? 'flapping' : '',
      known: isLastKnown(view) ? 'last-known' : 'live',
      rect: rect ? cssRect(rect, glass) : '',
      tick: tick ? cssRect(tick, glass) : '',
    });
  }
}

interface Parts {
  readonly room: HTMLElement;
  readonly link: HTMLElement;
  readonly banner: HTMLElement;
  readonly totals: HTMLElement;
  readonly callouts: HTMLElement;
  readonly abnormal: HTMLElement;
  readonly omitted: HTMLElement;
  readonly notes: HTMLElement;
  readonly shiftChange: HTMLElement;
  readonly empty: HTMLElement;
  readonly clock: HTMLElement;
}

function buildParts(root: HTMLElement): Parts {
  const add = (tag: string, set: Record<string, string> = {}): HTMLElement => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(set)) element.setAttribute(name, value);
    root.append(element);
    return element;
  };
  root.replaceChildren();
  return {
    room: add('h1'),
    banner: add('div', { role: 'alert' }),
    link: add('p'),
    totals: add('p'),
    callouts: add('ol'),
    abnormal: add('ul'),
    omitted: add('p'),
    notes: add('ul'),
    shiftChange: add('ul'),
    empty: add('p', { role: 'status' }),
    clock: add('p', { 'aria-hidden': 'true', 'data-clock': '' }),
  };
}

function sentence(view: WallView, what: string, word: string, since: number | null): string {
  if (since === null) return view.t('wall:mirror.node', { what, state: word });
  return view.t('wall:mirror.nodeSince', { what, state: word, at: formatSince(since, view.link.hubNow) });
}

/** Makes the children of a list say these things, touching only what differs. */
function fill<T>(
  list: HTMLElement,
  values: readonly T[],
  say: (value: T) => { readonly text: string; readonly data: Readonly<Record<string, string>> },
): void {
  while (list.childElementCount > values.length) list.lastElementChild?.remove();
  values.forEach((value, index) => {
    let item = list.children[index] as HTMLElement | undefined;
    if (!item) {
      item = document.createElement('li');
      list.append(item);
    }
    const { text, data } = say(value);
    setText(item, text);
    setData(item, data);
  });
}

function setText(element: HTMLElement, value: string): void {
  if (element.textContent !== value) element.textContent = value;
}

function setData(element: HTMLElement, data: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(data)) {
    if (element.dataset[name] !== value) element.dataset[name] = value;
  }
}

const camel = (name: string): string =>
  name.replaceAll(/-(.)/gu, (_, letter: string) => letter.toUpperCase());

function cssRect(rect: Rect, { ratio, x, y }: Glass): string {
  return [rect.x / ratio + x, rect.y / ratio + y, rect.w / ratio, rect.h / ratio]
    .map((value) => Math.round(value * 100) / 100)
    .join(',');
}
