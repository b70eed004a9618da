/** What is found where there is nothing: JSON itself has no such value. */
export const NOTHING = Symbol('nothing');

/** Whether a text is a JSON Pointer (RFC 6901): empty, or begins with `/`, and `~` only as `~0` and `~1`. */
export function isPointer(text: string): boolean {
  return /^(?:\/(?:[^~]|~[01])*)?$/.test(text);
}

/** The value that a JSON Pointer (RFC 6901) means inside a parsed JSON value; NOTHING where there is none. */
export function valueAt(root: unknown, pointer: string): unknown {
  let value = root;
  if (pointer === '') return value;
  for (const part of pointer.slice(1).split('/')) {
    // In this order, by the RFC: "~01" is "~1" and not "/".
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (Array.isArray(value)) {
      // "-" is the place after the last, where nothing is; leading zeros are no index.
      if (!/^(?:0|[1-9]\d*)$/.test(key) || Number(key) >= value.length) return NOTHING;
      value = value[Number(key)] as unknown;
    } else if (typeof value === 'object' && value !== null && Object.hasOwn(value, key)) {
      value = (value as Record<string, unknown>)[key];
    } else {
      return NOTHING;
    }
  }
  return value;
}
