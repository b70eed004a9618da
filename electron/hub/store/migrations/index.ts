import { first } from './0001-first';

/** The schema of the samples, step by step. Add to the end; never change one that was released. */
export const SAMPLE_MIGRATIONS = [first] as const;
