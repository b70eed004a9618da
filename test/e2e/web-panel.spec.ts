import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { DeskBridge } from '../../shared/contract/ipc';
import type { PanelContent } from '../../shared/model/panels';
import type { GridRect } from '../../shared/model/wall';
import type { WebState } from '../../shared/model/wall-health';
import { until } from '../fixtures/until';
import { WebServer } from '../fixtures/web-server';
import { allNormal, type ConsoleUnderTest, expect, type Fixtures, SHOTS, test } from './support';

const ends: (() => Promise<void>)[] = [];
test.afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function server(port = 0): Promise<WebServer> {
  const made = await WebServer.open(port);
  ends.push(() => made.close());
  return made;
}

/** A wall and a desk, and what the wall is told of its pages of the web. */
interface Room {
  readonly console: ConsoleUnderTest;
  readonly wall: Page;
  readonly desk: Page;
  readonly send: (id: string, settings: PanelContent['settings'], at?: GridRect) => Promise<void>;
  readonly web: (id: string) => Promise<WebState | undefined>;
}

async function open({ estate, launch }: Pick<Fixtures, 'estate' | 'launch'>): Promise<Room> {
  const console = await launch(['--config', estate.catalogue, '--windows', '1', '--lang', 'nb']);
  const [wall, desk] = [await console.wall(), await console.desk()];
  await allNormal(wall);
  const heard = `globalThis.vaktrom.onWeb((webs) => { globalThis.heardWebs = webs; }); null`;
  await wall.evaluate(heard);
  wall.on('domcontentloaded', () => void wall.evaluate(heard).catch(() => undefined));
  const send: Room['send'] = async (id, settings, at) => {
    const display = await wall.evaluate(
      `globalThis.vaktrom.snapshot().then(({ value }) => value.place.display)`,
    );
    const gift: Parameters<DeskBridge['give']>[0] = {
      kind: 'wall.send',
      subject: 'wall',
      payload: {
        id: named(id),
        panel: { kind: 'web', settings },
        cell: { display: String(display), at: at ?? null },
        until: Date.now() + 600_000,
      },
    };
    await desk.evaluate(`globalThis.vaktrom.give(${JSON.stringify(gift)})`);
  };
  const web: Room['web'] = async (id) => {
    const all = (await wall.evaluate('globalThis.heardWebs ?? []')) as readonly WebState[];
    return all.find(({ panel }) => panel === named(id));
  };
  return { console, wall, desk, send, web };
}

/** Ids that were made are long enough to be nobody else's. */
const named = (id: string): string => `panel-${id}`;
const becomes = (room: Room, id: string, wanted: Partial<WebState>, ms = 20_000): Promise<WebState> => {
  let last = '';
  return until(
    `${id} becomes ${JSON.stringify(wanted)}`,
    async () => {
      const state = await room.web(id);
      last = JSON.stringify(state);
      const there =
        state !== undefined &&
        Object.entries(wanted).every(([key, value]) => state[key as keyof WebState] === value);
      if (!there) throw new Error(last);
      return state;
    },
    ms,
  );
};

/** Runs in a page of the web, as the page itself could. */
const inPage = (console: ConsoleUnderTest, address: string, code: string): Promise<unknown> =>
  console.app.evaluate(
    ({ webContents }, [start, script]) =>
      webContents
        .getAllWebContents()
        .find((contents) => contents.getURL().startsWith(start as string))
        ?.executeJavaScript(script as string),
    [address, code],
  );
/** How many pixels of all displays are magenta, which nothing of ours is. */
const magenta = (console: ConsoleUnderTest): Promise<number> =>
  console.app.evaluate(async ({ desktopCapturer }) => {
    const thumbnailSize = { width: 1920, height: 1080 };
    const screens = await desktopCapturer.getSources({ types: ['screen'], thumbnailSize });
    let count = 0;
    for (const { thumbnail } of screens) {
      const pixels = thumbnail.toBitmap();
      for (let at = 0; at + 2 < pixels.length; at += 4)
        if ((pixels[at] ?? 0) > 230 && (pixels[at + 1] ?? 255) < 25 && (pixels[at + 2] ?? 0) > 230)
          count += 1;
    }
    return count;
  });
/** A picture of the wall's display into out/shots: the wall's own picture lacks the pages that lie above it. */
const screenShot = async (console: ConsoleUnderTest, name: string): Promise<void> => {
  const png = await console.app.evaluate(async ({ BrowserWindow, desktopCapturer, screen }) => {
    const wall = BrowserWindow.getAllWindows().find(({ webContents }) =>
      webContents.getURL().includes('/wall/'),
    );
    const display = wall ? String(screen.getDisplayMatching(wall.getBounds()).id) : '';
    const thumbnailSize = { width: 1920, height: 1080 };
    const all = await desktopCapturer.getSources({ types: ['screen'], thumbnailSize });
    return (
      all
        .find(({ display_id }) => display_id === display)
        ?.thumbnail.toPNG()
        .toString('base64') ?? ''
    );
  });
  mkdirSync(SHOTS, { recursive: true });
  writeFileSync(join(SHOTS, `${name}.png`), Buffer.from(png, 'base64'));
};
const windows = (console: ConsoleUnderTest): Promise<number> =>
  console.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
const quarter = (turn: number): GridRect => ({ x: (turn % 4) * 3, y: Math.floor(turn / 4) * 4, w: 3, h: 4 });

test('a page on the wall shows itself, and can do nothing else', async ({ estate, launch }) => {
  test.setTimeout(150_000);
  const [good, evil] = [await server(), await server()];
  for (const path of ['/', '/frame', '/picture', '/script.js', '/beacon', '/redirected', '/opened'])
    evil.page(path, 'evil');
  good.on('/leads-out', (_request, response) =>
    response.writeHead(302, { location: evil.url('/redirected') }).end(),
  );
  good.on('/file', (_request, response) =>
    response.writeHead(200, { 'content-disposition': 'attachment; filename="vaktrom-e2e.bin"' }).end('x'),
  );
  good.page('/other', '<title>annen</title>');
  good.page(
    '/',
    `<body><h1>Tall</h1><iframe src="${evil.url('/frame')}"></iframe><img src="${evil.url('/picture')}">
    <script src="${evil.url('/script.js')}"></script></body>`,
  );
  const room = await open({ estate, launch });
  const open_ = await windows(room.console);
  await room.send('snill', { url: good.url('/'), title: 'Tall' }, quarter(0));
  const shown = await becomes(room, 'snill', { phase: 'shown' });
  expect(shown).toMatchObject({ address: good.url('/'), fault: null, nextAt: null });
  expect(shown.loadMs).toBeGreaterThanOrEqual(0);
  expect(shown.loadedAt).toBeGreaterThan(0);

  // Everything that a hostile page may think of.
  const outcomes = await inPage(
    room.console,
    good.url('/'),
    `(async () => {
      const never = (promise, ms = 3000) => Promise.race([
        Promise.resolve(promise).then(() => 'granted', () => 'refused'),
        new Promise((done) => setTimeout(() => done('silence'), ms)),
      ]);
      for (let i = 0; i < 200; i++) window.open('${evil.url('/opened')}');
      for (let i = 0; i < 50; i++) { alert('x'); confirm('y'); }
      try { prompt('z'); } catch { /* Electron has none */ }
      window.print();
      addEventListener('beforeunload', (event) => event.preventDefault());
      const link = document.createElement('a');
      link.href = '/file'; link.download = 'vaktrom-e2e.bin'; document.body.append(link); link.click();
      new WebSocket('${evil.url('/').replace('http', 'ws')}');
      navigator.sendBeacon('${evil.url('/beacon')}', 'x');
      location.href = '${evil.url('/')}';
      const peer = new RTCPeerConnection({ iceServers: [{ urls: 'turn:127.0.0.1:${evil.port}?transport=tcp', username: 'a', credential: 'b' }] });
      peer.createDataChannel('x'); peer.createOffer().then((offer) => peer.setLocalDescription(offer));
      return {
        fetch: await never(fetch('${evil.url('/beacon')}')),
        geolocation: await never(new Promise((yes, no) => navigator.geolocation.getCurrentPosition(yes, no))),
        camera: navigator.mediaDevices ? await never(navigator.mediaDevices.getUserMedia({ video: true, audio: true })) : 'refused',
        notification: await Notification.requestPermission(),
        clipboard: navigator.clipboard ? await never(navigator.clipboard.readText()) : 'refused',
        fullscreen: await never(document.documentElement.requestFullscreen()),
        lock: navigator.wakeLock ? await never(navigator.wakeLock.request('screen')) : 'refused',
        node: typeof require + typeof process + typeof window.vaktrom,
      };
    })()`,
  );
  expect(outcomes).toEqual({
    fetch: 'refused',
    geolocation: 'refused',
    camera: 'refused',
    notification: 'denied',
    clipboard: 'refused',
    fullscreen: 'refused',
    lock: 'refused',
    node: 'undefinedundefinedundefined',
  });
  await inPage(room.console, good.url('/'), `location.href = '/leads-out'; null`);
  await until('it was led out', () => good.count('/leads-out') === 1);
  await until('its attempts are counted', async () => ((await room.web('snill'))?.refusals ?? 0) > 200);
  // It stands as it did, and nobody outside has heard of it.
  await becomes(room, 'snill', { phase: 'shown', address: good.url('/') });
  expect(evil.asked).toEqual([]);
  expect(evil.connections).toBe(0);
  expect(await windows(room.console)).toBe(open_);
  const saved = [join(homedir(), 'Downloads'), homedir()].flatMap((folder) => {
    try {
      return readdirSync(folder);
    } catch {
      return [];
    }
  });
  expect(saved.filter((name) => name.startsWith('vaktrom-e2e'))).toEqual([]);
  // Within its own origin it may go where it likes.
  await inPage(room.console, good.url('/'), `location.href = '/other'; null`);
  await becomes(room, 'snill', { phase: 'shown', address: good.url('/other') });
  // It may close itself: it is made anew.
  const before = good.count('/');
  await inPage(room.console, good.url('/other'), 'setTimeout(() => window.close(), 100); null');
  await becomes(room, 'snill', { phase: 'failed', fault: 'CRASHED' });
  await becomes(room, 'snill', { phase: 'shown', address: good.url('/') });
  expect(good.count('/')).toBe(before + 1);
  await expect(room.wall.locator('[data-link="live"]').first()).toBeAttached();
});

test('a page that fails is not seen, says why, and comes back by itself', async ({ estate, launch }) => {
  test.setTimeout(180_000);
  const [good, evil, gone] = [await server(), await server(), await server()];
  const port = gone.port;
  await gone.close();
  let broken = true;
  good.on('/500', (_request, response) =>
    broken
      ? response.writeHead(500, { 'content-type': 'text/html' }).end('<h1>feil</h1>')
      : response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>bra</h1>'),
  );
  good.on('/hangs', () => undefined);
  good.on('/led', (_request, response) => response.writeHead(302, { location: evil.url('/x') }).end());
  good.on('/login', (_request, response) =>
    response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end('hvem der?'),
  );
  good.on('/file', (_request, response) =>
    response.writeHead(200, { 'content-disposition': 'attachment; filename="vaktrom-e2e.bin"' }).end('x'),
  );
  good.on('/cut', (request) => void request.socket.destroy());
  good.page('/stands', `<h1>inn</h1><script>setTimeout(() => { for (;;); }, 1500)</script>`);
  good.page('/loops', `<h1>inn</h1><script>setTimeout(() => { for (;;) alert('x'); }, 1500)</script>`);
  const room = await open({ estate, launch });
  const panels: Readonly<Record<string, string>> = {
    nede: `http://127.0.0.1:${port}/`,
    feil: good.url('/500'),
    ledes: good.url('/led'),
    login: good.url('/login'),
    fil: good.url('/file'),
    kuttes: good.url('/cut'),
    henger: good.url('/hangs'),
    loops: good.url('/loops'),
    stands: good.url('/stands'),
  };
  for (const [turn, [id, url]] of Object.entries(panels).entries())
    await room.send(id, { url }, quarter(turn));
  await becomes(room, 'nede', { phase: 'failed', fault: 'ERR_CONNECTION_REFUSED' });
  await becomes(room, 'feil', { phase: 'failed', fault: 'HTTP 500' });
  await becomes(room, 'ledes', { phase: 'refused', fault: new URL(evil.url('/')).origin });
  await becomes(room, 'login', { phase: 'failed', fault: 'HTTP 401' });
  await becomes(room, 'fil', { phase: 'failed', fault: 'ERR_ABORTED' });
  const cut = await becomes(room, 'kuttes', { phase: 'failed' });
  expect(cut.fault).toMatch(/^ERR_(EMPTY_RESPONSE|CONNECTION_)/);
  // Each box that it may not open is a line of its console: the console's own process is not to drown in them.
  await becomes(room, 'loops', { phase: 'failed', fault: 'FLOOD' }, 30_000);
  await becomes(room, 'stands', { phase: 'failed', fault: 'HUNG' }, 40_000);
  await becomes(room, 'henger', { phase: 'failed', fault: 'ERR_TIMED_OUT' }, 60_000);
  expect(evil.asked).toEqual([]);
  // What is mended comes back without anybody's help.
  broken = false;
  (await server(port)).page('/', 'her igjen');
  await becomes(room, 'feil', { phase: 'shown', fault: null }, 60_000);
  await becomes(room, 'nede', { phase: 'shown', fault: null }, 90_000);
  await expect(room.wall.locator('[data-link="live"]').first()).toBeAttached();
});

test('a page whose process ends comes back; one that stands goes on though its wall begins anew', async ({
  estate,
  launch,
}) => {
  test.setTimeout(120_000);
  const good = await server();
  good.page('/', '<body style="background: #f0f"><h1>Tall</h1>');
  good.page('/ofte', '<h1>Ofte</h1>');
  const room = await open({ estate, launch });
  await room.send('graf', { url: good.url('/') }, quarter(0));
  await room.send('ofte', { url: good.url('/ofte'), refreshMs: 10_000, zoom: 1.5 }, quarter(1));
  await becomes(room, 'graf', { phase: 'shown' });
  await until('it is seen', async () => (await magenta(room.console)) > 5_000);
  const first = await becomes(room, 'ofte', { phase: 'shown' });
  expect(await inPage(room.console, good.url('/ofte'), 'devicePixelRatio')).toBe(
    1.5 * Number(await room.wall.evaluate('devicePixelRatio')),
  );
  await room.console.app.evaluate(
    ({ webContents }, url) =>
      webContents
        .getAllWebContents()
        .find((contents) => contents.getURL() === url)
        ?.forcefullyCrashRenderer(),
    good.url('/'),
  );
  await becomes(room, 'graf', { phase: 'failed', fault: 'CRASHED' });
  await until('it is not seen', async () => (await magenta(room.console)) === 0, 4_500);
  await screenShot(room.console, 'web-panel-failed');
  await becomes(room, 'graf', { phase: 'shown', fault: null });
  expect(good.count('/')).toBe(2);
  await room.wall.reload();
  await becomes(room, 'graf', { phase: 'shown' });
  await until('it is seen again', async () => (await magenta(room.console)) > 5_000);
  await screenShot(room.console, 'web-panel-shown');
  expect(good.count('/')).toBe(2);
  // Loaded anew at its own pace.
  await until(
    'it was loaded again',
    async () => ((await room.web('ofte'))?.loadedAt ?? 0) > (first.loadedAt ?? 0),
  );
  // Taken away, it is gone from the wall.
  await room.desk.evaluate(
    `globalThis.vaktrom.give({ kind: 'wall.clear', subject: 'wall', payload: { what: 'sent', id: '${named('graf')}' } })`,
  );
  await until('it is gone', async () => (await room.web('graf')) === undefined);
  await until('it is seen no more', async () => (await magenta(room.console)) === 0);
});
