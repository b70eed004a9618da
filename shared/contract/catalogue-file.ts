import { z } from 'zod';
import { actionSpec, alarmClassSpec, alarmSpec, teamSpec } from './catalogue-alarms';
import { type CheckSpec, checkSpec, type JourneyStepSpec, type JsonCondition } from './catalogue-checks';
import { channelSpec, incidentsSpec, notifyRuleSpec } from './catalogue-incidents';
import { mapSpec, placeSpec } from './catalogue-map';
import { wallSpec } from './catalogue-wall';
import { routineSpec, watchSpec } from './catalogue-watch';
import { clockTime, duration, durationMs, id, rank, webLink, weekday } from './catalogue-words';
import { mappingRule } from './source-mapping';

/**
 * The catalogue file: what a person writes in YAML. This one schema parses it, gives editors their JSON Schema
 * (`npm run catalogue -- schema`), and is documented by its descriptions.
 */

export type { CheckSpec, JourneyStepSpec, JsonCondition };
export { durationMs };

const needText = z
  .string()
  .regex(/^~?[^\s|~]+(\|[^\s|~]+)*$/, 'a dependency is an id, "a|b" (either suffices) or "~a" (soft)');

const serviceSpec = z.strictObject({
  id,
  name: z.string().min(1).max(120),
  family: id.optional().describe('The column group on the wall. Default "annet".'),
  owner: z.string().max(120).optional().describe('The team that answers for it.'),
  criticality: rank.describe('1: a bedside notices at once, to 4.'),
  sites: z
    .union([z.literal('all'), z.array(z.string()).min(1)])
    .optional()
    .describe('Where it is used and measured: "all" or a list. Missing: central, one for all.'),
  needs: z.array(needText).optional().describe('Dependencies: "a" hard, "a|b" either suffices, "~a" soft.'),
  expected: duration.optional().describe('Expected response time.'),
  description: z.string().max(1_000).optional(),
  runbook: webLink.optional(),
  emergencyRoutine: webLink.optional().describe('Nødrutine.'),
  hours: id.optional().describe('Its service hours. Missing: always open.'),
  users: z
    .number()
    .int()
    .min(0)
    .max(10_000_000)
    .optional()
    .describe('People who use it at one site (of a central service: in all).'),
  alarm: alarmSpec.optional(),
  template: id.optional().describe('Takes the checks of this template, beside its own.'),
  checks: z.array(checkSpec).max(50).optional(),
  history: z
    .strictObject({
      source: id.describe('A source with a Prometheus beside it.'),
      query: z
        .string()
        .min(1)
        .max(2_000)
        .describe('PromQL; {service}, {site} and the site’s vars are filled in.'),
      unit: z.enum(['ms', 's', '%', 'B', '']).optional().describe('Default s.'),
      label: z.string().max(80).optional(),
    })
    .optional()
    .describe('Where the chart’s long history is, if a Prometheus has it.'),
});
export type ServiceSpec = Readonly<z.infer<typeof serviceSpec>>;

const variables = z.record(z.string(), z.union([z.string(), z.number()]));

const hoursSpec = z.strictObject({
  id,
  name: z.string().min(1).max(120),
  open: z
    .array(z.strictObject({ days: z.array(weekday).min(1).max(7), from: clockTime, to: clockTime }))
    .min(1)
    .max(50)
    .describe('By Europe/Oslo’s wall clock. An end at or before the beginning is on the next day.'),
  closedOnHolidays: z.boolean().optional().describe('Norwegian public holidays are closed. Default false.'),
});
export type HoursSpec = Readonly<z.infer<typeof hoursSpec>>;

const maintenanceSpec = z.strictObject({
  id,
  title: z.string().min(1).max(200),
  description: z.string().max(2_000).optional(),
  ticket: z.string().max(100).optional(),
  owner: z.string().max(120).optional(),
  start: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, 'a time is written 2026-11-23T22:00')
    .describe('First beginning, by Europe/Oslo’s wall clock: 2026-11-23T22:00.'),
  duration,
  repeat: z.string().max(500).optional().describe('RFC 5545 RRULE, such as FREQ=WEEKLY;BYDAY=TU.'),
  expect: z
    .array(
      z.strictObject({
        of: z.string().min(1).max(200).describe('A service, service@site, or *@site.'),
        worst: z.enum(['down', 'degraded', 'warning']).optional().describe('Default down.'),
      }),
    )
    .min(1)
    .max(200)
    .describe('What it may break, and how badly. Everything else is heard.'),
});
export type MaintenanceSpec = Readonly<z.infer<typeof maintenanceSpec>>;

const sourceSpec = z.strictObject({
  id: id.describe('Also the id of the service that its own health is shown as.'),
  name: z.string().min(1).max(120),
  kind: z.literal('alertmanager'),
  url: webLink.describe('Its base address; /api/v2 is below it.'),
  headers: z
    .record(z.string(), z.string())
    .optional()
    .describe('Sent with every request, such as Authorization.'),
  ca: z.string().max(1_000).optional(),
  poll: duration.optional().describe('Time between two looks. Default 10s.'),
  timeout: duration.optional().describe('Default 5s.'),
  webhookKey: z
    .string()
    .min(8)
    .max(200)
    .optional()
    .describe('Bearer token of its webhook: POST /webhook/ID. Missing: only from this machine.'),
  criticality: rank.optional().describe('Default 2.'),
  owner: z.string().max(120).optional(),
  family: id.optional(),
  prometheus: webLink.optional().describe('The Prometheus beside it: history for charts.'),
  alarm: alarmSpec.optional(),
  vouchesFor: z
    .array(z.string().min(1).max(200))
    .max(5_000)
    .optional()
    .describe(
      'What is fine when it says nothing and unknown when it is gone: services, service@site, *@site.',
    ),
  rules: z.array(mappingRule).max(500).optional(),
});
export type SourceSpec = Readonly<z.infer<typeof sourceSpec>>;

export const catalogueFile = z.strictObject({
  version: z.literal(1).describe('The version of this format.'),
  name: z.string().min(1).max(120).describe('The room’s name, shown on every screen.'),
  demo: z.boolean().optional().describe('Marks every screen as a demonstration.'),
  trusts: z.array(z.strictObject({ id, name: z.string().min(1).max(120) })).optional(),
  sites: z
    .array(
      z.strictObject({
        id,
        name: z.string().min(1).max(120),
        trust: z.string(),
        place: placeSpec.optional(),
        vars: variables.optional().describe('Filled into checks as {name}.'),
        vantage: z
          .strictObject({ proxy: webLink.describe('HTTP proxy at the site that journeys go through.') })
          .optional()
          .describe('How the hub looks at the world from there.'),
      }),
    )
    .optional(),
  families: z
    .array(z.strictObject({ id, name: z.string().min(1).max(60), alarm: alarmSpec.optional() }))
    .optional(),
  alarm: alarmSpec.optional().describe('What holds for every alarm that nothing nearer speaks of.'),
  alarmClasses: z.array(alarmClassSpec).max(500).optional().describe('Alarm classes, by name.'),
  onCall: z.array(teamSpec).max(200).optional().describe('Teams on call, and who answers when.'),
  actions: z
    .array(actionSpec)
    .max(200)
    .optional()
    .describe('Runbook actions: the only commands that are run.'),
  channels: z.array(channelSpec).max(50).optional().describe('Ways out of the room.'),
  notify: z
    .array(notifyRuleSpec)
    .max(100)
    .optional()
    .describe('Who is notified of which alarms while no desk takes them.'),
  incidents: incidentsSpec.optional().describe('What holds for incidents and messages.'),
  watch: watchSpec.optional().describe('The shift plan: who keeps the watch, and when.'),
  routines: z.array(routineSpec).max(200).optional().describe('What every watch does, and by when.'),
  map: mapSpec.optional().describe('What a map is drawn from, beside the places of sites.'),
  wall: wallSpec.optional().describe('The wall: its displays, what takes it over, what it rests on.'),
  siteNeeds: z
    .array(needText)
    .optional()
    .describe('What every service at a site needs there (its WAN, its LAN).'),
  referencePoints: z
    .array(checkSpec)
    .max(20)
    .optional()
    .describe('When all of them fail, the hub’s own view is lost and everything is unknown.'),
  templates: z
    .record(
      z.string(),
      z.strictObject({ checks: z.array(checkSpec).min(1).max(50), alarm: alarmSpec.optional() }),
    )
    .optional(),
  hours: z.array(hoursSpec).max(100).optional().describe('Service hours, by name.'),
  maintenance: z.array(maintenanceSpec).max(1_000).optional(),
  sources: z.array(sourceSpec).max(20).optional().describe('Foreign monitoring systems.'),
  hub: z
    .strictObject({
      deadMansSwitch: z
        .strictObject({
          url: webLink.describe(
            'Asked for (GET) as long as the hub watches: somebody outside notices silence.',
          ),
          interval: duration.optional().describe('Default 1m.'),
        })
        .optional(),
      service: z
        .strictObject({
          id: id.optional().describe('Default vaktrom.'),
          name: z.string().min(1).max(120).optional(),
          criticality: rank.optional(),
          family: id.optional(),
          alarm: alarmSpec.optional(),
        })
        .optional()
        .describe('Shows the hub’s own health as a service.'),
      blind: alarmSpec.optional().describe('The alarm that the hub itself no longer sees the network.'),
    })
    .optional(),
  services: z.array(serviceSpec).max(20_000),
});
export type CatalogueFile = Readonly<z.infer<typeof catalogueFile>>;
