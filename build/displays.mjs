// Virtual displays where there is none: Xorg's dummy driver gives several outputs that xrandr arranges and
// unplugs, as a real wall does. From another program:
//   const screens = await startDisplays({ count: 4, columns: 2 });   // { display, outputs, kind, env, stop() }
// By hand, until Ctrl-C: node build/displays.mjs [COUNT [COLUMNS]]
import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { capture, leashed } from './bootstrap/proc.mjs';

const limit = 16;

/**
 * @param {{ count?: number, columns?: number, width?: number, height?: number, env?: Record<string, string> }} [options]
 * `env` is added to the environment of the servers, so that a caller can find them again.
 */
export async function startDisplays({
  count = 3,
  columns = count,
  width = 1920,
  height = 1080,
  env = {},
} = {}) {
  if (count < 1 || count > limit) throw new Error(`1 to ${limit} displays, not ${count}`);
  const size = { count, columns: Math.min(columns, count), width, height };
  const screens = (await startXorg(size, env)) ?? (await startXvfb(size, env));
  if (!screens)
    throw new Error('no virtual display could be started: xserver-xorg-core and xvfb are both missing');
  return screens;
}

async function startXorg({ count, columns, width, height }, env) {
  // Not /usr/bin/Xorg where it is a wrapper that refuses people without a console.
  const server = ['/usr/lib/xorg/Xorg', '/usr/libexec/Xorg', '/usr/bin/Xorg'].find(existsSync);
  if (!server) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'vaktrom-x-'));
  writeFileSync(
    join(folder, 'xorg.conf'),
    xorgConf(width * columns, height * Math.ceil(count / columns), width, height),
  );
  const log = join(folder, 'xorg.log');
  const args = [
    '-config',
    join(folder, 'xorg.conf'),
    '-logfile',
    log,
    '-noreset',
    '-novtswitch',
    '-sharevts',
    'vt8',
  ];
  const x = await startServer(server, [...args, '-nolisten', 'tcp'], folder, env);
  if (!x) return undefined;
  try {
    const xrandr = async (...words) => {
      const { code, text } = await capture('xrandr', words, { env: { DISPLAY: x.display } });
      if (code !== 0) throw new Error(`xrandr: ${text.trim()}`);
      return text;
    };
    const outputs = Array.from({ length: count }, (_, index) => `DUMMY${index}`);
    const mode = `${width}x${height}`;
    for (const output of outputs.slice(1)) await xrandr('--addmode', output, mode);
    await xrandr(
      ...outputs.flatMap((output, index) => {
        const place = `${(index % columns) * width}x${Math.floor(index / columns) * height}`;
        return ['--output', output, '--mode', mode, '--pos', place, ...(index === 0 ? ['--primary'] : [])];
      }),
    );
    // Asking makes the server look again: until then it calls the added outputs disconnected, and Electron
    // sees one display only. A test that plugs an output in or out asks likewise.
    const seen = (await xrandr('--query')).match(/^DUMMY\d+ connected (?:primary )?\d+x/gm)?.length ?? 0;
    if (seen !== count) throw new Error(`it shows ${seen}`);
    return await withManager(x, { kind: 'xorg', outputs }, env);
  } catch (error) {
    await x.stop();
    console.error(`! Xorg's dummy driver did not give ${count} displays (${error.message.split('\n')[0]})`);
    return undefined;
  }
}

async function startXvfb({ count, columns, width, height }, env) {
  if (!(process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, 'Xvfb'))))
    return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'vaktrom-x-'));
  const whole = `${width * columns}x${height * Math.ceil(count / columns)}x24`;
  const x = await startServer('Xvfb', ['-screen', '0', whole, '-noreset', '-nolisten', 'tcp'], folder, env);
  if (!x) return undefined;
  console.error(
    `! Xorg's dummy driver cannot be used here: one big virtual screen (${whole}) instead of ${count} displays`,
  );
  return withManager(x, { kind: 'xvfb', outputs: ['screen'] }, env);
}

/** Starts an X server that picks a free number itself and says which (-displayfd). */
async function startServer(command, args, folder, env) {
  const output = openSync(join(folder, 'server.log'), 'w');
  const child = spawn(...leashed(command, ['-displayfd', '3', ...args]), {
    // A group of its own: a Ctrl-C in the terminal must reach the windows first, not the screen they are on.
    detached: true,
    stdio: ['ignore', output, output, 'pipe'],
    env: { ...process.env, ...env },
  });
  closeSync(output);
  let ended = false;
  const end = new Promise((resolve) => {
    const over = () => {
      ended = true;
      resolve(undefined);
    };
    child.on('error', () => over());
    child.on('exit', () => over());
  });
  const number = await Promise.race([
    firstLine(child.stdio[3]),
    end.then(() => undefined),
    sleep(15_000, undefined, { ref: false }),
  ]);
  const stop = async () => {
    if (!ended) child.kill('SIGTERM');
    await Promise.race([end, sleep(3_000, undefined, { ref: false })]);
    if (!ended) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  if (number === undefined) {
    await stop();
    return undefined;
  }
  return { display: `:${number}`, process: child, stop };
}

function firstLine(stream) {
  return new Promise((resolve) => {
    let text = '';
    stream.on('data', (data) => {
      text += data;
      if (text.includes('\n')) resolve(text.trim());
    });
    stream.on('error', () => undefined);
  });
}

/** Without a window manager a full-screen window may come out a pixel short. */
async function withManager(x, about, env) {
  const manager = spawn(...leashed('openbox', ['--sm-disable']), {
    detached: true,
    stdio: 'ignore',
    env: { ...process.env, ...env, DISPLAY: x.display },
  });
  let gone = false;
  const end = new Promise((resolve) => {
    const over = () => {
      gone = true;
      resolve(undefined);
    };
    manager.on('error', () => over());
    manager.on('exit', () => over());
  });
  // It is up when it has put its name on the root window.
  for (let tries = 0; tries < 50 && !gone; tries++) {
    const { text } = await capture('xprop', ['-root', '_NET_SUPPORTING_WM_CHECK'], {
      env: { DISPLAY: x.display },
    });
    if (/window id/.test(text) || /ENOENT/.test(text)) break;
    await sleep(50);
  }
  const endNow = () => {
    for (const child of [manager, x.process]) if (child.exitCode === null) child.kill('SIGKILL');
  };
  process.once('exit', endNow);
  return {
    ...about,
    display: x.display,
    /** What a program needs to appear there, and nowhere else. */
    env: { DISPLAY: x.display, XAUTHORITY: '', WAYLAND_DISPLAY: '', XDG_SESSION_TYPE: 'x11' },
    async stop() {
      process.off('exit', endNow);
      if (!gone) manager.kill('SIGTERM');
      await Promise.race([end, sleep(1_000, undefined, { ref: false })]);
      if (!gone) manager.kill('SIGKILL');
      await x.stop();
    },
  };
}

function xorgConf(virtualWidth, virtualHeight, width, height) {
  return `Section "Device"
  Identifier "device"
  Driver "dummy"
  VideoRam 512000
EndSection
Section "Monitor"
  Identifier "monitor"
  HorizSync 5.0-1000.0
  VertRefresh 5.0-200.0
  Modeline ${modeline(width, height)}
EndSection
Section "Screen"
  Identifier "screen"
  Device "device"
  Monitor "monitor"
  DefaultDepth 24
  SubSection "Display"
    Depth 24
    Modes "${width}x${height}"
    Virtual ${virtualWidth} ${virtualHeight}
  EndSubSection
EndSection
Section "ServerFlags"
  Option "BlankTime" "0"
  Option "StandbyTime" "0"
  Option "AutoAddDevices" "false"
  Option "AutoAddGPU" "false"
EndSection
`;
}

/** A mode of 60 Hz; the blanking hardly matters, no glass is attached. */
function modeline(width, height) {
  const total = [width + 280, height + 45];
  const clock = ((total[0] * total[1] * 60) / 1e6).toFixed(2);
  return `"${width}x${height}" ${clock} ${width} ${width + 88} ${width + 132} ${total[0]} ${height} ${height + 4} ${height + 9} ${total[1]}`;
}

if (process.argv[1] && import.meta.url.endsWith(process.argv[1].split('/').pop() ?? '-')) {
  const [count = 3, columns] = process.argv.slice(2).map(Number);
  const screens = await startDisplays({ count, columns: columns ?? count });
  console.log(JSON.stringify({ display: screens.display, kind: screens.kind, outputs: screens.outputs }));
  const { text } = await capture('xrandr', ['--listmonitors'], { env: screens.env });
  console.log(text.trimEnd());
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => screens.stop().then(() => process.exit(0)));
  setInterval(() => undefined, 60_000);
}
