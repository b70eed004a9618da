import { z } from 'zod';
import { duration, id, rank, webLink } from './catalogue-words';

/** The parts of the catalogue file that say how the room speaks to the world outside, and what it owes in an incident. */

const uses = z
  .array(z.enum(['messages', 'notifications']))
  .min(1)
  .max(2)
  .optional()
  .describe(
    'What it is for: messages to users (driftsmelding), notifications to people on call. Default messages; of sms notifications.',
  );
const ca = z.string().max(1_000).optional().describe('PEM file of the certificate authority to trust.');
const headers = z.record(z.string(), z.string()).optional().describe('Sent with every request.');
const mailAddress = z
  .string()
  .max(320)
  .regex(/^[^\s<>@,;]+@[^\s<>@,;]+$/, 'an e-mail address is written name@example.no');
const phone = z
  .string()
  .regex(/^\+?[0-9][0-9 ()*#/-]{1,58}$/, 'a telephone number is digits in quotes: "4410", "+47 77 00 00 00"');

const common = {
  id,
  name: z.string().min(1).max(120),
  uses,
  audience: z
    .string()
    .min(1)
    .max(200)
    .describe('Whom it reaches, as the room is told: never an address that is secret.'),
  preset: z
    .boolean()
    .optional()
    .describe('Chosen for a message unless somebody says otherwise. Default false.'),
};

export const channelSpec = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('smtp'),
    ...common,
    host: z.string().min(1).max(255),
    port: z.number().int().min(1).max(65_535).optional().describe('Default 25; of starttls 587; of tls 465.'),
    security: z
      .enum(['none', 'starttls', 'tls'])
      .optional()
      .describe('Encryption, which is then required. Default starttls.'),
    user: z.string().min(1).max(200).optional(),
    password: z.string().min(1).max(500).optional(),
    from: mailAddress,
    to: z
      .array(mailAddress)
      .max(200)
      .optional()
      .describe('Recipients of messages. Notifications go to whoever is on call.'),
    ca,
  }),
  z.strictObject({
    kind: z.literal('webhook'),
    ...common,
    url: webLink,
    headers,
    json: z
      .json()
      .optional()
      .describe('What is sent; {subject}, {body}, {number} and the like are filled in. Default: all of it.'),
    ca,
  }),
  z.strictObject({
    kind: z.literal('page'),
    ...common,
    title: z.string().min(1).max(120).optional().describe('Default: its name.'),
    folder: z
      .string()
      .min(1)
      .max(1_000)
      .optional()
      .describe(
        'Absolute path, in a folder that the hub’s own configuration allows. Default: pages/ID in the hub’s data.',
      ),
  }),
  z.strictObject({
    kind: z.literal('sms'),
    ...common,
    url: webLink.describe('The gateway. {to}, {text} and {id} are filled in, also into form and json.'),
    method: z.enum(['GET', 'POST']).optional().describe('Default POST.'),
    headers,
    form: z.record(z.string(), z.string()).optional(),
    json: z.json().optional(),
    contains: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .describe('What an answer must say for the message to be taken. Default: its status is enough.'),
    to: z.array(phone).max(200).optional().describe('Recipients of messages.'),
    longest: z
      .number()
      .int()
      .min(40)
      .max(1_600)
      .optional()
      .describe('Characters of one message. Default 300.'),
    ca,
  }),
]);
export type ChannelSpec = Readonly<z.infer<typeof channelSpec>>;

export const notifyRuleSpec = z.strictObject({
  id,
  name: z.string().min(1).max(120),
  priorities: z.array(rank).min(1).max(4).optional().describe('Of alarms. Default [1].'),
  services: z.array(id).min(1).max(500).optional().describe('Default: all.'),
  classes: z
    .array(id)
    .min(1)
    .max(100)
    .optional()
    .describe('Services whose alarms are of these classes (or under them), beside `services`.'),
  sites: z
    .array(z.string().max(80))
    .min(1)
    .max(500)
    .optional()
    .describe('One that is hit is enough. Default: all.'),
  hours: id.optional().describe('Only while these service hours are open …'),
  when: z.enum(['open', 'closed']).optional().describe('… or closed. Default open.'),
  after: duration
    .optional()
    .describe('Begins when nobody at a desk has taken the alarm for so long. Up to 24h; default 5m.'),
  steps: z
    .array(
      z.strictObject({
        channel: id.describe('A channel that is for notifications.'),
        team: id
          .optional()
          .describe('Of onCall. Default: those that the alarm’s class says to call, in order.'),
        wait: duration
          .optional()
          .describe('For an answer, before the next step. From 30s to 24h; default 10m.'),
      }),
    )
    .min(1)
    .max(20)
    .describe('One after the other. A team that stands here twice is asked for its next contact.'),
});
export type NotifyRuleSpec = Readonly<z.infer<typeof notifyRuleSpec>>;

export const incidentsSpec = z.strictObject({
  checklist: z
    .array(z.string().trim().min(1).max(500))
    .max(50)
    .optional()
    .describe('What is to be done in a major incident, in order.'),
  update: z
    .strictObject({
      major: duration.optional().describe('Default 30m.'),
      high: duration.optional().describe('Default 1h.'),
      moderate: duration.optional().describe('Default 2h.'),
    })
    .optional()
    .describe('How often a word is owed, by severity. From 5m to 24h.'),
  sender: z.string().min(1).max(120).optional().describe('Who signs a message. Default: the room’s name.'),
  telephone: phone.optional().describe('A number that a message may give.'),
});
export type IncidentsSpec = Readonly<z.infer<typeof incidentsSpec>>;
