import { z } from 'zod';
import { keptUnder } from '../model/kept';

/** A filter that somebody keeps at this desk. */
export interface SavedFilter {
  /** Its name; by itself what it says. */
  readonly name: string;
  readonly text: string;
}

/** As many as there are digits to call them by. */
export const MAX_SAVED = 9;

const kept = keptUnder('vaktrom:alarm-filters', z.record(z.string().max(200), z.string().max(200)));

/** The filters that are kept, in the order in which they were; the first is called by Alt 1. */
export function savedFilters(): readonly SavedFilter[] {
  return Object.entries(kept.read())
    .slice(0, MAX_SAVED)
    .map(([name, text]) => ({ name, text }));
}

/** Keeps a filter under what it says; one that is kept already stays where it is. The last of too many is not kept. */
export function keepFilter(text: string): readonly SavedFilter[] {
  const said = text.trim();
  if (said !== '') {
    const all = { ...kept.read(), [said]: said };
    kept.write(Object.fromEntries(Object.entries(all).slice(0, MAX_SAVED)));
  }
  return savedFilters();
}

/** Keeps it no longer. */
export function dropFilter(name: string): readonly SavedFilter[] {
  const { [name]: _gone, ...rest } = kept.read();
  kept.write(rest);
  return savedFilters();
}
