import type { Incident } from '../../model/incidents';

type Routine = Incident['routines'][number];

/**
 * Whether each site works by its emergency routine. Every site that is hit is asked; one that nobody has answered for is
 * `unconfirmed`. What somebody has said of a site stays, also when it is no longer among those that are hit.
 */
export function routinesFor({ sites, routines }: Pick<Incident, 'sites' | 'routines'>): readonly Routine[] {
  const said = routines.filter(({ at }) => at !== null);
  const open = sites.filter((site) => !said.some((routine) => routine.site === site));
  return [...said, ...open.map(unconfirmed)].sort((a, b) => (a.site < b.site ? -1 : 1));
}

function unconfirmed(site: string): Routine {
  return { site, state: 'unconfirmed', at: null, by: null, note: null };
}

/** Sites that still work by their emergency routine. */
export function sitesInRoutine({ routines }: Pick<Incident, 'routines'>): readonly string[] {
  return routines.filter(({ state }) => state === 'in-use').map(({ site }) => site);
}
