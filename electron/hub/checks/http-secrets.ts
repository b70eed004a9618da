import { isOpenHeader } from '../../../shared/catalogue-text/mask';
import type { CheckTarget } from '../catalogue/loaded';
import { Redaction } from './journey-text';

type HttpTarget = Extract<CheckTarget, { kind: 'http' }>;

/** Shorter than this, a value is a word or a number that would be torn out of every sentence. */
const LEAST_LENGTH = 4;
/** What stands before a credential and is none (RFC 9110, 11.4). */
const SCHEME = /^(?:basic|bearer|digest|negotiate|token|apikey)$/i;

/**
 * What a check sends that no output may show, should a server echo its request: values of headers (but for harmless
 * ones), whole and by their parts, the user and password of its address, and the values of its query.
 */
export function secretsOf({ url, headers }: Pick<HttpTarget, 'url' | 'headers'>): Redaction {
  const secrets = new Redaction({});
  const hide = (name: string, value: string): void => {
    if (value.length >= LEAST_LENGTH) secrets.hide(name, value);
  };
  for (const [name, value] of Object.entries(headers)) {
    if (isOpenHeader(name)) continue;
    // `Bearer abc`, `a=1; b=2`: a server may name the part and not the whole.
    for (const part of value.split(/[\s;,]+|(?<=^|[\s;,])[\w-]+=(?=[^=])/)) {
      if (!SCHEME.test(part)) hide(name, part);
    }
    hide(name, value);
  }
  const { username, password, searchParams } = new URL(url);
  for (const [name, part] of Object.entries({ username, password })) {
    hide(name, part);
    hide(name, decoded(part));
  }
  if (username !== '' || password !== '')
    hide('authorization', Buffer.from(`${decoded(username)}:${decoded(password)}`).toString('base64'));
  for (const [name, value] of searchParams) hide(name, value);
  return secrets;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
