import { first } from './0001-first';
import { search } from './0002-search';
import { restoredEpochs } from './0003-restored-epochs';

/** The cache's schema, step by step. Add to the end; never change one that was released. */
export const CACHE_MIGRATIONS = [first, search, restoredEpochs] as const;
