/** Closes a union: the compiler objects when a case is missing, and so does the running program. */
export function assertNever(value: never, where: string): never {
  throw new Error(`${where}: unexpected ${JSON.stringify(value)}`);
}
