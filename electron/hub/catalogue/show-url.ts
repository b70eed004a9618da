import { domainToUnicode } from 'node:url';

/** A URL for people: readable letters, and nothing that may be a secret (user, password, query, fragment). */
export function showUrl(url: URL): string {
  const port = url.port === '' ? '' : `:${url.port}`;
  // An address in brackets, and whatever else is no domain name, stays as it is.
  const host = domainToUnicode(url.hostname) || url.hostname;
  return `${url.protocol}//${host}${port}${readable(url.pathname)}${url.search === '' ? '' : '?…'}`;
}

function readable(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}
