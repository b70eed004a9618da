import { z } from 'zod';

/** How a hub is run. Flags of `npm run hub` and the console's own hub fill it; parsed from `unknown`. */
export const hubConfig = z.strictObject({
  /** Folder for log, samples and lock. */
  data: z.string().min(1),
  /** The catalogue file; null: an empty room. */
  catalogue: z.string().nullable(),
  host: z.string().default('127.0.0.1'),
  /** 0: any free port. */
  port: z.number().int().min(0).max(65_535).default(0),
  tls: z.object({ cert: z.string(), key: z.string() }).nullable().default(null),
  /** Required of consoles when the hub listens beyond loopback. */
  token: z.string().min(16).nullable().default(null),
  /** The only folders that plugins may be run from. */
  pluginFolders: z.array(z.string()).default(['/usr/lib/nagios/plugins']),
  /** The only folders that runbook actions may be run from: by default one that only the machine's owner can fill. */
  actionFolders: z.array(z.string()).default(['/usr/local/lib/vaktrom/actions']),
  /** Folders, beside its own, that status pages may be written in. */
  pageFolders: z.array(z.string()).default([]),
  /** Checks that run at the same time. */
  concurrency: z.number().int().min(1).max(1_000).default(64),
  /** How much of the log stays in its database; what is older goes into segments beside it. */
  log: z
    .strictObject({
      keepDays: z.number().min(0).max(3_650).default(90),
      /** Of the newest, whatever their age. */
      keepEvents: z.number().int().min(1).max(100_000_000).default(200_000),
    })
    .default({ keepDays: 90, keepEvents: 200_000 }),
});
export type HubConfig = Readonly<z.infer<typeof hubConfig>>;

/** What a hub writes into its data folder when it listens, for consoles on the same machine (mode 0600). */
export const hubEndpoint = z.object({
  pid: z.number().int(),
  url: z.string(),
  origin: z.string(),
  startedAt: z.number(),
  /** The machine's own secret, hexadecimal: who can read this file may act as the machine's administrator. */
  machine: z.string().default(''),
});
export type HubEndpoint = Readonly<z.infer<typeof hubEndpoint>>;
