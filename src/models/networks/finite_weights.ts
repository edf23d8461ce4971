import { inputError } from "../../records/errors.ts";

/**
 * Checks that weights are finite.
 * @param options `name` of the parameter and `file` it comes from, for errors
 * @throws AssayError WEIGHTS_NOT_FINITE (exit 3)
 */
export function requireFinite(
  weights: Float32Array,
  { name, file }: { readonly name: string; readonly file: string },
): void {
  const place = weights.findIndex((weight) => !Number.isFinite(weight));
  if (place === -1) return;
  throw inputError("WEIGHTS_NOT_FINITE", {
    what: `${name} in ${file} has the value ${
      weights[place]
    } at index ${place} of ${weights.length}`,
    remedy: "Train or save the model again: it cannot compute scores",
  });
}
