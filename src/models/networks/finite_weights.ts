import { inputError } from "../../records/errors.ts";

/**
 * Makes sure that weights are numbers that can be computed with.
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
    what: `${name} in ${file} has ${weights[place]} as number ${place} of ${weights.length}`,
    remedy: "Train or save the model again: such a network gives no scores",
  });
}
