import protobuf, { type onnx } from "onnx-proto";
import { dirname, join, normalize } from "node:path";
import { joinBytes } from "../../base/bytes.ts";
import { DATA_FILE } from "../../base/text/name_rules.ts";
import { type AssayError, inputError } from "../../records/errors.ts";
import { type FileSource, openFileSource } from "../../platform/files/file_source.ts";
import { foreignFile } from "./foreign_file.ts";
import { externalEntry, innerTensorsOf, isExternal } from "./graph_tensors.ts";
import { field, type StreamedTensor } from "./model_stream.ts";
import type { OnnxModel } from "./onnx_file.ts";
import { wireFields } from "./wire_fields.ts";

/** Numbers of fields of a constant in the format. */
const RAW_DATA = 9;
const EXTERNAL_DATA = 13;
const DATA_LOCATION = 14;

/** The files beside a model that contain its constants; open until `close`. */
export interface ExternalConstants {
  /** Paths relative to the model's folder, sorted. */
  readonly files: readonly string[];
  /** Length of all those files, bytes. */
  readonly byteLength: number;
  /** Gives the constant with its elements, read from its file; `null`: the message contains them. */
  inlined(tensor: Uint8Array): StreamedTensor | null;
  close(): void;
}

/**
 * Opens the files in which a model's constants are. Only files inside the model's folder are opened.
 * @param path of the model
 * @param locations as the model names them
 * @throws AssayError (exit 3) MODEL_UNFIT for a file elsewhere, or constants in it that belong to nodes;
 * MODEL_DATA_BROKEN for one that is missing, too short or not what it should be
 */
export function openExternalConstants(
  path: string,
  { graph }: OnnxModel,
  { file, locations }: { readonly file: string; readonly locations: readonly string[] },
): ExternalConstants {
  requireInside(graph, file);
  const sources = new Map<string, FileSource>();
  const close = () => sources.forEach((source) => source.close());
  try {
    for (const location of locations) sources.set(location, openData(path, location, file));
    for (const tensor of graph.initializer ?? []) {
      if (isExternal(tensor)) placeOf(tensor, { sources, file }); // all ranges, before anything is written
    }
  } catch (error) {
    close();
    throw error;
  }
  return {
    files: [...new Set(locations.map((location) => normalize(location)))],
    byteLength: [...sources.values()].reduce((sum, { byteLength }) => sum + byteLength, 0),
    inlined: (tensor) => inlined(tensor, { sources, file }),
    close,
  };
}

interface Sources {
  readonly sources: ReadonlyMap<string, FileSource>;
  readonly file: string;
}

/** Checks the constants' locations, before any is opened. */
function requireInside(graph: onnx.IGraphProto, file: string): void {
  for (const tensor of innerTensorsOf(graph)) {
    if (isExternal(tensor)) throw elsewhereError(file, tensor, "and it lies inside a node");
  }
  for (const tensor of (graph.initializer ?? []).filter(isExternal)) {
    const location = externalEntry(tensor, "location");
    if (location === null || !DATA_FILE.pattern.test(normalize(location))) {
      throw elsewhereError(file, tensor, `${location ?? "without a name"}, outside its folder`);
    }
  }
}

function elsewhereError(file: string, { name }: onnx.ITensorProto, what: string): AssayError {
  return inputError("MODEL_UNFIT", {
    what: `${file} cannot be imported: the data of ${
      name || "a constant"
    } are in another file, ${what}`,
    remedy: "Save the model as one file: onnx.save(onnx.load(FILE), OTHER)",
  });
}

function openData(path: string, location: string, file: string): FileSource {
  const place = join(dirname(path), location);
  let source: FileSource;
  try {
    source = openFileSource(place);
  } catch (cause) {
    throw dataError(`the constants of ${file} are in ${location}, which cannot be read`, {
      remedy: `Put ${location} beside ${file}`,
      cause,
    });
  }
  const foreign = foreignFile(source);
  if (!foreign?.isPlaceholder) return source; // numbers may look like anything else
  source.close();
  throw dataError(`${location}, with the constants of ${file}, is ${foreign.what}`, {
    remedy: foreign.remedy,
  });
}

function dataError(
  what: string,
  { remedy, cause }: { readonly remedy: string; readonly cause?: unknown },
): AssayError {
  return inputError("MODEL_DATA_BROKEN", { what, remedy, cause });
}

/** Finds a constant's bytes in its file. */
function placeOf(tensor: onnx.ITensorProto, { sources, file }: Sources) {
  const location = externalEntry(tensor, "location")!;
  const source = sources.get(location)!;
  const offset = Number(externalEntry(tensor, "offset") ?? 0);
  const length = Number(externalEntry(tensor, "length") ?? source.byteLength - offset);
  const isRange = Number.isSafeInteger(offset) && Number.isSafeInteger(length) && offset >= 0 &&
    length >= 0;
  if (!isRange || offset + length > source.byteLength) {
    throw dataError(
      `${location} has ${source.byteLength} bytes, and constant ${tensor.name} of ${file} lies in ` +
        `bytes ${offset} to ${offset + length}`,
      { remedy: "Copy or download it again, together with the model" },
    );
  }
  return { source, offset, length };
}

function inlined(message: Uint8Array, sources: Sources): StreamedTensor | null {
  const tensor = protobuf.onnx.TensorProto.decode(message);
  if (!isExternal(tensor)) return null;
  const { source, offset, length } = placeOf(tensor, sources);
  const kept = [...wireFields(message)].filter(({ number }) =>
    ![RAW_DATA, EXTERNAL_DATA, DATA_LOCATION].includes(number)
  );
  const head = joinBytes([...kept.map(({ bytes }) => bytes), field((RAW_DATA << 3) | 2, length)]);
  return {
    byteLength: head.length + length,
    message: () => joinBytes([head, source.read(offset, length)]),
  };
}
