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
