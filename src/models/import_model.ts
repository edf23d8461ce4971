import { basename, join } from "node:path";
import { parseModelCard } from "../stages/classifiers/parse_card.ts";
import type { ModelCard, ModelInput } from "../stages/classifiers/model_card.ts";
import { AssayError, inputError } from "../records/errors.ts";
import { openFileSource } from "../platform/files/file_source.ts";
import { sha256File } from "../platform/files/hash.ts";
import {
  completeModel,
  type MakeOptions,
  type ModelDraft,
  modelFileName,
} from "./complete_model.ts";
import { classNote } from "./networks/class_output.ts";
import { networkFamily } from "./networks/network_families.ts";
import type { BuiltNetwork, NetworkRequest } from "./networks/network_family.ts";
import { RUNS_SINGLY } from "./network_trial.ts";
import { prepareOnnx } from "./prepare_onnx.ts";
import { publishModel } from "./publish_model.ts";
import { settleBatch } from "./settle_batch.ts";

export interface ImportOptions extends MakeOptions {
  /** Absolute path of the folder with all models. */
  readonly modelsFolder: string;
  /** Replaces an existing model of the same name. */
  readonly replace: boolean;
}

/** Limits of importing an ONNX file. */
export interface OnnxLimits {
  /** Largest file with all constants, bytes; beyond it they stay beside the model. Default: 2 GiB. */
  readonly largestFile?: number;
}

/** Weights of a network that Assay can build. */
export interface WeightsImport {
  readonly name: string;
  /** Name in `NETWORK_FAMILIES`. */
  readonly family: string;
  /** Side of the faces, pixels; `null`: the family's default. */
  readonly size: number | null;
  /** Which of several sets of weights in the file is taken, such as `ema`; default: the one most likely meant. */
  readonly weights?: string | null;
  /** The class that is fake: a column of two, or of a single one its meaning, 1 for fake; default: 1. */
  readonly fake?: 0 | 1 | null;
  /** Normalisation of the faces, if it is another than the names suggest. */
  readonly mean?: ModelInput["mean"] | null;
  readonly std?: ModelInput["std"] | null;
}

/** A model that is made from weights. */
interface WeightsTask {
  readonly name: string;
  /** Name in `NETWORK_FAMILIES`. */
  readonly family: string;
  readonly request: NetworkRequest;
  /** Writes the card, without the fields that are filled in at the end, for the network that was built. */
  readonly draftOf: (built: BuiltNetwork) => ModelDraft;
}

/**
 * Builds a model from a weights file.
 * @param path of the file
 * @throws AssayError USAGE (exit 2) for an unknown family or size; (exit 3) the errors of reading and verifying
 */
export async function importWeights(
  path: string,
  { name, family, size, weights = null, ...stated }: WeightsImport,
  options: ImportOptions,
): Promise<ModelCard> {
  const file = basename(path);
  networkFamily(family).requireSize(size);
  const sha256 = await sha256Of(path);
  const draftOf = ({ architecture, input, output, notes }: BuiltNetwork): ModelDraft => ({
    name,
    architecture,
    description: `${architecture} with the weights of ${file}`,
    license: "not stated",
    source: `Imported from ${file}`,
    ...statedInterface({ input, output }, stated),
    trainedOn: [],
    limits: "Unknown: describe here what it was trained on and where it fails.",
    weights: { file, url: null, sha256 },
    ...notesOf(notes, stated.fake ?? null),
  });
  const task = { name, family, request: { size, asked: weights }, draftOf };
  return await makeFromWeights(path, task, options);
}

/** Puts what a user states about the faces and the classes in the place of what names suggest. */
function statedInterface(
  { input, output }: Pick<BuiltNetwork, "input" | "output">,
  { fake, mean, std }: Pick<WeightsImport, "fake" | "mean" | "std">,
): Pick<BuiltNetwork, "input" | "output"> {
  return {
    input: { ...input, mean: mean ?? input.mean, std: std ?? input.std },
    output: { ...output, ...(typeof fake === "number" && classOf(fake, output)) },
  };
}

/** Finds the column and its meaning for the class that is fake; of a single column, class 0 is its complement. */
function classOf(fake: 0 | 1, { activation }: BuiltNetwork["output"]) {
  if (activation === "softmax") return { index: fake };
  return { polarity: fake === 1 ? "fake" : "real" } as const;
}

/** Leaves out what is assumed about the classes where the user states it. */
function notesOf(
  notes: readonly string[],
  fake: 0 | 1 | null,
): { readonly notes?: readonly string[] } {
  const assumed = [classNote(1), classNote(2)];
  const kept = fake === null ? notes : notes.filter((note) => !assumed.includes(note));
  return kept.length === 0 ? {} : { notes: kept };
}

/**
 * Builds a model from a weights file.
 * @param path of the file
 */
export async function makeFromWeights(
  path: string,
  { name, family, request, draftOf }: WeightsTask,
  options: ImportOptions,
): Promise<ModelCard> {
  const network = networkFamily(family);
  return await publishModel(name, {
    ...options,
    async make(folder) {
      options.progress(`building ${family} from ${basename(path)}`);
      const target = join(folder, modelFileName(name, "fp32"));
      const built = await network.build(path, { ...request, target });
      const draft = draftOf(built);
      for (const note of draft.notes ?? built.notes) options.progress(note);
      return await completeModel(folder, draft, options);
    },
  });
}

/**
 * Makes a model from an ONNX file and its card. The file is checked before it is run.
 * @param path of the ONNX file
 * @param card as read from JSON; its `name`, `files` and `schemaVersion` may be missing
 * @param options `name` of the model; `null`: the card's
 * @throws AssayError (exit 3) MODEL_CARD_BROKEN, MODEL_BROKEN, and the errors of `prepareOnnx` and of running it
 */
export async function importOnnx(
  path: string,
  card: unknown,
  options: ImportOptions & OnnxLimits & {
    readonly name: string | null;
    readonly cardFile: string;
  },
): Promise<ModelCard> {
  const file = basename(path);
  const { draft, stated } = draftOf(card, options);
  const sha256 = await sha256Of(path);
  const origin = draft.weights ?? null;
  const known = [stated, origin?.sha256 ?? null].filter((hash) => hash !== null);
  if (stated !== null && !known.includes(sha256)) throw hashMismatchError(file, options.cardFile);
  const isOwnFile = origin !== null && origin.sha256 !== sha256 && stated === sha256;
  const weights = isOwnFile ? origin : { file, url: origin?.url ?? null, sha256 };
  return await publishModel(draft.name, {
    ...options,
    make: (folder) => makeFromOnnx(path, { folder, draft: { ...draft, weights } }, options),
  });
}

/** Makes the files of a model from an ONNX file, in a form that can be run. */
async function makeFromOnnx(
  path: string,
  { folder, draft }: { readonly folder: string; readonly draft: ModelDraft },
  options: ImportOptions & OnnxLimits,
): Promise<ModelCard> {
  const file = basename(path);
  const own = join(folder, modelFileName(draft.name, "fp32"));
  const prepared = await prepareOnnx(path, own, { ...options, card: draft, file });
  const { graph: { batch }, data } = prepared;
  const settled = batch === null ? null : await settleBatch(own, { card: draft, batch, file });
  const notes = [...prepared.notes, ...settled === null ? [] : [settled.note]];
  const ready = noted(settled === null ? draft : withBatch(draft, settled.batch), notes);
  for (const note of notes) options.progress(note);
  try {
    return await completeModel(folder, ready, { ...options, data });
  } catch (error) {
    const runsSingly = error instanceof AssayError && error.code === RUNS_SINGLY;
    if (!runsSingly || draft.input.batch !== undefined) throw error;
    const note = "It declares a free first axis but runs on one face at a time.";
    options.progress(note);
    const single = noted(withBatch(draft, 1), [...notes, note]);
    return await completeModel(folder, single, { ...options, data });
  }
}

/** @param batch `null`: the network takes any number of faces */
function withBatch(draft: ModelDraft, batch: number | null): ModelDraft {
  const { batch: _, ...input } = draft.input;
  return { ...draft, input: batch === null ? input : { ...input, batch } };
}

/** Adds sentences to a draft's notes, each once. */
function noted(draft: ModelDraft, notes: readonly string[]): ModelDraft {
  const all = [...new Set([...draft.notes ?? [], ...notes])];
  return all.length === 0 ? draft : { ...draft, notes: all };
}

/** Parses the card without its files, and the SHA-256 that it states for its float32 file. */
function draftOf(
  card: unknown,
  { name, cardFile }: { readonly name: string | null; readonly cardFile: string },
): { readonly draft: ModelDraft; readonly stated: string | null } {
  if (typeof card !== "object" || card === null || Array.isArray(card)) {
    throw inputError("MODEL_CARD_BROKEN", {
      what: `${cardFile} is not a JSON object`,
      remedy: "Pass a model card such as models/demo/card.json",
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

function hashMismatchError(file: string, cardFile: string) {
  return inputError("MODEL_CHANGED", {
    what: `the SHA-256 of ${file} does not match ${cardFile}`,
    remedy: "Download the file again, or update the card if the change is intended",
  });
}

async function sha256Of(path: string): Promise<string> {
  openFileSource(path).close(); // reports why a path cannot be read
  return await sha256File(path);
}
