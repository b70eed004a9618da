/** `{name}` is filled in, `{{name}}` stands for itself; braces around anything else are left alone. */
const PLACEHOLDER = /\{\{([\p{L}_][\p{L}\p{N}_-]*)\}\}|\{([\p{L}_][\p{L}\p{N}_-]*)\}/gu;

export type Variables = Readonly<Record<string, string | number>>;

/** Fills placeholders. `missing` is told the name of each that has no value; it is left as it stands. */
export function fillIn(text: string, variables: Variables, missing: (name: string) => void): string {
  if (!text.includes('{')) return text;
  return text.replace(PLACEHOLDER, (whole, literal: string | undefined, name: string | undefined) => {
    if (literal !== undefined) return `{${literal}}`;
    if (name !== undefined && Object.hasOwn(variables, name)) return String(variables[name]);
    missing(name ?? '');
    return whole;
  });
}

/** The names that stand in a text to be filled in, each once. */
export function placeholdersOf(text: string): readonly string[] {
  const names = new Set<string>();
  fillIn(text, {}, (name) => names.add(name));
  return [...names];
}
