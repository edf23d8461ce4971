import { AssayError, type ExitCode } from "../../records/errors.ts";

/** A message from a pool to a worker. */
export type ToWorker<Setup, Task, Piece = unknown> =
  | { readonly kind: "setup"; readonly setup: Setup; readonly activity: SharedArrayBuffer }
  | { readonly kind: "task"; readonly task: Task }
  | { readonly kind: "help"; readonly piece: Piece }
  | ToGiver
  | { readonly kind: "abort" }
  | { readonly kind: "release" };

/** A message from a pool about pieces that the worker gave away. */
export type ToGiver =
  | { readonly kind: "room"; readonly pieces: number }
  | { readonly kind: "done"; readonly id: number; readonly outcome: unknown }
  | { readonly kind: "undone"; readonly id: number };

/**
 * A message from a worker to its pool: one answer for each set-up, task, piece and release, with notes and
 * offered pieces in between.
 */
export type FromWorker<Ready, Answer> =
  | { readonly kind: "note"; readonly note: string }
  | FromGiver
  | { readonly kind: "ready"; readonly ready: Ready }
  | { readonly kind: "answer"; readonly answer: Answer }
  | { readonly kind: "helped"; readonly outcome: unknown }
  | { readonly kind: "released" }
  | { readonly kind: "error"; readonly error: ErrorMessage };

/** A message from a worker about the pieces that it gives away. */
export type FromGiver =
  | { readonly kind: "request help" }
  | { readonly kind: "offer"; readonly id: number; readonly piece: unknown }
  | { readonly kind: "take back" };

/** An error in a message between threads, where classes are lost. */
export interface ErrorMessage {
  /** Fields of an AssayError; `null`: another error. */
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

/** Rebuilds the error, with the stack of the thread that threw it. */
export function unpackError({ assay, what, stack }: ErrorMessage): Error {
  const error = assay
    ? new AssayError(assay.code, assay.exitCode, { what, remedy: assay.remedy })
    : new Error(what);
  error.stack = stack;
  return error;
}

/** Formats the stack with those of its causes. */
function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? "" : `\ncaused by: ${stackOf(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
