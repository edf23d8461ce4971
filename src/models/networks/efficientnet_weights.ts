import { inputError } from "../../records/errors.ts";
import type { CheckpointTensor } from "../checkpoints/checkpoint.ts";
import type { ParameterSource } from "./efficientnet_graph.ts";
import {
  EFFICIENTNET_VARIANTS,
  efficientnetLayout,
  type EfficientnetVariant,
} from "./efficientnet_layout.ts";
import { efficientnetParameters } from "./efficientnet_parameters.ts";
import { requireFinite } from "./finite_weights.ts";

type Tensors = ReadonlyMap<string, CheckpointTensor>;

/** Differences between a checkpoint's parameters and a network's; all empty if there are none. */
interface Mismatch {
  readonly missing: readonly string[];
  readonly extra: readonly string[];
  /** Parameters with a wrong shape, each with actual and expected shape. */
  readonly misshapen: readonly string[];
}

/** Most parameters of each kind that an error names. */
const MAX_NAMED = 4;

/**
 * Returns a checkpoint's weights for an EfficientNet, after checking that all are present, have the right shape
 * and are finite.
 * @param tensors by the model's names
 * @param options `file`: the checkpoint's name, for errors
 * @throws AssayError (exit 3) CHECKPOINT_MISMATCH with the missing, unexpected or misshapen parameters,
 * WEIGHTS_NOT_FINITE, or CHECKPOINT_BROKEN when numbers cannot be read
 */
export function efficientnetWeights(
  tensors: Tensors,
  { variant, file }: { readonly variant: EfficientnetVariant; readonly file: string },
): ParameterSource {
  const mismatch = mismatchWith(tensors, variant);
  if (!isNone(mismatch)) throw mismatchError(mismatch, { tensors, variant, file });
  for (const tensor of tensors.values()) requireFinite(tensor.read(), { name: tensor.name, file });
  return (key) => tensors.get(key)!.read();
}

function mismatchWith(tensors: Tensors, variant: EfficientnetVariant): Mismatch {
  const wanted = efficientnetParameters(efficientnetLayout(variant));
  const names = new Set(wanted.map(({ key }) => key));
  const missing: string[] = [], misshapen: string[] = [];
  for (const { key, shape } of wanted) {
    const found = tensors.get(key);
    if (found === undefined) missing.push(key);
    else if (found.shape.join() !== shape.join()) {
      misshapen.push(`${key} [${found.shape.join(", ")}] instead of [${shape.join(", ")}]`);
    }
  }
  const extra = [...tensors.keys()].filter((name) => !names.has(name));
  return { missing, extra, misshapen };
}

function isNone({ missing, extra, misshapen }: Mismatch): boolean {
  return missing.length + extra.length + misshapen.length === 0;
}

function mismatchError(
  { missing, extra, misshapen }: Mismatch,
  { tensors, variant, file }: {
    readonly tensors: Tensors;
    readonly variant: EfficientnetVariant;
    readonly file: string;
  },
) {
  const parts = [
    listed("missing", missing),
    listed("unexpected", extra),
    listed("wrong shape", misshapen),
  ].filter((part) => part !== "");
  const other = EFFICIENTNET_VARIANTS.find((name) => isNone(mismatchWith(tensors, name)));
  return inputError("CHECKPOINT_MISMATCH", {
    what: `${file} does not match efficientnet-${variant}: ${parts.join("; ")}`,
    remedy: other === undefined
      ? "Save the state dict of DeepFakeClassifier with timm's encoder of that size"
      : `They are those of efficientnet-${other}: give --family efficientnet-${other}`,
  });
}

function listed(what: string, names: readonly string[]): string {
  if (names.length === 0) return "";
  const shown = names.slice(0, MAX_NAMED).map((name) => name.slice(0, 120)).join(", ");
  const more = names.length > MAX_NAMED ? ` and ${names.length - MAX_NAMED} more` : "";
  return `${names.length} ${what} (${shown}${more})`;
}
