import { first } from './0001-first';

/** The schema of credentials, step by step. Add to the end; never change one that was released. */
export const CREDENTIALS_MIGRATIONS = [first] as const;
