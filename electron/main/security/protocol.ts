import { readFile } from 'node:fs/promises';
import { protocol, type Session } from 'electron';
import type { Logger } from '../app/log';
import { assetHeaders, resolveAsset } from './assets';
import { SCHEME } from './origin';

/** Declares the scheme. Only before the app is ready, and only once. */
export function declareScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: false, corsEnabled: false },
    },
  ]);
}

/** Serves the built pages in `root` under the app's own origin. */
export function serveAssets(session: Session, root: string, log: Logger): void {
  session.protocol.handle(SCHEME, async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return new Response(null, { status: 405 });
    const asset = resolveAsset(request.url, root);
    if (!asset.ok) {
      log.warn(
        { url: request.url.slice(0, 300), status: asset.status },
        'a window asked for a file that it may not have',
      );
      return new Response(null, { status: asset.status });
    }
    try {
      const body = await readFile(asset.path);
      return new Response(new Uint8Array(body), { headers: assetHeaders(asset.mime) });
    } catch (error) {
      log.warn({ err: error, url: request.url.slice(0, 300) }, 'a file of a window could not be read');
      return new Response(null, { status: 404 });
    }
  });
}
