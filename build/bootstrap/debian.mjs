import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { asRoot, linux } from './places.mjs';
import { capture, lastLines } from './proc.mjs';
import { notice, Stop, step } from './report.mjs';

// What each job needs from the system. Only missing packages are installed, and only for the job at hand.
const groups = {
  /** Compiling better-sqlite3 for the fallback runtime. */
  compiler: ['python3', 'make', 'g++'],
  /** What Electron links against. */
  electron: ['libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1', 'libxss1', 'libxtst6', 'fonts-dejavu-core'],
  /** Virtual displays: Xorg's dummy driver with several outputs, a window manager, screenshots of a wall. */
  displays: [
    'xserver-xorg-core',
    'xserver-xorg-video-dummy',
    'x11-xserver-utils',
    'x11-utils',
    'openbox',
    'imagemagick',
    'xvfb',
    'xauth',
  ],
  /** The real Nagios plugins that the integration tests run. */
  plugins: ['monitoring-plugins-basic', 'monitoring-plugins-standard'],
  /** What checks are tested against, and the peer of `bench -- check-cost`. */
  probes: ['iputils-ping', 'openssl', 'prometheus-blackbox-exporter', 'prometheus-node-exporter'],
  /** The foreign sources that the hub is tested against. */
  sources: ['prometheus', 'prometheus-alertmanager'],
};

export const isDebian = linux && existsSync('/usr/bin/dpkg-query') && existsSync('/usr/bin/apt-get');

/**
 * Sees to it that the packages of these groups are there.
 * `optional` groups only get a loud notice where they cannot be had; the others stop the set-up.
 */
export async function debianPackages(required, optional = []) {
  if (!isDebian) return;
  const [missing, wished] = await Promise.all([missingOf(required), missingOf(optional)]);
  const all = [...missing, ...wished];
  if (all.length === 0) return;
  if (!asRoot) {
    const command = `sudo apt-get install --no-install-recommends ${all.join(' ')}`;
    if (missing.length > 0) throw new Stop(`system packages are missing; run: ${command}`);
    notice(`SOME TESTS NEED PACKAGES THAT ARE NOT INSTALLED; run: ${command}`);
    return;
  }
  if (missing.length > 0) await install(missing, true);
  if (wished.length > 0) await install(wished, false);
}

async function install(names, mustHave) {
  try {
    await step(`Debian packages: ${names.join(' ')}`, async () => {
      const env = { DEBIAN_FRONTEND: 'noninteractive' };
      const apt = (...args) => capture('apt-get', ['-q', '-o', 'DPkg::Lock::Timeout=300', ...args], { env });
      const update = await apt('update');
      const result = await withoutServices(() => apt('install', '-y', '--no-install-recommends', ...names));
      if (result.code !== 0)
        throw new Error(lastLines(`${update.code ? update.text : ''}\n${result.text}`, 6));
    });
  } catch (error) {
    const line = `apt-get could not install ${names.join(' ')}`;
    if (!mustHave) return notice(`${line.toUpperCase()}: ${error.message}`);
    console.error(error.message);
    throw new Stop(`${line}: see the lines above, set the package sources right and run again`);
  }
}

// Debian's packages start what they install. policy-rc.d is what they ask first (invoke-rc.d(8)); 101: not allowed.
const policy = '/usr/sbin/policy-rc.d';

/** Does `work` while no package may start a service; a policy that is there already is left as it is. */
async function withoutServices(work) {
  if (existsSync(policy)) return work();
  writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    return await work();
  } finally {
    rmSync(policy, { force: true });
  }
}

async function missingOf(wanted) {
  const names = wanted.flatMap((group) => groups[group]);
  if (names.length === 0) return [];
  const { text } = await capture(
    'dpkg-query',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query's own placeholders
    ['-W', '-f', '${Package} ${db:Status-Status}\\n', ...names, ...names.map(t64)],
    {
      env: { LC_ALL: 'C' },
    },
  );
  const there = new Set(
    text.split('\n').flatMap((line) => (line.endsWith(' installed') ? [line.split(' ')[0]] : [])),
  );
  return names
    .filter((name) => !there.has(name) && !there.has(t64(name)) && !alreadyHad(name))
    .map((name) => (renamed.has(name) && since64() ? t64(name) : name));
}

// Debian 13 and Ubuntu 24.04 renamed libraries for 64-bit time.
const renamed = new Set(['libgtk-3-0', 'libasound2']);
const t64 = (name) => `${name}t64`;
function since64() {
  const release = readFileSync('/etc/os-release', 'utf8');
  const version = Number(/^VERSION_ID="?([\d.]+)/m.exec(release)?.[1] ?? 0);
  return /^ID=ubuntu/m.test(release) ? version >= 24 : version >= 13;
}

/** A compiler or Python that came from elsewhere is as good as Debian's. */
function alreadyHad(name) {
  const command = { python3: 'python3', make: 'make', 'g++': 'g++' }[name];
  return command && (process.env.PATH ?? '').split(':').some((folder) => existsSync(`${folder}/${command}`));
}
