/** The outcome of an operation that can be refused, as plain data that crosses every boundary. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: Failure };

/** Why something was refused: a code for programs, a sentence for people. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  /** Where trying again makes sense only later (code `wait`): how long to wait, ms. */
  readonly waitMs?: number;
}

/** A result that succeeded with `value`. */
export function success<T>(value: T): Result<T> {
  return { ok: true, value };
}

/** A result that was refused. */
export function failure(code: string, message: string): { readonly ok: false; readonly error: Failure } {
  return { ok: false, error: { code, message } };
}
