import { z } from 'zod';

/** A label matcher as Alertmanager writes it: `severity="critical"`, `instance=~"10\\..*"`, `team!="lab"`. */
export const labelMatcher = z
  .string()
  .max(500)
  .regex(
    /^[A-Za-z_][A-Za-z0-9_]*\s*(=~|!~|!=|=)/,
    'a matcher is label=value, label!=value, label=~regex or label!~regex',
  );

/**
 * Where alerts belong. The first rules need not win: every rule is tried, and two that put an alert on different
 * nodes are told as such.
 */
export const mappingRule = z.strictObject({
  match: z.array(labelMatcher).min(1).max(20).describe('All of them must hold.'),
  service: z
    .string()
    .min(1)
    .max(200)
    .describe('Service id; {label} is filled in with the alert’s label, lower-cased.'),
  site: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('Site id; {label} is filled in. Missing: central, or every site of the service.'),
  /** By the value of the `severity` label. Default: critical is critical, all else a warning. */
  severity: z
    .record(z.string(), z.enum(['warning', 'critical', 'unknown']))
    .optional()
    .describe('Value of the severity label → warning, critical or unknown.'),
});
export type MappingRule = Readonly<z.infer<typeof mappingRule>>;
