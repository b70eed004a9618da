import { first } from './0001-first';
import { segments } from './0002-segments';
import { erasures } from './0003-erasures';

/** The log's schema, step by step. Add to the end; never change one that was released. */
export const LOG_MIGRATIONS = [first, segments, erasures] as const;
