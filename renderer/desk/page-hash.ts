import { type DeskStore, MORE, type Page, pageOf, presentPage, TABS } from './desk-store';

/**
 * The page in the window's address, after the `#`: `alarms`, `service/dips-arena@mo`, `incident/ID`, `messages/ID`. A window
 * that is opened anew, or put back where it was, finds its page there.
 */
export function hashOf(page: Page): string {
  switch (page.view) {
    case 'service':
      return withId(page.view, page.node);
    case 'incident':
      return withId(page.view, page.incident);
    case 'callers':
    case 'catalogue':
      return withId(page.view, page.service);
    case 'scenes':
      return withId(page.view, page.scene);
    case 'messages':
      return withId(page.view, page.message);
    case 'shift-log':
      return withId(page.view, page.entry);
    case 'handovers':
      return withId(page.view, page.handover);
    case 'routines':
      return withId(page.view, page.item);
    case 'roster':
      return withId(page.view, page.form ? 'form' : null);
    default:
      return page.view;
  }
}

const withId = (view: string, id: string | null): string =>
  id === null ? view : `${view}/${encodeURIComponent(id)}`;

/** The page that an address names, with or without its `#`; null: none that we know. */
export function pageFromHash(hash: string): Page | null {
  const [view = '', ...rest] = hash.replace(/^#?\/?/, '').split('/');
  const id = decoded(rest.join('/'));
  if (view === 'service') return id === '' ? null : { view, node: id };
  if (view === 'incident') return id === '' ? null : { view, incident: id };
  if ((view === 'catalogue' || view === 'callers') && id !== '') return { view, service: id };
  if (view === 'scenes') return { view, scene: id === '' ? null : id };
  if (view === 'messages' && id !== '') return { view, message: id };
  if (view === 'shift-log' && id !== '') return { view, entry: id };
  if (view === 'handovers' && id !== '') return { view, handover: id };
  if (view === 'routines' && id !== '') return { view, item: id };
  if (view === 'roster') return { view, form: id === 'form' };
  if (view === 'figures') return { view };
  const tab = [...TABS, ...MORE].find((name) => name === view);
  return tab === undefined ? null : pageOf(tab);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

/** Keeps the address in step with the page. Returns a function that ends it. */
export function keepPageInHash(desk: DeskStore, view: Pick<Window, 'location' | 'history'>): () => void {
  const write = (): void => {
    const wanted = `#${hashOf(presentPage(desk.getState()))}`;
    // Replaced, not pushed: the way back is the desk's own trail, and the browser's would be a second one.
    if (view.location.hash !== wanted) view.history.replaceState(null, '', wanted);
  };
  write();
  return desk.subscribe(write);
}
