import { basename, extname, resolve } from "node:path";
import type { Precision } from "../../records/provider.ts";
import { NETWORK_FAMILIES, networkFamily } from "../../models/networks/network_families.ts";
import type { FlagValues } from "./flag.ts";
import type { CORRECT_CARD_FLAGS, IMPORT_MODEL_FLAGS, PRINT_FLAGS } from "./flag_table.ts";
import type { CardTask } from "../models/card.ts";
import { wrongUse } from "./usage.ts";
import type { ModelInput } from "../../stages/classifiers/model_card.ts";
import type { CardFlags } from "../../models/cards/card_flags.ts";
import { tripleOf } from "../../models/cards/json_fields.ts";

interface ImportFacts {
  /** Absolute path. */
  readonly path: string;
  readonly precisions: readonly Precision[];
  /** Whether a float16 file is added if its scores are close enough. */
  readonly halfIfFit: boolean;
  /** Whether an existing model of that name is replaced. */
  readonly replace: boolean;
  /** Whether a float16 file whose scores differ too much from float32 is accepted. */
  readonly force: boolean;
}

/** A call of `models import`, parsed. */
export type ImportTask =
  | ImportFacts & {
    readonly kind: "onnx";
    /** Path of the user's card; `null`: it is found out. */
    readonly cardFile: string | null;
    readonly flags: CardFlags;
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
    /** The class that is fake: a column of two, or of a single one its meaning, 1 for fake; `null`: 1. */
    readonly fake: 0 | 1 | null;
    /** Normalisation of the faces; `null`, here and below: as the network's names suggest. */
    readonly mean: ModelInput["mean"] | null;
    readonly std: ModelInput["std"] | null;
  };

type ImportValues = FlagValues<typeof IMPORT_MODEL_FLAGS>;

/** Flags that describe a network, and apply to ONNX files only: weights are of networks that are known. */
const CARD_ONLY = ["card", "scale", "channels", "activation", "output"] as const;

/**
 * Turns the flags of `models import` into a task: a weights file needs a name, and a family if it is not recognised;
 * the card of an ONNX file is found out.
 * @param isFolder whether the path is a folder, as exporters make them
 * @throws AssayError USAGE (exit 2) for flags that are missing or cannot be combined, or an unknown family
 */
export function importTask(
  file: string,
  { isFolder, values }: { readonly isFolder: boolean; readonly values: ImportValues },
): ImportTask {
  const isOnnx = isFolder || extname(file).toLowerCase() === ".onnx";
  return isOnnx ? onnxTask(file, values) : weightsTask(file, values);
}

function onnxTask(
  file: string,
  { family, weights, card, precision, ...values }: ImportValues,
): ImportTask {
  if (family !== null || weights !== null) {
    const flag = family !== null ? "--family" : "--weights";
    throw wrongUse(
      `${flag} applies to weights files only, and ${basename(file)} is an ONNX file or its folder`,
      "Leave it out: the file says what the network is",
    );
  }
  const { replace, force, ...flags } = values;
  const precisions = precision ?? ["fp32"];
  const facts = { path: file, precisions, halfIfFit: precision === null, replace, force } as const;
  return { kind: "onnx", cardFile: card, flags: triples(flags), ...facts };
}

/** Spreads a single mean or std over the three channels. */
function triples({ mean, std, ...flags }: FlagsOfCard): CardFlags {
  return {
    ...flags,
    mean: mean === null ? null : tripleOf(mean),
    std: std === null ? null : tripleOf(std),
  };
}

type FlagsOfCard = Omit<
  ImportValues,
  "family" | "weights" | "card" | "precision" | "replace" | "force"
>;

function weightsTask(
  file: string,
  { family, weights, size, name, precision, replace, force, ...others }: ImportValues,
): ImportTask {
  const known = `Give --family, one of ${Object.keys(NETWORK_FAMILIES).join(", ")}`;
  const stray = CARD_ONLY.find((flag) => others[flag] !== null);
  if (stray !== undefined) {
    throw wrongUse(
      `--${stray} applies to ONNX files only, and ${basename(file)} is a weights file`,
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
  const precisions = precision ?? ["fp32", "fp16"];
  const { fake, mean, std } = others;
  return {
    ...{ kind: "weights", path: resolve(file), name, family, size, weights },
    ...{ fake: classIndex(fake), mean: mean && tripleOf(mean), std: std && tripleOf(std) },
    ...{ precisions, halfIfFit: false, replace, force },
  };
}

/** The class that is fake, of two. @throws AssayError USAGE (exit 2) */
function classIndex(fake: string | null): 0 | 1 | null {
  if (fake === null) return null;
  if (fake === "0" || fake === "1") return fake === "0" ? 0 : 1;
  throw wrongUse(
    `--fake is ${fake}, and weights have no names of classes`,
    "Give --fake 0 or --fake 1",
  );
}

/** Turns the flags of `models card` into a task. */
export function cardTask(
  name: string,
  { set, json, quiet: _, verbose: __, ...flags }: CardValues,
): CardTask {
  return { name, settings: set, json, flags: triples({ ...flags, name: null }) };
}

type CardValues = FlagValues<typeof CORRECT_CARD_FLAGS & typeof PRINT_FLAGS>;
