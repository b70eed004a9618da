import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { debianPackages } from './debian.mjs';
import { cache, modules, ownNode } from './places.mjs';
import { capture, lastLines } from './proc.mjs';
import { Stop, step } from './report.mjs';

const folder = join(modules, 'better-sqlite3');
const binary = join(folder, 'build', 'Release', 'better_sqlite3.node');
const stamp = join(modules, '.vaktrom-sqlite');

// The prebuilt file needs Node-API 10 (Node 22, Electron 35). Compiled with an older API level, without
// its finalisers that may not touch the heap, the same file also runs on Node 20 and Electron 33.
const recipe = 'any-napi-1';
const flags =
  '-UNAPI_VERSION -DNAPI_VERSION=2147483647 -DNAPI_EXPERIMENTAL -DNODE_API_EXPERIMENTAL_NOGC_ENV_OPT_OUT -w';

const works = `const D=require('better-sqlite3');const d=new D(':memory:');if(d.prepare('select 41+1 n').get().n!==42)process.exit(1)`;

/** Sees to it that better-sqlite3 loads: prebuilt where that is enough, else compiled once and kept. */
export async function sqlite({ prebuiltIsEnough }) {
  const version = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version;
  const mark = () =>
    `${version} ${existsSync(binary) ? statSync(binary).size : 'prebuilt'} ${process.versions.modules}`;
  const compiled = existsSync(binary);
  if ((prebuiltIsEnough || compiled) && existsSync(stamp) && readFileSync(stamp, 'utf8') === mark()) return;

  if (!(prebuiltIsEnough && (await loads()))) {
    const kept = join(cache, `better-sqlite3-${version}-${process.platform}-${process.arch}-${recipe}.node`);
    if (!existsSync(kept)) await compile(version, kept);
    mkdirSync(dirname(binary), { recursive: true });
    copyFileSync(kept, `${binary}.new`);
    renameSync(`${binary}.new`, binary);
    if (!(await loads())) {
      rmSync(kept, { force: true });
      throw new Stop(
        'better-sqlite3 was compiled but does not load: run again; if it repeats, delete node_modules',
      );
    }
  }
  writeFileSync(stamp, mark());
}

// In a process of its own: a binary for the wrong runtime does not throw, it crashes.
const loads = async () => (await capture(process.execPath, ['-e', works], { timeout: 20_000 })).code === 0;

async function compile(version, kept) {
  await debianPackages(['compiler']);
  await step(
    `better-sqlite3 ${version}: compile from source, once on this machine (about a minute)`,
    async () => {
      const gyp = join(modules, 'node-gyp', 'bin', 'node-gyp.js');
      // The headers that came with the Node package; a person's own npm setting must not point elsewhere.
      const headers = dirname(dirname(ownNode));
      const args = [gyp, 'rebuild', '--release', '--force_build=1', `--nodedir=${headers}`];
      const result = await capture(process.execPath, args, {
        cwd: folder,
        env: { CXXFLAGS: flags, npm_config_nodedir: headers, npm_config_jobs: 'max' },
      });
      if (result.code !== 0 || !existsSync(binary)) {
        console.error(lastLines(result.text));
        throw new Stop(
          'better-sqlite3 could not be compiled: see the lines above; it needs python3, make and g++',
        );
      }
      mkdirSync(cache, { recursive: true });
      copyFileSync(binary, `${kept}.new`);
      renameSync(`${kept}.new`, kept);
      // Objects of the compilation; the file alone is enough.
      const release = dirname(binary);
      renameSync(binary, join(folder, 'better_sqlite3.node'));
      rmSync(join(folder, 'build'), { recursive: true, force: true });
      mkdirSync(release, { recursive: true });
      renameSync(join(folder, 'better_sqlite3.node'), binary);
    },
  );
}
