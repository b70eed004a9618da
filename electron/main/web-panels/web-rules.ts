import type { PanelSettings } from '../../../shared/model/panels';

/** What a page of the web may reach: origins, and nothing else. */
export interface WebRules {
  readonly origins: ReadonlySet<string>;
}

/** Nothing at all. */
export const NOTHING: WebRules = { origins: new Set() };

const ADDRESS_MOST = 2_000;

/** A panel's own origin and those of its allow-list. What cannot be read as an origin allows nothing. */
export function webRules({ url, allow }: Pick<PanelSettings<'web'>, 'url' | 'allow'>): WebRules {
  const origins = [url, ...allow].flatMap((text) => originOf(text) ?? []);
  return { origins: new Set(origins) };
}

/** The origin that an address would go to; of a web socket, that of its host. Null: none, or one with a password in it. */
export function originOf(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.username !== '' || url.password !== '') return null;
  switch (url.protocol) {
    case 'http:':
    case 'https:':
      return url.origin;
    case 'ws:':
      return `http://${url.host}`;
    case 'wss:':
      return `https://${url.host}`;
    default:
      return null;
  }
}

/** Whether a page may be there. A frame within one may also be empty, or made by the page itself. */
export function mayBeAt({ origins }: WebRules, address: string, isMainFrame: boolean): boolean {
  if (!isMainFrame && /^(about:(blank|srcdoc)([?#]|$)|data:)/i.test(address)) return true;
  if (!isMainFrame && address.startsWith('blob:')) return isMadeHere({ origins }, address);
  return /^https?:/i.test(address) && origins.has(originOf(address) ?? '');
}

/** Whether a page may ask for it. */
export function mayLoad(rules: WebRules, address: string): boolean {
  if (/^data:/i.test(address)) return true;
  if (address.startsWith('blob:')) return isMadeHere(rules, address);
  return rules.origins.has(originOf(address) ?? '');
}

/** An address as people may see it: without its query, in which there may be a key. */
export function plainAddress(address: string): string {
  if (!URL.canParse(address)) return '';
  const { protocol, host, pathname } = new URL(address);
  return /^https?:$/.test(protocol) ? `${protocol}//${host}${pathname}`.slice(0, ADDRESS_MOST) : '';
}

/**
 * A policy on top of the page's own: no boxes, no printing, no pointer or screen of its own, and it speaks to its own
 * origins only, also by ways that no request shows.
 */
export function extraPolicy({ origins }: WebRules): string {
  const hosts = [...origins].flatMap((origin) => [origin, origin.replace(/^http/, 'ws')]);
  const sandbox = 'sandbox allow-scripts allow-same-origin allow-forms allow-popups allow-downloads';
  return `${sandbox}; connect-src ${['data:', 'blob:', ...hosts].join(' ')}`;
}

/** Hosts that are reached without a proxy, as Chromium writes them; this machine is not among them by itself. */
export function bypassRules({ origins }: WebRules): string {
  const hosts = [...origins].map((origin) => {
    const { hostname, port, protocol } = new URL(origin);
    return `${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`;
  });
  return ['<-loopback>', ...hosts].join(';');
}

function isMadeHere({ origins }: WebRules, address: string): boolean {
  return URL.canParse(address) && origins.has(new URL(address).origin);
}
