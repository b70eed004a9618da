import { first } from './0001-first';

/** The log's schema, step by step. Add to the end; never change one that was released. */
export const LOG_MIGRATIONS = [first] as const;
