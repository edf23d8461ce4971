import type { DataWarning } from "../records/data_warning.ts";
import type { Dataset } from "../records/video.ts";

/**
 * Collects the warnings of each of the datasets that are evaluated together; with several, a warning says which it is
 * about.
 */
export function partWarnings(
  parts: readonly Dataset[],
  warningsOf: (part: Dataset) => readonly DataWarning[],
): readonly DataWarning[] {
  return parts.flatMap((part) => {
    const own = warningsOf(part);
    return parts.length === 1 ? own : own.map((warning) => named(warning, part));
  });
}

function named(warning: DataWarning, { name }: Dataset): DataWarning {
  return {
    ...warning,
    sentence: `${name}: ${warning.sentence}`,
    examples: warning.examples.map((example) => `${name}/${example}`),
  };
}
