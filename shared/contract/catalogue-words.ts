import { z } from 'zod';

/** Words that the parts of the catalogue file share. */

const ID = /^[a-z0-9æøåäöáčđŋšŧž][a-z0-9æøåäöáčđŋšŧž_-]*$/;
export const id = z
  .string()
  .max(80)
  .regex(ID, 'an id is lower-case letters, digits, "-" and "_"')
  .describe('Lower-case letters, digits, "-" and "_"; unique in its list.');

const DURATION = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)$/;
const UNIT_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** `500ms`, `30s`, `5m`, `1h`, `14d` → ms. */
export const duration = z
  .string()
  .regex(DURATION, 'a duration is a number and a unit: 500ms, 30s, 5m, 1h or 14d')
  .describe('A number and a unit: 500ms, 30s, 5m, 1h, 14d.');

/** Parses a duration that the schema has accepted. Returns ms. */
export function durationMs(text: string): number {
  const match = DURATION.exec(text);
  return match ? Number(match[1]) * (UNIT_MS[match[2] ?? ''] ?? 0) : 0;
}

export const webLink = z
  .string()
  .max(2_000)
  .regex(/^https?:\/\//, 'a link starts with http:// or https://');

export const rank = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]);

const CLOCK_TIME = /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/;
export const clockTime = z.string().regex(CLOCK_TIME, 'a time of day is written 07:00');
/** Monday first, as ISO 8601 numbers them from 1. */
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export const weekday = z.enum(WEEKDAYS);
