import type { ByteSource } from "../../base/bytes.ts";
import { byteSlice } from "../../base/byte_slice.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { truncateText } from "./checkpoint_errors.ts";
import { DTYPES } from "./dtype.ts";
import type { PickleValue, StorageReference } from "./pickle_value.ts";
import type { Storage } from "./tensor_view.ts";
import { torchCheckpoint } from "./torch_state.ts";
import { unpickle } from "./unpickler.ts";

/** Contents of the first two pickles of the format (torch/serialization.py, MAGIC_NUMBER and PROTOCOL_VERSION). */
const MAGIC = 0x1950a86a20f9469cfc6cn;
const PROTOCOL = 1001;

/**
 * Reads the format of `torch.save` before PyTorch 1.6, still available on request: five pickles (magic number,
 * protocol, facts about the machine, the object, the storage keys), then the storages in the order of their
 * keys, each a 64-bit count and its numbers, always little-endian.
 * @param options `file`: its name, for errors; `asked`: see `readCheckpoint`
 * @throws UnsafePickle, RangeError
 */
export function readTorchLegacy(
  source: ByteSource,
  { file, asked }: { readonly file: string; readonly asked: string | null },
): Checkpoint {
  const start = skipHead(source);
  const object = unpickle(source, start);
  const keys = unpickle(source, object.end);
  const storages = placeStorages(source, {
    start: keys.end,
    keys: storageKeys(keys.value),
    references: object.storages,
  });
  return torchCheckpoint(object.value, { file, format: "torch_legacy", storages }, asked);
}

/** Returns the offset of the fourth pickle. */
function skipHead(source: ByteSource): number {
  const magic = firstPickle(source);
  if (magic.value !== MAGIC) throw new RangeError("it is a pickle, but not one written by PyTorch");
  const protocol = unpickle(source, magic.end);
  if (protocol.value !== PROTOCOL) throw new RangeError("its version is unknown");
  return unpickle(source, protocol.end).end;
}

/**
 * Reads the first pickle. Unrecognised files end up here, so a failure means that the file is of no known
 * format.
 */
function firstPickle(source: ByteSource): ReturnType<typeof unpickle> {
  try {
    return unpickle(source, 0);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new RangeError("it is neither a PyTorch nor a safetensors file", { cause });
  }
}

function storageKeys(value: PickleValue): string[] {
  const keys = Array.isArray(value) ? value : [null];
  return keys.map((key) => {
    if (typeof key !== "string") throw new RangeError("its storages have no keys");
    return key;
  });
}

interface Storages {
  /** Offset of the first storage. */
  readonly start: number;
  /** Keys in the file's order. */
  readonly keys: readonly string[];
  readonly references: ReadonlyMap<string, StorageReference>;
}

function placeStorages(
  source: ByteSource,
  { start, keys, references }: Storages,
): Map<string, Storage> {
  const opened = new Map<string, Storage>();
  let at = start;
  for (const key of keys) {
    const reference = references.get(key);
    if (!reference || opened.has(key)) {
      throw new RangeError(`storage ${truncateText(key)} is not used`);
    }
    const storage = storageAt(source, { at, reference });
    opened.set(key, storage);
    at += 8 + storage.bytes.byteLength;
  }
  return opened;
}

function storageAt(
  source: ByteSource,
  { at, reference: { key, dtype, count } }: { at: number; reference: StorageReference },
): Storage {
  const head = byteSlice(source, { start: at, length: 8 }).read(0, 8);
  const stored = new DataView(head.buffer, head.byteOffset, 8).getBigUint64(0, true);
  if (stored !== BigInt(count)) {
    throw new RangeError(`storage ${truncateText(key)} has ${stored} numbers instead of ${count}`);
  }
  const bytes = byteSlice(source, { start: at + 8, length: count * DTYPES[dtype].bytes });
  return { dtype, count, bytes, bigEndian: false };
}
