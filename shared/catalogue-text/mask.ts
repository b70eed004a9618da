/** What a mask begins with. */
export const MASK = '••••';

/**
 * A secret that a desk is not shown: the mask, and eight digits by which the hub knows it again. Left as it is, it
 * means the value that the file has.
 */
export const SECRET_MASK = /•{4}[0-9a-f]{8}/;

/** Whether a value is a mask. */
export function isMask(value: unknown): boolean {
  return typeof value === 'string' && SECRET_MASK.test(value);
}

/** Request headers that say nothing about who asks. */
const OPEN_HEADERS =
  /^(?:accept(?:-.*)?|content-type|cache-control|host|user-agent|x-requested-with|origin|referer)$/i;

/** Whether a request header says nothing about who asks: every other may hold a secret. */
export function isOpenHeader(name: string): boolean {
  return OPEN_HEADERS.test(name);
}
