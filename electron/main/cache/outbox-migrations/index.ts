import { first } from './0001-first';

/** The outbox's schema, step by step. Add to the end; never change one that was released. */
export const OUTBOX_MIGRATIONS = [first] as const;
