import { normalize, posix, win32 } from 'node:path';
import { type CatalogueFile, durationMs } from '../../../shared/contract/catalogue-file';
import type { ChannelSpec, NotifyRuleSpec } from '../../../shared/contract/catalogue-incidents';
import type { Channel, IncidentPlan, NotifyRule, Service } from '../../../shared/model/catalogue';
import { assertNever } from '../../../shared/util/assert-never';
import { validHeader } from './build-web';
import type { Authority } from './check-place';
import type { ChannelTarget } from './loaded';
import type { Notes } from './notes';
import { placeholdersOf } from './placeholders';
import type { Path } from './yaml-source';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const PORTS = { none: 25, starttls: 587, tls: 465 } as const;
/** What may be filled into what an SMS gateway is sent, and into a webhook's own JSON. */
const SMS_WORDS = ['to', 'text', 'id'];
const WEBHOOK_WORDS = [
  ...['id', 'subject', 'body', 'kind', 'number', 'part', 'step', 'at', 'nextAt', 'sender'],
  ...['alarm', 'node', 'name', 'state', 'priority', 'since'],
];

/** Durations with their bounds, in words. */
const AFTER = { least: 0, most: DAY_MS, words: 'after is at most 24h' };
const WAIT = { least: 30_000, most: DAY_MS, words: 'wait is from 30s to 24h' };
const UPDATE = { least: 5 * MINUTE_MS, most: DAY_MS, words: 'a word is owed every 5m to 24h' };
export type Bounds = typeof AFTER;

/** A channel: what the room knows of it, and where it leads. */
export function expandChannel(
  spec: ChannelSpec,
  index: number,
  authorities: ReadonlyMap<string, Authority>,
  notes: Notes,
): { readonly entity: Channel; readonly target: ChannelTarget } {
  const path: Path = ['channels', index];
  const entity: Channel = {
    id: spec.id,
    name: spec.name,
    order: index,
    kind: spec.kind,
    uses: spec.uses ?? (spec.kind === 'sms' ? ['notifications'] : ['messages']),
    audience: spec.audience,
    preset: spec.preset ?? false,
  };
  const messages = entity.uses.includes('messages');
  if (entity.preset && !messages)
    notes.fault([...path, 'preset'], 'only a channel for messages can be chosen for one beforehand');
  return { entity, target: targetOf(spec, path, messages, authorities, notes) };
}

function targetOf(
  spec: ChannelSpec,
  path: Path,
  messages: boolean,
  authorities: ReadonlyMap<string, Authority>,
  notes: Notes,
): ChannelTarget {
  const ca = (): string | null => authorityOf(spec, path, authorities, notes);
  switch (spec.kind) {
    case 'smtp':
      return smtpTarget(spec, path, messages, ca(), notes);
    case 'webhook':
      checkWeb(spec, path, WEBHOOK_WORDS, notes);
      return {
        kind: 'webhook',
        url: spec.url,
        headers: spec.headers ?? {},
        ca: ca(),
        json: spec.json ?? null,
      };
    case 'page':
      if (spec.uses?.includes('notifications'))
        notes.fault([...path, 'uses'], 'nobody on call is reached by a page');
      if (spec.folder !== undefined && !isPlainAbsolute(spec.folder))
        notes.fault([...path, 'folder'], 'a folder is an absolute path, without "." and ".."');
      return { kind: 'page', folder: spec.folder ?? null, title: spec.title ?? spec.name };
    case 'sms':
      return smsTarget(spec, path, messages, ca(), notes);
    default:
      return assertNever(spec, 'channel kind');
  }
}

function smtpTarget(
  spec: Extract<ChannelSpec, { kind: 'smtp' }>,
  path: Path,
  messages: boolean,
  ca: string | null,
  notes: Notes,
): ChannelTarget {
  const security = spec.security ?? 'starttls';
  const { user, password, to = [] } = spec;
  if (/[\s/?#@]/.test(spec.host)) notes.fault([...path, 'host'], 'not a host name or address');
  if (messages && to.length === 0) notes.fault(path, 'a channel for messages says to whom: "to" is missing');
  if ((user === undefined) !== (password === undefined))
    notes.fault(path, `"${user === undefined ? 'user' : 'password'}" is missing: both or neither`);
  if (password !== undefined && security === 'none')
    notes.fault([...path, 'security'], 'a password is not sent in the clear: use starttls or tls');
  return {
    kind: 'smtp',
    host: spec.host,
    port: spec.port ?? PORTS[security],
    security,
    login: user !== undefined && password !== undefined ? { user, password } : null,
    from: spec.from,
    to,
    ca,
  };
}

function smsTarget(
  spec: Extract<ChannelSpec, { kind: 'sms' }>,
  path: Path,
  messages: boolean,
  ca: string | null,
  notes: Notes,
): ChannelTarget {
  checkWeb(spec, path, SMS_WORDS, notes);
  const method = spec.method ?? 'POST';
  const { form, json, to = [] } = spec;
  if (form !== undefined && json !== undefined) notes.fault([...path, 'json'], 'form or json, not both');
  if (method === 'GET' && (form !== undefined || json !== undefined))
    notes.fault([...path, 'method'], 'a GET sends neither form nor json');
  if (messages && to.length === 0) notes.fault(path, 'a channel for messages says to whom: "to" is missing');
  const filled = placeholdersOf(`${spec.url} ${JSON.stringify(form ?? json ?? '')}`);
  for (const word of ['to', 'text']) {
    if (!filled.includes(word)) notes.fault(path, `{${word}} stands nowhere: the gateway would not be told`);
  }
  const body =
    form !== undefined
      ? { type: 'form' as const, value: form }
      : json !== undefined
        ? { type: 'json' as const, value: json }
        : null;
  return {
    kind: 'sms',
    url: spec.url,
    method,
    headers: spec.headers ?? {},
    ca,
    body,
    contains: spec.contains ?? null,
    to,
    longest: spec.longest ?? 300,
  };
}

function checkWeb(
  spec: Extract<ChannelSpec, { kind: 'webhook' | 'sms' }>,
  path: Path,
  words: readonly string[],
  notes: Notes,
): void {
  if (!URL.canParse(spec.url))
    notes.fault([...path, 'url'], 'not a URL that starts with http:// or https://');
  for (const [name, value] of Object.entries(spec.headers ?? {})) {
    if (!validHeader(name, value))
      notes.fault([...path, 'headers', name], `"${name}" is not a header that can be sent`);
  }
  const texts = [
    ...(spec.kind === 'sms' ? [[spec.url, 'url'] as const] : []),
    ...(spec.kind === 'sms' && spec.form ? [[JSON.stringify(spec.form), 'form'] as const] : []),
    ...(spec.json === undefined ? [] : [[JSON.stringify(spec.json), 'json'] as const]),
  ];
  for (const [text, field] of texts) {
    for (const name of placeholdersOf(text)) {
      if (!words.includes(name)) notes.fault([...path, field], `nothing to fill in for {${name}}`);
    }
  }
}

function authorityOf(
  spec: ChannelSpec,
  path: Path,
  authorities: ReadonlyMap<string, Authority>,
  notes: Notes,
): string | null {
  if (!('ca' in spec) || spec.ca === undefined) return null;
  const authority = authorities.get(spec.ca);
  if (authority && 'reason' in authority) notes.fault([...path, 'ca'], authority.reason);
  return authority && 'pem' in authority ? authority.pem : null;
}

/** Each page is a whole: of two in one folder, people would see whichever was written last. */
export function checkFolders(specs: readonly ChannelSpec[], notes: Notes): void {
  const first = new Map<string, string>();
  for (const [index, spec] of specs.entries()) {
    if (spec.kind !== 'page' || spec.folder === undefined) continue;
    const other = first.get(spec.folder);
    if (other === undefined) first.set(spec.folder, spec.id);
    else
      notes.fault(['channels', index, 'folder'], `channel "${other}" writes its page in this folder already`);
  }
}

/** A rule of notification. `classesOf`: the classes that a service's alarms are of, the nearest first. */
export function expandNotifyRule(
  spec: NotifyRuleSpec,
  index: number,
  services: readonly Service[],
  classesOf: (service: string) => readonly string[],
  file: Pick<CatalogueFile, 'channels'>,
  notes: Notes,
): NotifyRule {
  const path: Path = ['notify', index];
  for (const [place, service] of (spec.services ?? []).entries()) {
    const known = services.some(({ id }) => id === service) || notes.isLeftOut('services', service);
    if (!known) notes.fault([...path, 'services', place], `unknown service "${service}"`);
  }
  for (const [place, site] of (spec.sites ?? []).entries())
    notes.refer('sites', site, [...path, 'sites', place], 'site');
  for (const [place, name] of (spec.classes ?? []).entries())
    notes.refer('alarmClasses', name, [...path, 'classes', place], 'alarm class');
  if (spec.hours !== undefined) notes.refer('hours', spec.hours, [...path, 'hours'], 'service hours');
  if (spec.hours === undefined && spec.when !== undefined)
    notes.fault([...path, 'when'], '"when" says when of which hours: "hours" is missing');
  const steps = spec.steps.map(({ channel, team, wait }, place) => {
    const at: Path = [...path, 'steps', place];
    const found = file.channels?.find(({ id }) => id === channel);
    const uses = found?.uses ?? (found?.kind === 'sms' ? ['notifications'] : ['messages']);
    if (notes.refer('channels', channel, [...at, 'channel'], 'channel') && !uses.includes('notifications'))
      notes.fault([...at, 'channel'], `channel "${channel}" is not for notifications: say so in its "uses"`);
    if (team !== undefined) notes.refer('onCall', team, [...at, 'team'], 'team');
    return {
      channel,
      team: team ?? null,
      waitMs: bounded(wait ?? '10m', WAIT, [...at, 'wait'], notes),
    };
  });
  return {
    id: spec.id,
    name: spec.name,
    order: index,
    priorities: spec.priorities ?? [1],
    services: servicesOf(spec, services, classesOf),
    sites: spec.sites ?? [],
    hours: spec.hours === undefined ? null : { id: spec.hours, when: spec.when ?? 'open' },
    afterMs: bounded(spec.after ?? '5m', AFTER, [...path, 'after'], notes),
    steps,
  };
}

function servicesOf(
  { services: named, classes }: NotifyRuleSpec,
  services: readonly Service[],
  classesOf: (service: string) => readonly string[],
): string[] {
  if (named === undefined && classes === undefined) return ['*'];
  const ofClass = services
    .map(({ id }) => id)
    .filter((id) => classesOf(id).some((name) => classes?.includes(name)));
  return [...new Set([...(named ?? []), ...ofClass])];
}

/** What holds for incidents. */
export function expandPlan(file: CatalogueFile, notes: Notes): IncidentPlan {
  const { checklist = [], update, sender, telephone } = file.incidents ?? {};
  const every = (severity: 'major' | 'high' | 'moderate', preset: string): number =>
    bounded(update?.[severity] ?? preset, UPDATE, ['incidents', 'update', severity], notes);
  return {
    id: 'room',
    checklist,
    updateMs: { major: every('major', '30m'), high: every('high', '1h'), moderate: every('moderate', '2h') },
    sender: sender ?? file.name,
    telephone: telephone ?? null,
  };
}

/** E-mail addresses of people on call, by `team/contact`: the hub's alone. */
export function emailsOf(file: CatalogueFile): ReadonlyMap<string, string> {
  const emails = new Map<string, string>();
  for (const { id, contacts } of file.onCall ?? []) {
    for (const contact of contacts) {
      if (contact.email !== undefined) emails.set(`${id}/${contact.id}`, contact.email);
    }
  }
  return emails;
}

/** A duration in ms; outside its bounds a fault at `path`. */
export function bounded(text: string, { least, most, words }: Bounds, path: Path, notes: Notes): number {
  const ms = durationMs(text);
  if (ms < least || ms > most) notes.fault(path, words);
  return ms;
}

function isPlainAbsolute(folder: string): boolean {
  if (posix.isAbsolute(folder)) return posix.normalize(folder) === folder;
  return win32.isAbsolute(folder) && normalize(folder) === folder;
}
