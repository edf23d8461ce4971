import { basename, dirname, join } from "node:path";
import { inputError } from "../records/errors.ts";
import type { ByteSource } from "../base/bytes.ts";
import { openFileSource } from "../platform/files/file_source.ts";
import { writeThroughSink } from "../platform/files/file_sink.ts";
import { type Interface, requireFit } from "./card_fit.ts";
import { conversions } from "./onnx/conversions.ts";
import { describeGraph, type GraphDescription } from "./onnx/describe_graph.ts";
import { editModel, type GraphEdits, NO_EDITS } from "./onnx/edit_model.ts";
import { type ExternalConstants, openExternalConstants } from "./onnx/external_constants.ts";
import { brokenModel, type OnnxModel, readOnnxModel } from "./onnx/onnx_file.ts";
import { LONGEST_MESSAGE } from "./onnx/model_stream.ts";
import { requireNumbers } from "./require_numbers.ts";

/** A copy of a user's ONNX file that Assay can run. */
export interface PreparedOnnx {
  readonly graph: GraphDescription;
  /** Files beside it with its constants, relative to its folder; empty: it contains them. */
  readonly data: readonly string[];
  /** What was changed, one sentence each. */
  readonly notes: readonly string[];
}

interface PrepareOptions {
  /** Input and output sections of the card. */
  readonly card: Interface;
  /** Name of the user's file, for errors. */
  readonly file: string;
  /** Largest file with all constants, bytes; beyond it they stay beside the model. Default: 2 GiB. */
  readonly largestFile?: number | undefined;
}

/**
 * Copies an ONNX file so that Assay can run it: its inputs and outputs are converted to float32, and constants in
 * other files are put into it. A file that needs neither is copied byte for byte.
 * @param path of the user's file
 * @param target path of the copy
 * @throws AssayError (exit 3) ONNX_BROKEN, MODEL_UNFIT, MODEL_DATA_BROKEN, WEIGHTS_NOT_FINITE
 */
export async function prepareOnnx(
  path: string,
  target: string,
  { card, file, largestFile = LONGEST_MESSAGE }: PrepareOptions,
): Promise<PreparedOnnx> {
  const source = openFileSource(path);
  let external: ExternalConstants | null = null;
  try {
    const model = readOnnxModel(source, file);
    const { externalFiles: locations } = await describeFitting(model, { card, file });
    external = openExternalConstants(path, model, { file, locations });
    const inlines = source.byteLength + external.byteLength <= largestFile;
    const { edits, notes } = editsOf(model, { card, external, inlines });
    await writeEdited(source, target, { edits, file });
    const data = inlines ? [] : external.files;
    for (const one of data) await copyBeside(join(dirname(path), one), join(dirname(target), one));
    return { graph: checkedGraph(target, { card, file }), data, notes };
  } finally {
    external?.close();
    source.close();
  }
}

function describeFitting(model: OnnxModel, { card, file }: Pick<PrepareOptions, "card" | "file">) {
  const graph = describeGraph(model);
  requireFit(graph, card, { file, converts: true });
  return graph;
}

function editsOf(
  model: OnnxModel,
  { card: { input, output }, external, inlines }: {
    readonly card: Interface;
    readonly external: ExternalConstants;
    readonly inlines: boolean;
  },
): { readonly edits: GraphEdits; readonly notes: readonly string[] } {
  const { edits, notes } = conversions(model, { input: input.name, output: output.name });
  const { files } = external;
  if (files.length === 0) return { edits: notes.length === 0 ? NO_EDITS : edits, notes };
  const where = files.length === 1 ? files[0]! : `${files.length} files`;
  return inlines
    ? {
      edits: { ...edits, constant: external.inlined },
      notes: [...notes, `Its constants were in ${where} and are now in the file itself.`],
    }
    : {
      edits: notes.length === 0 ? NO_EDITS : edits,
      notes: [...notes, `Its constants are in ${where}, since one file holds at most 2 GiB.`],
    };
}

/** Writes a copy with edits; without any it is the file itself. */
export async function writeEdited(
  source: ByteSource,
  target: string,
  { edits, file }: { readonly edits: GraphEdits; readonly file: string },
): Promise<void> {
  const bytes = source.read(0, source.byteLength);
  try {
    await writeThroughSink(
      target,
      (sink) => edits === NO_EDITS ? sink.write(bytes) : editModel(bytes, edits, sink),
    );
  } catch (cause) {
    if (cause instanceof RangeError) throw brokenModel(file, cause.message, cause);
    throw cause;
  }
}

async function copyBeside(from: string, to: string): Promise<void> {
  if (/^(card|built)\.json$|\.onnx$/.test(basename(to))) {
    throw inputError("MODEL_DATA_BROKEN", {
      what: `the constants are in a file named ${basename(to)}, which a model's folder uses itself`,
      remedy: "Save the model again with another name for its data",
    });
  }
  await Deno.mkdir(dirname(to), { recursive: true });
  await Deno.copyFile(from, to);
}

/** Describes the written copy, and checks it as evaluation will. */
function checkedGraph(path: string, { card, file }: Pick<PrepareOptions, "card" | "file">) {
  const source = openFileSource(path);
  try {
    const model = readOnnxModel(source, file);
    const graph = describeGraph(model);
    requireFit(graph, card, { file });
    requireNumbers(model, file);
    return graph;
  } finally {
    source.close();
  }
}
