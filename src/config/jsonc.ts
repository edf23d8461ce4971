import { JsoncFault, readJsonc } from "../base/text/jsonc.ts";
import { usageError } from "../records/errors.ts";
import type { JsonValue } from "../records/manifest.ts";

/**
 * Parses a config: JSON with comments and trailing commas.
 * @param source name of the text in errors, such as `eval.jsonc`
 * @throws AssayError CONFIG_SYNTAX or CONFIG_DUPLICATE_KEY (exit 2) with line and column
 */
export function parseJsonc(text: string, source: string): JsonValue {
  try {
    return readJsonc(text);
  } catch (cause) {
    if (!(cause instanceof JsoncFault)) throw cause;
    const { kind, line, column, message, remedy } = cause;
    throw usageError(kind === "syntax" ? "CONFIG_SYNTAX" : "CONFIG_DUPLICATE_KEY", {
      what: `${source}:${line}:${column}: ${message}`,
      remedy,
      cause,
    });
  }
}
