import { first } from './0001-first';
import { history } from './0002-history';

/** The schema of the samples, step by step. Add to the end; never change one that was released. */
export const SAMPLE_MIGRATIONS = [first, history] as const;
