import { basename, join } from "node:path";
import { parseModelCard } from "../stages/classifiers/catalogue.ts";
import type { ModelCard } from "../stages/classifiers/model_card.ts";
import { inputError } from "../records/errors.ts";
import { readOnnxModel } from "./onnx/onnx_file.ts";
import { openFileSource } from "../platform/files/file_source.ts";
import { sha256File } from "../platform/files/hash.ts";
import {
  completeModel,
  type MakeOptions,
  type ModelDraft,
  modelFileName,
} from "./complete_model.ts";
import { networkFamily } from "./networks/network_families.ts";
import { requireInterface, requireNumbers } from "./onnx_interface.ts";
import { publishModel } from "./publish_model.ts";

export interface ImportOptions extends MakeOptions {
  /** Absolute path of the folder with all models. */
  readonly modelsFolder: string;
  /** Whether a model of the name makes room. */
  readonly replace: boolean;
}

/** Weights of a network that Assay can build. */
export interface WeightsImport {
  readonly name: string;
  /** A name of `NETWORK_FAMILIES`. */
  readonly family: string;
  /** Width and height of the faces, pixels; `null`: the family's. */
  readonly size: number | null;
}

/**
 * Makes a model from a file of weights.
 * @param path of the file
 * @throws AssayError USAGE (exit 2) for an unknown family or size; (exit 3) what reading and verifying throw
 */
export async function importWeights(
  path: string,
  { name, family, size }: WeightsImport,
  options: ImportOptions,
): Promise<ModelCard> {
  const file = basename(path);
  const draft = {
    name,
    architecture: family,
    description: `${family} with the weights of ${file}`,
    license: "not stated",
    source: `Imported from ${file}`,
    ...networkFamily(family).interfaceOf(size),
    trainedOn: [],
    limits: "Not known to Assay: write here what it was trained on and where it fails.",
    weights: { file, url: null, sha256: await sha256Of(path) },
  };
  return await makeFromWeights(path, draft, options);
}

/**
 * Makes the model that a card describes from the file of weights it names.
 * @param path of the file
 * @param draft whose architecture says which network it is
 */
export async function makeFromWeights(
  path: string,
  draft: ModelDraft,
  options: ImportOptions,
): Promise<ModelCard> {
  const { name, architecture = "" } = draft;
  const family = networkFamily(architecture);
  return await publishModel(name, {
    ...options,
    async make(folder) {
      options.progress(`building ${architecture} with the weights of ${basename(path)}`);
      await family.build(path, join(folder, modelFileName(name, "fp32")));
      return await completeModel(folder, draft, options);
    },
  });
}

/**
 * Makes a model of an ONNX file and the card that describes it. The file is looked into before it is run.
 * @param path of the ONNX file
 * @param card as read from JSON; its `name`, `files` and `schemaVersion` may be missing
 * @param options `name` of the model; `null`: the card's
 * @throws AssayError (exit 3) MODEL_CARD_BROKEN, ONNX_BROKEN, MODEL_UNFIT, WEIGHTS_NOT_FINITE
 */
export async function importOnnx(
  path: string,
  card: unknown,
  options: ImportOptions & { readonly name: string | null; readonly cardFile: string },
): Promise<ModelCard> {
  const file = basename(path);
  const { draft, stated } = draftOf(card, options);
  const sha256 = await sha256Of(path);
  if (stated !== null && stated !== sha256) throw changed(file, options.cardFile);
  return await publishModel(draft.name, {
    ...options,
    async make(folder) {
      const own = join(folder, modelFileName(draft.name, "fp32"));
      await Deno.copyFile(path, own);
      lookInto(own, draft, file);
      return await completeModel(
        folder,
        { ...draft, weights: { file, url: draft.weights?.url ?? null, sha256 } },
        options,
      );
    },
  });
}

/** The card with its files yet to come, and the hash that it states of its float32 file. */
function draftOf(
  card: unknown,
  { name, cardFile }: { readonly name: string | null; readonly cardFile: string },
): { readonly draft: ModelDraft; readonly stated: string | null } {
  if (typeof card !== "object" || card === null || Array.isArray(card)) {
    throw inputError("MODEL_CARD_BROKEN", {
      what: `${cardFile} is not a JSON object`,
      remedy: "Give a model card; models/demo/card.json is one",
    });
  }
  const filled = {
    schemaVersion: 1,
    family: "onnx",
    files: { fp32: { path: "model.onnx", sha256: null } },
    ...card,
    ...(name === null ? {} : { name }),
  };
  const { schemaVersion: _, family: __, verification: ___, files, ...draft } = parseModelCard(
    filled,
    cardFile,
  );
  return { draft, stated: files.fp32?.sha256 ?? null };
}

function changed(file: string, cardFile: string) {
  return inputError("MODEL_CHANGED", {
    what: `${file} has not the SHA-256 that ${cardFile} states`,
    remedy: "Get the file again, or correct the card if you changed it on purpose",
  });
}

function lookInto(path: string, draft: ModelDraft, file: string): void {
  const source = openFileSource(path);
  try {
    const model = readOnnxModel(source, file);
    requireInterface(model, draft, file);
    requireNumbers(model, file);
  } finally {
    source.close();
  }
}

async function sha256Of(path: string): Promise<string> {
  openFileSource(path).close(); // says what is wrong with a path that cannot be read
  return await sha256File(path);
}
