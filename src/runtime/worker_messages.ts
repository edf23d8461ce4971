import { AssayError, type ExitCode } from "../domain/errors.ts";

/** What a pool says to its workers. */
export type ToWorker<Setup, Task> =
  | { readonly kind: "setup"; readonly setup: Setup }
  | { readonly kind: "task"; readonly task: Task }
  | { readonly kind: "abort" }
  | { readonly kind: "release" };

/** What a worker says to its pool: one answer for each message but `abort`, and notes in between. */
export type FromWorker<Ready, Answer> =
  | { readonly kind: "note"; readonly note: string }
  | { readonly kind: "ready"; readonly ready: Ready }
  | { readonly kind: "answer"; readonly answer: Answer }
  | { readonly kind: "released" }
  | { readonly kind: "error"; readonly error: ErrorMessage };

/** An error as it travels between threads, which know no classes. */
export interface ErrorMessage {
  /** `null`: not one of Assay's own. */
  readonly assay:
    | { readonly code: string; readonly exitCode: ExitCode; readonly remedy: string }
    | null;
  readonly what: string;
  readonly stack: string;
}

export function packError(error: unknown): ErrorMessage {
  if (error instanceof AssayError) {
    const { code, exitCode, what, remedy } = error;
    return { assay: { code, exitCode, remedy }, what, stack: stackOf(error) };
  }
  const what = error instanceof Error ? error.message : String(error);
  return { assay: null, what, stack: stackOf(error) };
}

/** The error again, with the stack of the thread that it was thrown in. */
export function unpackError({ assay, what, stack }: ErrorMessage): Error {
  const error = assay
    ? new AssayError(assay.code, assay.exitCode, { what, remedy: assay.remedy })
    : new Error(what);
  error.stack = stack;
  return error;
}

/** The stack with those of its causes. */
function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? "" : `\ncaused by: ${stackOf(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
