import { debianPackages } from './debian.mjs';
import { electron, hasRealElectron } from './electron.mjs';
import { gitHook } from './hook.mjs';
import { locked } from './lock.mjs';
import { checkNode, nodeIsNewEnough, underNewerNode } from './node.mjs';
import { builtOutput } from './output.mjs';
import { npmPackages } from './packages.mjs';
import { linux } from './places.mjs';
import { ready } from './report.mjs';
import { sqlite } from './sqlite.mjs';

/**
 * Brings a fresh machine to where the job at hand can run, and does next to nothing on a repeat.
 * Safe to interrupt and to run twice at once.
 *
 * @param {object} needs
 * @param {boolean} [needs.app] Electron and what it links against
 * @param {boolean} [needs.displays] virtual displays, without which the job cannot go on
 * @param {boolean} [needs.tests] what only tests need: without it the set-up goes on, with a loud notice
 * @param {boolean} [needs.sqlite] the database binary (true when `app` is)
 * @param {boolean} [needs.build] an up-to-date out/
 */
export async function bootstrap(needs = {}) {
  checkNode();
  await locked(async () => {
    const required = [...(needs.app && linux ? ['electron'] : []), ...(needs.displays ? ['displays'] : [])];
    const optional = needs.tests ? ['displays', 'plugins', 'probes', 'sources'] : [];
    // Neither of the two waits for the other; together they are most of a first run.
    await together([debianPackages(required, optional), npmPackages()]);
  });
  if (!nodeIsNewEnough) await underNewerNode();
  await locked(async () => {
    const real = needs.app ? await hasRealElectron() : false;
    await together([
      needs.app ? electron(real) : undefined,
      needs.app || needs.sqlite ? sqlite({ prebuiltIsEnough: needs.app ? real : true }) : undefined,
      gitHook(),
    ]);
    if (needs.build) await builtOutput();
  });
  ready();
}

/** Waits for all of them even when one fails, so that nothing goes on behind the error line. */
async function together(work) {
  for (const result of await Promise.allSettled(work)) if (result.status === 'rejected') throw result.reason;
}
