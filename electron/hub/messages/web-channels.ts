import type { ChannelTarget } from '../catalogue/loaded';
import { fillIn, placeholdersOf } from '../catalogue/placeholders';
import { type Attempt, attempt, type Letter } from './letter';
import { type Post, post } from './post';

type Webhook = Extract<ChannelTarget, { kind: 'webhook' }>;
type Sms = Extract<ChannelTarget, { kind: 'sms' }>;

/** Sends a letter to a web address, as JSON. Its id goes along, so that the other side can tell a second from a first. */
export async function sendWebhook(target: Webhook, letter: Letter, signal: AbortSignal): Promise<Attempt> {
  const words = { id: letter.id, subject: letter.subject, body: letter.body, ...textsOf(letter.facts) };
  const json =
    target.json === null
      ? { id: letter.id, subject: letter.subject, body: letter.body, ...letter.facts }
      : fillJson(target.json, words);
  const sent = await post(
    {
      url: target.url,
      method: 'POST',
      headers: { 'idempotency-key': keyOf(letter.id), ...target.headers },
      body: { type: 'application/json; charset=utf-8', text: JSON.stringify(json) },
      ca: target.ca,
      contains: null,
    },
    signal,
  );
  return attempt(sent.outcome, sent.detail, webSecrets(target));
}

/**
 * Sends a short message to each number, one after the other, through a gateway that takes it by HTTP. `isHeard`: it has
 * answered for one of them.
 */
export async function sendSms(
  target: Sms,
  letter: Letter,
  signal: AbortSignal,
  isHeard: () => void = () => {},
): Promise<Attempt> {
  const numbers = letter.to ? [letter.to.phone] : target.to;
  const refused: Attempt[] = [];
  let taken = 0;
  for (const to of numbers) {
    const one = await post(smsPost(target, letter, to), signal);
    if (one.outcome === 'sent') {
      taken += 1;
      isHeard();
    } else refused.push(one);
    // Somebody has it, or may have: to try all of them again would send to them twice.
    if (one.outcome === 'later' && taken === 0 && refused.length === 1 && numbers.length > 1) break;
  }
  const secrets = [...webSecrets(target), ...numbers.flatMap(waysToWrite)];
  const first = refused[0];
  if (!first) return attempt('sent', numbers.length === 1 ? null : `${taken} mottakere`, secrets);
  if (taken > 0) {
    const words = `${taken} av ${numbers.length} mottakere; ellers: ${first.detail ?? ''}`;
    return attempt('sent', words, secrets);
  }
  const unsure = refused.find(({ outcome }) => outcome === 'unknown');
  return attempt((unsure ?? first).outcome, (unsure ?? first).detail, secrets);
}

function smsPost(target: Sms, letter: Letter, to: string): Post {
  const text = cutText(letter.short, target.longest);
  // Gateways want digits: what people write between them is for people.
  const words = { to: to.replace(/[^\d+]/g, ''), text, id: `${letter.id}/${to.replace(/\D/g, '')}` };
  return {
    url: fillIn(target.url, encoded(words), () => {}),
    method: target.method,
    headers: { 'idempotency-key': keyOf(words.id), ...target.headers },
    body: target.body === null ? null : bodyOf(target.body, words),
    ca: target.ca,
    contains: target.contains,
  };
}

function bodyOf(
  body: NonNullable<Sms['body']>,
  words: Readonly<Record<string, string>>,
): NonNullable<Post['body']> {
  const filled = fillJson(body.value, words);
  if (body.type === 'json') return { type: 'application/json; charset=utf-8', text: JSON.stringify(filled) };
  const form = new URLSearchParams(filled as Record<string, string>);
  return { type: 'application/x-www-form-urlencoded', text: form.toString() };
}

/** Fills words into every text of a JSON value; what is no text stays as it is. */
export function fillJson(value: unknown, words: Readonly<Record<string, string>>): unknown {
  if (typeof value === 'string') return fillIn(value, words, () => {});
  if (Array.isArray(value)) return value.map((item) => fillJson(item, words));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fillJson(item, words)]));
}

function textsOf(facts: Letter['facts']): Record<string, string> {
  return Object.fromEntries(Object.entries(facts).map(([key, value]) => [key, String(value ?? '')]));
}

function encoded(words: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(words).map(([key, text]) => [key, encodeURIComponent(text)]));
}

function cutText(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** Ids of channels may be written with any letter; of a header only some are taken. */
function keyOf(id: string): string {
  return id.replace(/[^\x21-\x7e]+/gu, encodeURIComponent);
}

/** What an answer might repeat of the request, and must not be shown: it is the hub's alone. */
function webSecrets(target: Webhook | Sms): readonly string[] {
  const headers = Object.values(target.headers).flatMap((value) => [value, ...value.split(/\s+/)]);
  const body = textsIn(target.kind === 'sms' ? target.body?.value : target.json);
  return [...urlSecrets(target.url), ...headers, ...body].filter((text) => text.length >= MIN_SECRET);
}

/** An address whole and in parts: servers repeat the path of what they do not know, and a key is often in it. */
function urlSecrets(url: string): readonly string[] {
  const { pathname, search, searchParams, username, password } = new URL(url);
  const fixed = [...searchParams.values()]
    .filter(isFixed)
    .flatMap((text) => [text, encodeURIComponent(text)]);
  const parts = pathname.split('/').filter((part) => part.length >= MIN_SECRET);
  return [url, pathname, search, username, password, ...parts, ...fixed];
}

/** Every text in a JSON value that nothing is filled into. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return isFixed(value) ? [value, encodeURIComponent(value)] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

function isFixed(text: string): boolean {
  return placeholdersOf(text).length === 0;
}

/** A telephone number as it is written here and there; a short one is found in every other number. */
function waysToWrite(number: string): readonly string[] {
  const digits = number.replace(/\D/g, '');
  return [number, `+${digits}`, digits].filter((text) => text.length >= MIN_SECRET);
}

const MIN_SECRET = 6;
