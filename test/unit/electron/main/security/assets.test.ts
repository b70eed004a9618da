import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  assetHeaders,
  CONTENT_SECURITY_POLICY,
  resolveAsset,
} from '../../../../../electron/main/security/assets';

const root = join('/', 'app', 'out', 'renderer');
const at = (path: string) => resolveAsset(`vaktrom://app${path}`, root);

describe('what the protocol serves', () => {
  it.each([
    ['/wall/index.html', ['wall', 'index.html'], 'text/html; charset=utf-8'],
    ['/wall/index.html?theme=night#x', ['wall', 'index.html'], 'text/html; charset=utf-8'],
    ['/desk/', ['desk', 'index.html'], 'text/html; charset=utf-8'],
    ['/assets/wall-AbC_1-2.js', ['assets', 'wall-AbC_1-2.js'], 'text/javascript; charset=utf-8'],
    ['/assets/a.css', ['assets', 'a.css'], 'text/css; charset=utf-8'],
    ['/assets/inter.woff2', ['assets', 'inter.woff2'], 'font/woff2'],
  ])('serves %s', (path, file, mime) => {
    expect(at(path)).toEqual({ ok: true, path: join(root, ...file), mime });
  });

  it.each([
    ['/wall/%2e%2e/%2e%2e/main/index.js', 404],
    ['/..%2f..%2fmain/index.js', 400],
    ['/..%5c..%5cmain/index.js', 400],
    ['/%252e%252e/main/index.js', 400],
    ['/a%00.js', 400],
    ['/%E0%A4%A.js', 400],
    ['/C:/x.js', 400],
    ['/assets/x.js.map', 404],
    ['/assets/x.exe', 404],
    ['/assets/noextension', 404],
  ])('refuses %s', (path, status) => {
    const asset = at(path);
    // URL parsing itself folds plain dots: what is left must stay inside the folder.
    if (asset.ok) expect(asset.path.startsWith(root)).toBe(true);
    else expect(asset.status).toBe(status);
    if (status === 400) expect(asset.ok).toBe(false);
  });

  it('refuses other origins', () => {
    expect(resolveAsset('vaktrom://other/wall/index.html', root)).toEqual({ ok: false, status: 403 });
    expect(resolveAsset('https://app/wall/index.html', root)).toEqual({ ok: false, status: 403 });
  });

  it('sends a policy that allows nothing but the app’s own files', () => {
    expect(CONTENT_SECURITY_POLICY).toMatch(/^default-src 'none'/);
    expect(CONTENT_SECURITY_POLICY).toContain("connect-src 'none'");
    expect(CONTENT_SECURITY_POLICY).not.toMatch(/unsafe|\*|https?:/);
    expect(assetHeaders('text/css')).toMatchObject({
      'content-type': 'text/css',
      'content-security-policy': CONTENT_SECURITY_POLICY,
      'x-content-type-options': 'nosniff',
    });
  });
});
