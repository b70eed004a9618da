// npm start: sets the machine up, then runs the console; without a display, on virtual ones.
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { bootstrap } from './bootstrap/index.mjs';
import { linux, out, root } from './bootstrap/places.mjs';
import { notice, runMain, Stop } from './bootstrap/report.mjs';
import { askedToEnd, exitCodeOf, markEnv, start, sweep } from './children.mjs';

const help = `Vaktrom: a control-room console

  npm start -- [options]

  --config FILE        watch the services of this catalogue (YAML); without it, the demonstration estate
  --hub URL            attach to a hub that runs elsewhere
  --token-file FILE    the token that such a hub asks for beyond this machine
  --ca FILE            the authority that its certificate is checked against
  --wall, --desk       open only this window (default: both)
  --lang nb|en         language (default: nb)
  --theme night|day    colours (default: night)
  --windows N          this many walls (default: one on each display beside the first)
  --wall-display N     the first wall's display, counted from 1 in reading order
  --data DIR           where the console keeps its state (default: the user's data folder)
  --hub-data DIR       where the hub on this machine keeps its log (two consoles may share one)
  --help               this text

Without a display the console runs on virtual ones and refreshes screenshots under out/live/.
VAKTROM_ELECTRON_FALLBACK=1 uses the older Electron for testing even where the real one can be had.`;

await runMain(async () => {
  const options = parse(process.argv.slice(2));
  if (options.help) {
    console.log(help);
    return 0;
  }
  const headless = linux && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY;
  await bootstrap({ app: true, displays: headless, build: true });
  return run(options, headless);
});

function parse(args) {
  let values;
  try {
    ({ values } = parseArgs({
      args,
      options: {
        help: { type: 'boolean', short: 'h' },
        config: { type: 'string' },
        hub: { type: 'string' },
        wall: { type: 'boolean' },
        desk: { type: 'boolean' },
        lang: { type: 'string' },
        theme: { type: 'string' },
        data: { type: 'string' },
        'hub-data': { type: 'string' },
        'token-file': { type: 'string' },
        ca: { type: 'string' },
        windows: { type: 'string' },
        'wall-display': { type: 'string' },
      },
    }));
  } catch (error) {
    throw new Stop(`${error.message.split('. ')[0]}; npm start -- --help lists the options`, 2);
  }
  const oneOf = (name, choices) => {
    if (values[name] !== undefined && !choices.includes(values[name])) {
      throw new Stop(`--${name} is ${choices.join(' or ')}, not '${values[name]}'`, 2);
    }
  };
  oneOf('lang', ['nb', 'en']);
  oneOf('theme', ['night', 'day']);
  if (values.config !== undefined && values.hub !== undefined) {
    throw new Stop(
      '--config and --hub exclude each other: a hub that runs elsewhere has its own catalogue',
      2,
    );
  }
  if (values.hub !== undefined && !URL.canParse(values.hub)) {
    throw new Stop(`--hub is a URL such as http://127.0.0.1:8410, not '${values.hub}'`, 2);
  }
  return values;
}

async function run(options, headless) {
  const ending = askedToEnd();
  const stops = [];
  let code = 1;
  let signal;
  // A person who closes the windows may let the watch go on; a Ctrl-C, or screens that vanish, ends all of it.
  let leaveHub = false;
  try {
    const work = openConsole(options, headless, stops);
    const first = await Promise.race([work, ending.then((name) => ({ signal: name, code: 1, demo: false }))]);
    signal = first.signal;
    code = signal ? exitCodeOf[signal] : first.code;
    leaveHub = !signal && code === 0 && !headless && !first.demo;
  } finally {
    if (signal) console.log('\n▸ ending …');
    for (const stop of stops.reverse()) await stop();
    if (!leaveHub) await sweep();
    if (signal) console.log('✓ ended, nothing left running');
  }
  return code;
}

async function openConsole(options, headless, stops) {
  const { electronPath, electronSwitches, runtimeEnv } = await import('./runtime.mjs');
  let env = runtimeEnv();
  if (headless) {
    const { startDisplays } = await import('./displays.mjs');
    const screens = await startDisplays({ count: 2, env: markEnv });
    stops.push(() => screens.stop());
    const live = join(out, 'live');
    mkdirSync(live, { recursive: true });
    env = { ...env, ...screens.env, VAKTROM_LIVE_DIR: live, VAKTROM_SUMMARY: '1' };
    notice(
      `no display here: running on ${screens.outputs.length} virtual ones (${screens.display}); screenshots in out/live/`,
    );
  }
  const args = [];
  const from = process.env.INIT_CWD ?? process.cwd();
  const path = (file) => resolve(from, file);
  const demo = options.config === undefined && options.hub === undefined;
  if (demo) {
    const estate = await startEstate(stops);
    args.push(`--config=${estate.catalogue}`, '--demo');
  }
  if (options.config !== undefined) args.push(`--config=${path(options.config)}`);
  if (options.hub !== undefined) args.push(`--hub=${options.hub}`);
  for (const name of ['data', 'hub-data', 'token-file', 'ca'])
    if (options[name] !== undefined) args.push(`--${name}=${path(options[name])}`);
  for (const name of ['lang', 'theme', 'windows', 'wall-display'])
    if (options[name] !== undefined) args.push(`--${name}=${options[name]}`);
  for (const name of ['wall', 'desk']) if (options[name]) args.push(`--${name}`);

  const app = start(electronPath(), [...electronSwitches(), root, ...args], {
    env,
    stdio: ['inherit', 'inherit', headless ? 'pipe' : 'inherit'],
  });
  if (app.child.stderr) createInterface({ input: app.child.stderr }).on('line', withoutNoise);
  stops.push(() => app.stop());
  const { code, signal, error } = await app.ended;
  if (error) throw new Stop(`Electron did not start: ${error.message}`);
  if (signal) notice(`the console ended by ${signal}`);
  return { signal: undefined, code: code ?? 1, demo };
}

/** A server has no desktop bus and no GPU; Chromium's lines about that would bury the summary. */
function withoutNoise(line) {
  if (!/:ERROR:(?:\w+_)?(?:bus|viz_main_impl|gl_|gpu_|command_buffer)\w*\.cc/.test(line)) console.error(line);
}

/** The demonstration estate: real local services with faults that can be switched on. */
async function startEstate(stops) {
  const estate = start(process.execPath, [join(out, 'estate', 'cli.js'), 'serve'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  stops.push(() => estate.stop());
  const readyLine = new Promise((done) => {
    let text = '';
    estate.child.stdout?.on('data', (data) => {
      text += data;
      for (const line of text.split('\n').slice(0, -1)) {
        const said = json(line);
        if (said?.ready === true && typeof said.catalogue === 'string') {
          // Whatever it says later is not read.
          done(said);
        }
      }
    });
  });
  const first = await Promise.race([readyLine, estate.ended]);
  if (!('catalogue' in first)) throw new Stop('the demonstration estate did not start: see the lines above');
  return first;
}

function json(line) {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
