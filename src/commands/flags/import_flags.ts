import { basename, extname, resolve } from "node:path";
import type { Precision } from "../../records/provider.ts";
import { NETWORK_FAMILIES, networkFamily } from "../../models/networks/network_families.ts";
import type { FlagValues } from "./flag.ts";
import { IMPORT_MODEL_FLAGS } from "./flag_table.ts";
import { wrongUse } from "./usage.ts";

interface ImportFacts {
  /** Absolute path. */
  readonly path: string;
  readonly precisions: readonly Precision[];
  /** Whether an existing model of that name is replaced. */
  readonly replace: boolean;
  /** Whether a float16 file whose scores differ too much from float32 is accepted. */
  readonly force: boolean;
}

/** A call of `models import`, parsed. */
export type ImportTask =
  | ImportFacts & {
    readonly kind: "onnx";
    readonly cardFile: string;
    /** `null`: the card's name. */
    readonly name: string | null;
  }
  | ImportFacts & {
    readonly kind: "weights";
    readonly name: string;
    /** A name of `NETWORK_FAMILIES`; `null`: recognised by the names of the parameters. */
    readonly family: string | null;
    /** Side of the face image, pixels; `null`: the family's default. */
    readonly size: number | null;
    /** Which of several sets of weights in the file is taken; `null`: the usual one. */
    readonly weights: string | null;
  };

type ImportValues = FlagValues<typeof IMPORT_MODEL_FLAGS>;

/**
 * Turns the flags of `models import` into a task: an ONNX file needs a card, a weights file a name, and a family if
 * it is not recognised.
 * @throws AssayError USAGE (exit 2) for flags that are missing or cannot be combined, or an unknown family
 */
export function importTask(file: string, flags: ImportValues): ImportTask {
  const isOnnx = extname(file).toLowerCase() === ".onnx";
  return isOnnx ? onnxTask(file, flags) : weightsTask(file, flags);
}

function onnxTask(
  file: string,
  { family, weights, size, card, name, precision, replace, force }: ImportValues,
): ImportTask {
  if (family !== null || size !== null || weights !== null) {
    const flag = family !== null ? "--family" : size !== null ? "--size" : "--weights";
    throw wrongUse(
      `${flag} applies to weights files only, and ${basename(file)} is an ONNX file`,
      "Describe its inputs and outputs in a model card, and give --card FILE",
    );
  }
  if (card === null) {
    throw wrongUse(
      `--card is missing, which the ONNX file ${basename(file)} needs`,
      "Describe its inputs and outputs in a model card, and give --card FILE; " +
        "models/demo/card.json is an example",
    );
  }
  const facts = { path: resolve(file), precisions: precision ?? ["fp32"], replace, force } as const;
  return { kind: "onnx", cardFile: card, name, ...facts };
}

function weightsTask(
  file: string,
  { family, weights, size, card, name, precision, replace, force }: ImportValues,
): ImportTask {
  const known = `Give --family, one of ${Object.keys(NETWORK_FAMILIES).join(", ")}`;
  if (card !== null) {
    throw wrongUse(
      `--card applies to ONNX files only, and ${basename(file)} is a weights file`,
      known,
    );
  }
  if (name === null && family === null) {
    throw wrongUse(
      `--name is missing, and --family is missing if ${basename(file)} does not tell its network`,
      `${known}, and --name NAME`,
    );
  }
  if (name === null) throw wrongUse("--name is missing", "Name the model: --name NAME");
  if (family !== null) networkFamily(family).requireSize(size);
  const facts = { precisions: precision ?? ["fp32", "fp16"], replace, force } as const;
  return { kind: "weights", path: resolve(file), name, family, size, weights, ...facts };
}
