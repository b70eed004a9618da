/** The scheme and origin that every window of this app is served from. */
export const SCHEME = 'vaktrom';
export const HOST = 'app';
export const ORIGIN = `${SCHEME}://${HOST}`;

/** Whether a URL is on the app's own origin: parsed and compared whole, never by its beginning. */
export function isOwnOrigin(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host, username, password } = new URL(url);
  return protocol === `${SCHEME}:` && host === HOST && username === '' && password === '';
}

/** Whether a navigation only begins the page anew that is there already: the one kind that a page may ask for. */
export function isReload(current: string, wanted: string): boolean {
  if (!isOwnOrigin(current) || !isOwnOrigin(wanted)) return false;
  const [from, to] = [new URL(current), new URL(wanted)];
  return from.pathname === to.pathname && from.search === to.search;
}

/**
 * What may be handed to the system's browser: http and https, parsed, without a name and password in it.
 * Returns the URL as parsed, or null.
 */
export function externalUrl(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const web = url.protocol === 'http:' || url.protocol === 'https:';
  return web && url.username === '' && url.password === '' ? url.href : null;
}
