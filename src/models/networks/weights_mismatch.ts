import type { AssayError } from "../../records/errors.ts";
import { inputError } from "../../records/errors.ts";
import { exportRemedy } from "./export_call.ts";
import type { Tensors } from "./fit_parameters.ts";
import { recogniseNetwork } from "./recognise_network.ts";

/** Most parameters of each kind that an error names. */
const MAX_NAMED = 4;

/** Side of the images in the export of a network that is not known, pixels. */
const USUAL_SIDE = 224;

/** Makes the error for weights whose names are not those of the family asked for. */
export function otherNetworkError(
  tensors: Tensors,
  { file, family }: { readonly file: string; readonly family: string },
): AssayError {
  const network = recogniseNetwork(tensors.keys());
  const names = [...tensors.keys()].slice(0, MAX_NAMED).map(shortened).join(", ");
  return inputError("CHECKPOINT_MISMATCH", {
    what: network === null
      ? `${file} does not match ${family}: its parameters have other names (${names}, …)`
      : `${file} holds the weights of ${network}, not of ${family}`,
    remedy: exportRemedy(USUAL_SIDE),
  });
}

/** Why weights with a network's names do not fit it. */
export interface Misfit {
  /** What is wrong, a phrase each. */
  readonly problems: readonly string[];
  /** What to do about it; left out: export the network. */
  readonly remedy?: string;
}

/**
 * Makes the error for weights with the names of a family that do not fit it.
 * @param options `fitting`: the family that they fit; `null`: none. `size`: side of the faces, for the export
 */
export function mismatchError(
  { problems, remedy }: Misfit,
  { tensors, file, family, fitting, size }: {
    readonly tensors: Tensors;
    readonly file: string;
    readonly family: string;
    readonly fitting: string | null;
    readonly size: number;
  },
): AssayError {
  if (fitting !== null) {
    return inputError("CHECKPOINT_MISMATCH", {
      what: `${file} does not match ${family}: ${problems.join("; ")}`,
      remedy: `They are those of ${fitting}: give --family ${fitting}`,
    });
  }
  if (recogniseNetwork(tensors.keys()) !== null) {
    return otherNetworkError(tensors, { file, family });
  }
  return inputError("CHECKPOINT_MISMATCH", {
    what: `${file} does not match ${family}: ${problems.join("; ")}`,
    remedy: remedy ?? exportRemedy(size),
  });
}

/** Lists parameters: `2 missing (a, b)`; empty when there are none. */
export function listed(what: string, names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const shown = names.slice(0, MAX_NAMED).map(shortened).join(", ");
  const more = names.length > MAX_NAMED ? ` and ${names.length - MAX_NAMED} more` : "";
  return [`${names.length} ${what} (${shown}${more})`];
}

function shortened(name: string): string {
  return name.slice(0, 120);
}
