import { type AssayError, inputError, usageError } from "./errors.ts";
import { suggestName } from "../base/text/nearest_name.ts";

/**
 * The error for a variant that does not exist: VARIANT_UNKNOWN, exit code 2.
 * @param options `known`: existing variants; `where`: the config or run that has them; `by`: the flag or
 * key that names the variant
 */
export function unknownVariant(
  name: string,
  { known, where, by }: {
    readonly known: readonly string[];
    readonly where: string;
    readonly by: string;
  },
): AssayError {
  return usageError("VARIANT_UNKNOWN", {
    what: `${by}: there is no variant "${name}" in ${where}`,
    remedy: suggestName(name, known),
  });
}

/** The error for two runs, or a run and a config, that share no variant: NO_COMMON_VARIANT, exit code 3. */
export function noCommonVariant(before: string, after: string): AssayError {
  return inputError("NO_COMMON_VARIANT", {
    what: `${before} and ${after} have no common variant`,
    remedy:
      "Compare runs that have a variant name in common, or pair two with compare --variant A=B",
  });
}
