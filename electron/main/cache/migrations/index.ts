import { first } from './0001-first';

/** The cache's schema, step by step. Add to the end; never change one that was released. */
export const CACHE_MIGRATIONS = [first] as const;
