import { NODE_STATES } from '../../../shared/model/states';
import { formatSeconds, formatSince } from '../../../shared/time/format';
import { detailWords } from '../layout/callout-details';
import { handWords } from '../layout/callout-hands';
import { calloutState, calloutWords } from '../layout/callout-words';
import { outlineRoom } from '../layout/cells';
import type { Rect } from '../layout/display-list';
import { asideWords, unexplainedWords, watchSaid } from '../layout/foot';
import { tickGrid, tickRect } from '../layout/ticks';
import { ASIDE_KINDS } from '../model/aside';
import { type Slot, slotState } from '../model/wall-model';
import type { DrawnCell } from '../scene/cell-drawer';
import type { DrawnMosaic } from '../scene/mosaic-runner';
import type { SceneFrame } from '../scene/scene-picture';
import { type DisplayView, isLastKnown, linkWords, notesOf } from '../view';

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
  update(frame: SceneFrame, moved: Iterable<Slot>, glass: Glass): void {
    const { view, cells } = frame;
    const { room, banner, link, callouts } = this.#parts;
    setText(room, view.room?.name ?? '');
    setData(room, { demo: String(view.room?.demo ?? false) });
    this.#updateLink(link, view);
    const alert = frame.banner ? [frame.banner.title, frame.banner.detail ?? ''].join(' ').trim() : '';
    // An alert is announced whenever its text is set: only when it says something else.
    if (alert !== this.#alert) {
      this.#alert = alert;
      banner.textContent = alert;
    }
    setData(banner, { banner: frame.banner?.kind ?? '' });
    this.#updateTotals(frame);
    const mosaics = cells.flatMap(({ mosaic }) => (mosaic === null ? [] : [mosaic]));
    const shown = mosaics.flatMap((one) => one.layout.shown.map((callout) => ({ callout, view: one.view })));
    fill(callouts, shown, ({ callout, view: own }) => {
      const { what, where } = calloutWords(callout.subject, own);
      return {
        text: [
          sentence(
            own,
            where === '' ? what : `${what}, ${where}`,
            calloutState(callout, own).word,
            callout.since,
          ),
          ...detailWords(callout, own),
          callout.attention?.holder?.name ?? handWords(callout, own)?.words,
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
    setData(callouts, { more: String(mosaics.reduce((sum, { layout }) => sum + layout.more, 0)) });
    this.#updatePanels(cells, glass);
    fill(this.#parts.notes, notesOf(view), (note) => ({ text: note.text, data: { note: note.key } }));
    this.#updateHandover(view);
    setText(this.#parts.empty, frame.empty ? `${frame.empty.title}. ${frame.empty.detail}` : '');
    setData(this.#parts.empty, { empty: frame.empty?.kind ?? '' });
    setText(this.#parts.message, frame.message?.text ?? '');
    setText(this.#parts.why, frame.why.join('. '));
    this.#updateNodes(view, mosaics, moved, glass, frame.list.epoch);
    setData(this.#root, {
      legible: String(view.scale.legible),
      arcminutes: view.scale.arcMinutes.toFixed(1),
      display: frame.display ?? '',
      number: String(frame.number),
      scene: frame.scene,
      spotlight: frame.spotlight ?? '',
    });
    this.#root.setAttribute(
      'aria-label',
      [String(frame.number), frame.title].filter((one) => one !== '').join(' '),
    );
  }

  /** Every panel of the display: what it says, line by line, and whether it can. */
  #updatePanels(cells: readonly DrawnCell[], glass: Glass): void {
    const { panels } = this.#parts;
    while (panels.childElementCount > cells.length) panels.lastElementChild?.remove();
    cells.forEach((cell, index) => {
      let section = panels.children[index] as HTMLElement | undefined;
      if (!section) {
        section = document.createElement('section');
        panels.append(section);
      }
      const { placed, title, rect, said, fault, stale, leftOut, sent } = cell;
      setData(section, {
        panel: placed.panel,
        kind: placed.kind,
        rect: cssRect(rect, glass),
        oldest: String(cell.oldest ?? ''),
        fault: fault ?? '',
        stale: stale ?? '',
        left: String(leftOut),
        sent: sent ?? '',
      });
      section.setAttribute('aria-label', title);
      fill(section, said, (text) => ({ text, data: {} }), 'p');
    });
  }

  /** The running clock; not announced. */
  tick(view: Pick<DisplayView, 'link'>): void {
    setText(this.#parts.clock, formatSeconds(view.link.hubNow));
  }

  #updateLink(element: HTMLElement, view: DisplayView): void {
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

  /** Of the whole room, whatever part of it stands on this display. */
  #updateTotals({ view, findings }: SceneFrame): void {
    const { totals } = this.#parts;
    const services = view.model.serviceTotals();
    const nodes = view.model.nodeTotals();
    const heard = view.model.heardTotals();
    const words = NODE_STATES.filter((state) => state !== 'normal' && heard[state] > 0).map(
      (state) => `${heard[state]} ${view.t(`states:${state}`).toLocaleLowerCase(view.lang)}`,
    );
    const all = view.model.axes.services;
    const counted = view.t('wall:totals', { normal: services.normal, all });
    const first = isLastKnown(view) ? view.t('wall:totalsThen', { counted }) : counted;
    const aside = findings.aside.map((one) => asideWords(one, view, true));
    const said = { ...view, ...findings };
    const watch = watchSaid(said);
    const alone = unexplainedWords(said);
    const more = [...(alone ? [alone.words] : []), ...words, ...aside, ...(watch ? [watch.long] : [])];
    setText(totals, [first, ...more].join(', '));
    const counts: Record<string, string> = {
      totals: '',
      services: String(all),
      nodes: String(view.model.nodes),
    };
    for (const kind of ASIDE_KINDS) {
      counts[camel(kind)] = String(findings.aside.find((one) => one.kind === kind)?.count ?? 0);
    }
    counts.watch = String(findings.watch?.consoles ?? '');
    counts.unexplained = String(findings.unexplained ?? '');
    for (const state of NODE_STATES) {
      counts[camel(state)] = String(nodes[state]);
      counts[camel(`services-${state}`)] = String(services[state]);
    }
    setData(totals, counts);
  }

  /** The shift change that is being made, in words. */
  #updateHandover({ handover, t }: DisplayView): void {
    const { shiftChange } = this.#parts;
    fill(shiftChange, handover?.items ?? [], (item) => ({
      text: `${item.title}: ${item.owner ?? t('wall:handover.nobody')} → ${item.to ?? t('wall:handover.undecided')}`,
      data: { item: '', said: String(item.said) },
    }));
    const named = handover && t('wall:handover.title', { from: handover.from, to: handover.to });
    shiftChange.setAttribute('aria-label', named ?? '');
    setData(shiftChange, { handover: handover?.state ?? '', late: String(handover?.lateSince ?? '') });
  }

  #updateNodes(
    view: DisplayView,
    mosaics: readonly DrawnMosaic[],
    moved: Iterable<Slot>,
    glass: Glass,
    epoch: string,
  ): void {
    const { abnormal } = this.#parts;
    const cellEpochs = mosaics.map(({ layout }) => layout.cellEpoch).join('|');
    const next = `${epoch}/${view.model.structure}/${isLastKnown(view)}/${cellEpochs}/${glass.ratio}/${glass.x},${glass.y}`;
    const places = mosaics.map((one) => ({
      ...one,
      rects: new Map(one.view.mosaic.cells.map((cell, index) => [cell, one.geometry.cells[index]])),
    }));
    const show = (slot: Slot): void => {
      // The first mosaic that has it: a node may stand in two.
      for (const { view: own, rects } of places) {
        const at = own.mosaic.placeOf(slot.node.id);
        const rect = at && rects.get(at.cell)?.rect;
        if (!at || !rect) continue;
        const { length } = at.cell.slots;
        const tick =
          length > 1 ? tickRect(at.index, tickGrid(length, rect, outlineRoom(rect, own.scale))) : rect;
        this.#showNode(slot, { rect, tick }, view, glass);
        return;
      }
      this.#showNode(slot, null, view, glass);
    };
    if (next !== this.#epoch) {
      this.#epoch = next;
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

  /** `place`: null: it has none on this display. */
  #showNode(
    slot: Slot,
    place: { readonly rect: Rect; readonly tick: Rect } | null,
    view: DisplayView,
    glass: Glass,
  ): void {
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
    setData(item, {
      node: id,
      state,
      since: String(since ?? ''),
      criticality: String(slot.node.service.criticality),
      quiet: quiet ?? '',
      flapping: flapping ? 'flapping' : '',
      known: isLastKnown(view) ? 'last-known' : 'live',
      rect: place ? cssRect(place.rect, glass) : '',
      tick: place ? cssRect(place.tick, glass) : '',
    });
  }
}

interface Parts {
  readonly room: HTMLElement;
  readonly link: HTMLElement;
  readonly banner: HTMLElement;
  readonly totals: HTMLElement;
  readonly callouts: HTMLElement;
  readonly panels: HTMLElement;
  readonly message: HTMLElement;
  readonly why: HTMLElement;
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
    panels: add('div', { 'data-panels': '' }),
    message: add('p', { 'data-message': '' }),
    why: add('p', { 'data-why': '' }),
    abnormal: add('ul'),
    omitted: add('p'),
    notes: add('ul'),
    shiftChange: add('ul'),
    empty: add('p', { role: 'status' }),
    clock: add('p', { 'aria-hidden': 'true', 'data-clock': '' }),
  };
}

function sentence(
  view: Pick<DisplayView, 't' | 'link'>,
  what: string,
  word: string,
  since: number | null,
): string {
  if (since === null) return view.t('wall:mirror.node', { what, state: word });
  return view.t('wall:mirror.nodeSince', { what, state: word, at: formatSince(since, view.link.hubNow) });
}

/** Makes the children of a list say these things, touching only what differs. */
function fill<T>(
  list: HTMLElement,
  values: readonly T[],
  say: (value: T) => { readonly text: string; readonly data: Readonly<Record<string, string>> },
  tag: 'li' | 'p' = 'li',
): void {
  while (list.childElementCount > values.length) list.lastElementChild?.remove();
  values.forEach((value, index) => {
    let item = list.children[index] as HTMLElement | undefined;
    if (!item) {
      item = document.createElement(tag);
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
