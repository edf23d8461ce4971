import { basename, extname, resolve } from "node:path";
import type { ModelCard } from "../../stages/classifiers/model_card.ts";
import { type ExitCode, inputError, usageError } from "../../records/errors.ts";
import { importOnnx, type ImportOptions, importWeights } from "../../models/import_model.ts";
import { NETWORK_FAMILIES } from "../../models/networks/network_families.ts";
import { FOLDERS } from "../../evaluation/folders.ts";
import { madeLine } from "./fetch.ts";
import { precisionsFlag, sizeFlag } from "../flags/models_flags.ts";
import type { Terminal } from "../../platform/host/terminal.ts";

export interface ImportFlags {
  readonly family?: string;
  readonly card?: string;
  readonly name?: string;
  readonly size?: string;
  readonly precision?: string;
  readonly replace?: boolean;
  readonly force?: boolean;
}

/** Makes a model of a user's file: weights of a family, or an ONNX file with its card. */
export async function importModel(
  file: string,
  flags: ImportFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  const isOnnx = extname(file).toLowerCase() === ".onnx";
  const made = isOnnx
    ? await fromOnnx(resolve(file), flags, optionsOf(flags, { standard: "fp32", terminal }))
    : await fromWeights(
      resolve(file),
      flags,
      optionsOf(flags, { standard: "fp32,fp16", terminal }),
    );
  terminal.print(madeLine(made));
  return 0;
}

/** @param options `standard`: the precisions where nothing is said */
function optionsOf(
  { precision, replace = false, force = false }: ImportFlags,
  { standard, terminal }: { readonly standard: string; readonly terminal: Terminal },
): ImportOptions {
  return {
    modelsFolder: FOLDERS.models,
    precisions: precisionsFlag(precision ?? standard),
    replace,
    force,
    progress: (line) => terminal.note(line),
  };
}

async function fromOnnx(
  path: string,
  { card: cardFile, name, family, size }: ImportFlags,
  options: ImportOptions,
): Promise<ModelCard> {
  if (family !== undefined || size !== undefined) {
    throw usageError("USAGE", {
      what: `${basename(path)} is an ONNX file, which --family and --size do not go with`,
      remedy: "Say how it is fed and read in a card, and give --card",
    });
  }
  if (cardFile === undefined) {
    throw usageError("USAGE", {
      what: `${basename(path)} is an ONNX file, and no card says how it is fed and read`,
      remedy: "Give --card FILE; models/demo/card.json is an example",
    });
  }
  const card = await readJson(cardFile);
  return await importOnnx(path, card, { ...options, name: name ?? null, cardFile });
}

async function fromWeights(
  path: string,
  { family, name, size, card }: ImportFlags,
  options: ImportOptions,
): Promise<ModelCard> {
  if (card !== undefined || family === undefined) {
    throw usageError("USAGE", {
      what: card === undefined
        ? `nothing says which network ${basename(path)} holds the weights of`
        : `--card goes with ONNX files, and ${basename(path)} is none`,
      remedy: `Give --family, one of ${Object.keys(NETWORK_FAMILIES).join(", ")}`,
    });
  }
  if (name === undefined) {
    throw usageError("USAGE", { what: "the model has no name", remedy: "Give --name NAME" });
  }
  return await importWeights(path, { name, family, size: sizeFlag(size) }, options);
}

async function readJson(path: string): Promise<unknown> {
  const text = await Deno.readTextFile(path).catch((cause) => {
    throw inputError("FILE_NOT_READ", {
      what: `${path} cannot be read`,
      remedy: "Name a model card that is there",
      cause,
    });
  });
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw inputError("MODEL_CARD_BROKEN", {
      what: `${path}: is not JSON: ${(cause as Error).message}`,
      remedy: "Correct the card",
      cause,
    });
  }
}
