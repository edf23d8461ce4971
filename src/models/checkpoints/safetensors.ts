import type { ByteSource } from "../../base/bytes.ts";
import { decodeUtf8 } from "./byte_cursor.ts";
import { byteSlice } from "../../base/byte_slice.ts";
import type { Checkpoint, CheckpointTensor, MetadataValue } from "./checkpoint.ts";
import { addFileToErrors, truncateText } from "./checkpoint_errors.ts";
import { type Dtype, DTYPE_NAMES, DTYPES } from "./dtype.ts";
import { checkView, elementCount, readView, rowMajorStrides } from "./tensor_view.ts";

/** A tensor's entry in the header. */
interface HeaderTensor {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  /** First byte, and the one after the last, counted from the header's end. */
  readonly begin: number;
  readonly end: number;
}

/** Longest header, bytes; a B7's has 0.2 MB. */
const LONGEST_HEADER = 4 << 20;

/**
 * Reads a safetensors file: a 64-bit length, a JSON header of that length, then the tensors' bytes without gaps
 * (https://huggingface.co/docs/safetensors, "Format").
 * @throws RangeError for anything else
 */
export function readSafetensors(
  source: ByteSource,
  { file }: { readonly file: string },
): Checkpoint {
  const length = headerLength(source);
  const header = parsedHeader(byteSlice(source, { start: 8, length }).read(0, length));
  const { __metadata__: metadata = {}, ...entries } = header;
  const tensors = Object.entries(entries).map(([name, entry]) => headerTensor(name, entry));
  const start = 8 + length;
  checkPlaces(tensors, source.byteLength - start);
  return {
    format: "safetensors",
    metadata: textEntries(metadata),
    place: "",
    otherPlaces: [],
    tensors: new Map(tensors.map((tensor) => {
      const { begin, end } = tensor;
      const bytes = byteSlice(source, { start: start + begin, length: end - begin });
      return [tensor.name, readable(tensor, { bytes, file })];
    })),
  };
}

function headerLength(source: ByteSource): number {
  const head = byteSlice(source, { start: 0, length: 8 }).read(0, 8);
  const length = Number(new DataView(head.buffer, head.byteOffset, 8).getBigUint64(0, true));
  if (length > LONGEST_HEADER) throw new RangeError(`its header length is ${length} bytes`);
  return length;
}

function parsedHeader(bytes: Uint8Array): Record<string, unknown> {
  const text = decodeUtf8(bytes);
  try {
    return requireObject(JSON.parse(text), "its header");
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new RangeError("its header is not JSON", { cause });
  }
}

function requireObject(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new RangeError(`${what} is not a JSON object`);
  }
  return value as Record<string, unknown>;
}

function headerTensor(name: string, entry: unknown): HeaderTensor {
  const { dtype, shape, data_offsets: place } = requireObject(entry, truncateText(name));
  const known = DTYPE_NAMES.find((candidate) => DTYPES[candidate].safetensors === dtype);
  if (!known) throw new RangeError(`${truncateText(name)} has an unsupported dtype`);
  const [begin, end, ...further] = isCounts(place) ? place : [];
  if (!isCounts(shape) || begin === undefined || end === undefined || further.length > 0) {
    throw new RangeError(`${truncateText(name)} lacks shape or data_offsets`);
  }
  const count = (end - begin) / DTYPES[known].bytes;
  checkView({ shape, strides: rowMajorStrides(shape), offset: 0 }, Math.max(count, 0));
  if (elementCount(shape) !== count) {
    throw new RangeError(
      `${truncateText(name)} has ${end - begin} bytes for [${shape.join(", ")}]`,
    );
  }
  return { name, dtype: known, shape, begin, end };
}

/** Checks that the tensors fill the rest of the file, in any order, without gap or overlap. */
function checkPlaces(tensors: readonly HeaderTensor[], available: number): void {
  let at = 0;
  for (
    const { name, begin, end } of tensors.toSorted((a, b) => a.begin - b.begin || a.end - b.end)
  ) {
    if (begin !== at) {
      throw new RangeError(
        `${truncateText(name)} begins at ${begin} instead of ${at}`,
      );
    }
    at = end;
  }
  if (at !== available) {
    throw new RangeError(`it has ${available} bytes of numbers instead of ${at}`);
  }
}

function readable(
  { name, shape, dtype }: HeaderTensor,
  { bytes, file }: { bytes: ByteSource; file: string },
): CheckpointTensor {
  const view = { shape, strides: rowMajorStrides(shape), offset: 0 };
  const storage = { dtype, count: elementCount(shape), bytes, bigEndian: false };
  return { name, shape, dtype, read: () => addFileToErrors(file, () => readView(view, storage)) };
}

function textEntries(metadata: unknown): Map<string, MetadataValue> {
  const entries = Object.entries(requireObject(metadata, "its metadata"));
  return new Map(entries.map(([key, value]) => {
    if (typeof value !== "string") {
      throw new RangeError(`${truncateText(key)} in its metadata is not text`);
    }
    return [key, value];
  }));
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && item >= 0);
}
