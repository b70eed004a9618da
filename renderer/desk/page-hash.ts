import { type DeskStore, type Page, pageOf, presentPage, TABS } from './desk-store';

/**
 * The page in the window's address, after the `#`: `alarms`, `service/dips-arena@mo`, `catalogue/dips-arena`. A window
 * that is opened anew, or put back where it was, finds its page there.
 */
export function hashOf(page: Page): string {
  if (page.view === 'service') return `service/${encodeURIComponent(page.node)}`;
  if (page.view === 'catalogue' && page.service !== null)
    return `catalogue/${encodeURIComponent(page.service)}`;
  return page.view;
}

/** The page that an address names, with or without its `#`; null: none that we know. */
export function pageFromHash(hash: string): Page | null {
  const [view = '', ...rest] = hash.replace(/^#?\/?/, '').split('/');
  const id = decoded(rest.join('/'));
  if (view === 'service') return id === '' ? null : { view, node: id };
  if (view === 'catalogue' && id !== '') return { view, service: id };
  const tab = TABS.find((name) => name === view);
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
