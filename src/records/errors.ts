import { onOneLine } from "../base/text/on_one_line.ts";

/**
 * Process exit codes: 0 done; 1 a gate failed; 2 wrong usage or config; 3 dataset or model missing or
 * broken; 4 the provider or a tool failed, a retry may help; 130 interrupted.
 */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 130;

/** Parts of an error: `what` happened and the `remedy`, each one sentence without a line break. */
export interface ErrorParts {
  readonly what: string;
  readonly remedy: string;
  readonly cause?: unknown;
  /** Further errors in the same input, such as a config, each printed on a line of its own; left out: none. */
  readonly others?: readonly AssayError[];
}

/**
 * An error that a user can act on. It is printed as `error[CODE]: what. remedy` and decides the exit code.
 * `code` is stable upper-case snake case, so that scripts can match it.
 */
export class AssayError extends Error {
  readonly code: string;
  readonly exitCode: ExitCode;
  readonly what: string;
  readonly remedy: string;
  readonly others: readonly AssayError[];

  constructor(code: string, exitCode: ExitCode, parts: ErrorParts) {
    super(`${sentence(parts.what)} ${sentence(parts.remedy)}`, { cause: parts.cause });
    this.name = "AssayError";
    this.code = code;
    this.exitCode = exitCode;
    this.what = sentence(parts.what);
    this.remedy = sentence(parts.remedy);
    this.others = parts.others ?? [];
  }
}

/** Wrong flags, wrong config, or an output folder that cannot be written: exit code 2. */
export function usageError(code: string, parts: ErrorParts): AssayError {
  return new AssayError(code, 2, parts);
}

/** A dataset, model, package or run that is missing or broken: exit code 3. */
export function inputError(code: string, parts: ErrorParts): AssayError {
  return new AssayError(code, 3, parts);
}

/** A provider or tool that failed, where a retry may help: exit code 4. */
export function toolError(code: string, parts: ErrorParts): AssayError {
  return new AssayError(code, 4, parts);
}

/** Text as one sentence on one line: control characters become spaces, and it ends in one full stop. */
function sentence(text: string): string {
  const line = onOneLine(text).trim();
  return /[.!?]$/.test(line) ? line : `${line}.`;
}
