import { extname, isAbsolute, join, relative, sep } from 'node:path';
import { isOwnOrigin } from './origin';

/** What the windows' pages are made of. Anything else in the folder is not served. */
const MIME: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
};

/**
 * The pages' policy: own scripts, styles, fonts and pictures (`blob:` is made by the page itself, of bytes that main gave
 * it), and nothing else. No page ever speaks to a network;
 * main holds the one socket. (React sets styles through the CSSOM, which needs no `unsafe-inline`.)
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The headers that go with every file. */
export function assetHeaders(mime: string): Record<string, string> {
  return {
    'content-type': mime,
    'content-security-policy': CONTENT_SECURITY_POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    // The files change with every build of the app, the addresses do not.
    'cache-control': 'no-store',
  };
}

export type Asset =
  | { readonly ok: true; readonly path: string; readonly mime: string }
  | { readonly ok: false; readonly status: 400 | 403 | 404 };

/**
 * Finds the file below `root` that a URL of the app means. Refuses what is not on the app's origin (403), what is
 * not plain (400: bad escapes, escaped or backward slashes, control characters) and what would leave the folder
 * or is of no known type (404).
 */
export function resolveAsset(url: string, root: string): Asset {
  if (!isOwnOrigin(url)) return { ok: false, status: 403 };
  let path: string;
  try {
    path = decodeURIComponent(new URL(url).pathname);
  } catch {
    return { ok: false, status: 400 };
  }
  // The build names its files plainly. What is left after decoding once (a percent sign, a backslash, a drive's
  // colon, a control character) is no name of ours; an escaped slash would be one by accident.
  if (!/^\/[A-Za-z0-9._/-]*$/.test(path) || /%2f/i.test(url)) return { ok: false, status: 400 };
  const file = join(root, path.endsWith('/') ? `${path}index.html` : path);
  const inside = relative(root, file);
  const leaves = inside === '' || inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside);
  const mime = MIME[extname(file).toLowerCase()];
  if (leaves || mime === undefined) return { ok: false, status: 404 };
  return { ok: true, path: file, mime };
}
