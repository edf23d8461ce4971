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
  /** Whether a model of that name is replaced. */
  readonly replace: boolean;
  /** Whether a float16 file that differs too much is accepted. */
  readonly force: boolean;
}

/** What a call of `models import` asks for. */
export type ImportTask =
  | ImportFacts & {
    readonly kind: "onnx";
    readonly cardFile: string;
    /** `null`: as the card has it. */
    readonly name: string | null;
  }
  | ImportFacts & {
    readonly kind: "weights";
    readonly name: string;
    /** A name of `NETWORK_FAMILIES`. */
    readonly family: string;
    /** Width and height of the faces, pixels; `null`: the family's. */
    readonly size: number | null;
  };

type ImportValues = FlagValues<typeof IMPORT_MODEL_FLAGS>;

/**
 * What the flags of `models import` ask for: an ONNX file needs a card, a file of weights a family and a name.
 * @throws AssayError USAGE (exit 2) when they do not go together, or a family does not exist
 */
export function importTask(file: string, flags: ImportValues): ImportTask {
  const isOnnx = extname(file).toLowerCase() === ".onnx";
  return isOnnx ? onnxTask(file, flags) : weightsTask(file, flags);
}

function onnxTask(
  file: string,
  { family, size, card, name, precision, replace, force }: ImportValues,
): ImportTask {
  if (family !== null || size !== null) {
    const flag = family === null ? "--size" : "--family";
    throw wrongUse(
      `${flag} is for files of weights, and ${basename(file)} is an ONNX file`,
      "Describe its inputs and outputs in a model card, and give --card FILE",
    );
  }
  if (card === null) {
    throw wrongUse(
      `${basename(file)} is an ONNX file, and --card is missing`,
      "Describe its inputs and outputs in a model card, and give --card FILE; " +
        "models/demo/card.json is an example",
    );
  }
  const facts = { path: resolve(file), precisions: precision ?? ["fp32"], replace, force } as const;
  return { kind: "onnx", cardFile: card, name, ...facts };
}

function weightsTask(
  file: string,
  { family, size, card, name, precision, replace, force }: ImportValues,
): ImportTask {
  const known = `Give --family, one of ${Object.keys(NETWORK_FAMILIES).join(", ")}`;
  if (card !== null) {
    throw wrongUse(`--card is for ONNX files, and ${basename(file)} is a file of weights`, known);
  }
  if (family === null) {
    throw wrongUse(`${basename(file)} is a file of weights, and --family is missing`, known);
  }
  if (name === null) throw wrongUse("--name is missing", "Name the model: --name NAME");
  networkFamily(family).interfaceOf(size);
  const precisions = precision ?? ["fp32", "fp16"];
  return { kind: "weights", path: resolve(file), name, family, size, precisions, replace, force };
}
